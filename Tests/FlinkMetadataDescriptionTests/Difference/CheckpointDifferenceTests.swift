// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Testing

/// What changed between two checkpoints, apart from files.
@Suite struct CheckpointDifferenceTests {
  private typealias Operator = CraftedFile.Operator

  private func difference(_ before: [UInt8], _ after: [UInt8], selecting text: String? = nil) throws
    -> CheckpointDifference
  {
    try CheckpointDifference(
      from: MetadataFile(before), to: MetadataFile(after), operators: OperatorSelection(matching: text))
  }

  private func difference(_ before: [Operator], _ after: [Operator]) throws -> CheckpointDifference {
    try difference(CraftedFile(before).bytes, CraftedFile(after).bytes)
  }

  private func corpus(_ before: String, _ after: String) throws -> CheckpointDifference {
    try difference(Corpus.bytes("2.3.0/\(before).metadata"), Corpus.bytes("2.3.0/\(after).metadata"))
  }

  /// An operator with one file.
  private func state(
    _ id: UInt8, name: String = "", uid: String = "", parallelism: Int32 = 1, size: Int64 = 10, path: String? = nil
  ) -> Operator {
    Operator(
      name: name, uid: uid, id: id, parallelism: parallelism, subtasks: [(0, .file(path ?? "s3://b/\(id)", size: size))]
    )
  }

  // MARK: Wholes

  @Test(arguments: ReadableFile.all)
  func aFileDoesNotDifferFromItself(_ file: ReadableFile) throws {
    let same = try difference(file.bytes, file.bytes)
    let summary = try summarize(file.bytes)
    #expect(same.isEmpty && same.operators.isEmpty && same.properties.isEmpty)
    #expect(same.files.kept.count == summary.files.distinct)
    #expect(same.after.totals == summary.totals)
    #expect(same.unchangedOperators.count == Set(summary.operators.map(\.id)).count)
    #expect(same.incrementSize == summary.totals.inlinedSize)
  }

  @Test(arguments: FileComparisonTests.pairs)
  func eachOperatorIsInOneList(_ before: ReadableFile, _ after: ReadableFile) throws {
    let difference = try difference(before.bytes, after.bytes)
    let (old, new) = (Set(difference.before.operators.map(\.id)), Set(difference.after.operators.map(\.id)))
    func ids(_ change: OperatorDifference.Change) -> Set<OperatorID> {
      Set(difference.operators.filter { $0.change == change }.map(\.id))
    }
    #expect(ids(.added) == new.subtracting(old) && ids(.removed) == old.subtracting(new))
    let both = ids(.changed).union(difference.unchangedOperators.map(\.id))
    #expect(both == old.intersection(new))
    #expect(difference.operators.count + difference.unchangedOperators.count == old.union(new).count)
    let changes = difference.operators.map(\.sizeChange.magnitude)
    #expect(changes == changes.sorted(by: >))
    for state in difference.operators { #expect((state.change == .changed) == !state.aspects.isEmpty) }
  }

  @Test func theIncrementIsNewFilesAndInlinedState() throws {
    let inlined = CraftedFile.Handle.inlined("h", [1, 2, 3])
    let old = [state(1, path: "s3://b/kept")]
    let new = [state(1, path: "s3://b/kept"), state(2, size: 100), Operator(id: 3, subtasks: [(0, inlined)])]
    #expect(try difference(old, new).incrementSize == 103)
  }

  @Test func otherChangesOfTheCheckpointAreDifferences() throws {
    #expect(try !corpus("checkpoint-id-zero", "checkpoint-id-greatest").isEmpty)
    #expect(try !corpus("empty", "empty-as-version-5").isEmpty)
    #expect(try !corpus("empty", "master-state").isEmpty)
    #expect(try !corpus("empty", "properties-null").isEmpty)
  }

  @Test func onlySelectedOperatorsAreCompared() throws {
    let before = CraftedFile([state(1, uid: "a"), state(2, uid: "b")]).bytes
    let after = CraftedFile([state(1, uid: "a", size: 11), state(2, uid: "b", size: 12)]).bytes
    let selected = try difference(before, after, selecting: "a")
    #expect(selected.operators.map(\.uid) == ["a"] && selected.unchangedOperators.isEmpty)
    #expect(selected.files.kept.count == 1)
  }

  // MARK: Operators

  @Test func operatorsAreSortedByTheirChange() throws {
    let difference = try difference(
      [state(1, size: 10), state(2, size: 10), state(3, size: 500), state(4, size: 1)],
      [state(1, size: 110), state(2, size: 10), state(4, size: 0), state(5, size: 50)])
    #expect(difference.operators.map(\.sizeChange) == [-500, 100, 50, -1])
    #expect(difference.operators.map(\.change) == [.removed, .changed, .added, .changed])
    #expect(difference.unchangedOperators.count == 1)
  }

  @Test func aChangedOperatorSaysInWhat() throws {
    let file = CraftedFile.Handle.file("s3://b/f", size: 1)
    let changes: [(Operator, [OperatorDifference.Aspect])] = [
      (Operator(name: "b", uid: "u"), [.name]), (Operator(name: "a", uid: "v"), [.uid]),
      (Operator(name: "a", uid: "u", parallelism: 2), [.parallelism, .maxParallelism]),
      (Operator(name: "a", uid: "u", subtasks: [(0, file)]), [.subtasks, .size, .spread]),
    ]
    for (changed, aspects) in changes {
      #expect(try difference([Operator(name: "a", uid: "u")], [changed]).operators.map(\.aspects) == [aspects])
    }
  }

  @Test func stateThatMovesIsAChange() throws {
    let difference = try corpus("savepoint-native", "savepoint-canonical")
    let keyed = try #require(difference.operators.first)
    #expect(keyed.name == "keyed and broadcast state")
    #expect(keyed.aspects.contains(.backend) && keyed.aspects.contains(.place))
  }

  /// Releases before 2.0 write no names.
  @Test func aNameThatIsNotRecordedIsNoChange() throws {
    let difference = try corpus("operator-names-as-version-5", "operator-names")
    #expect(difference.operators.isEmpty)
    #expect(try corpus("mixed-small-as-version-4", "mixed-small").operators.isEmpty)
  }

  @Test func ofTwoOperatorsWithOneIDTheLastCounts() throws {
    let difference = try difference([state(1, size: 1)], [state(1, size: 5), state(1, size: 1)])
    #expect(difference.operators.isEmpty && difference.unchangedOperators.map(\.totals.sizes.total) == [1])
  }

  // MARK: Likely renames

  private func likelySame(_ before: [Operator], _ after: [Operator]) throws -> [OperatorID?] {
    try difference(before, after).operators.map(\.likelySame)
  }

  @Test func anOperatorWithAnotherUidIsLikelyTheSame() throws {
    let (old, new) = (state(1, name: "window"), state(2, name: "window", size: 12))
    let difference = try difference([old, state(9)], [new, state(9)])
    let ids = difference.operators.map(\.id)
    #expect(difference.operators.map(\.likelySame) == [ids[1], ids[0]])
    #expect(Set(difference.operators.map(\.change)) == [.added, .removed])
  }

  /// Two spellings of a letter are two texts.
  @Test func namesAndUidsAreComparedByTheirBytes() throws {
    let (old, new) = ("\u{E9}", "e\u{301}")
    let changed = try difference([state(1, name: old, uid: old)], [state(1, name: new, uid: new)])
    #expect(changed.operators.map(\.aspects) == [[.name, .uid]])
  }

  @Test func operatorsThatDifferOtherwiseAreNotTheSame() throws {
    let old = state(1, name: "window")
    #expect(try likelySame([old], [state(2, name: "sink")]) == [nil, nil])
    #expect(try likelySame([state(1, name: "\u{E9}")], [state(2, name: "e\u{301}")]) == [nil, nil])
    #expect(try likelySame([old], [state(2, name: "window", parallelism: 2)]) == [nil, nil])
    #expect(try likelySame([old], [state(2, name: "window", size: 0)]) == [nil, nil])
    #expect(try likelySame([state(1)], [state(2)]) == [nil, nil])
  }

  @Test func nothingIsLikelyIfThereIsAChoice() throws {
    let twins = [state(2, name: "window"), state(3, name: "window")]
    #expect(try likelySame([state(1, name: "window")], twins) == [nil, nil, nil])
    #expect(try likelySame(twins, [state(1, name: "window")]) == [nil, nil, nil])
  }

  // MARK: Properties

  @Test func propertiesThatDifferHaveTheirValues() throws {
    #expect(
      try corpus("savepoint-native", "savepoint-canonical").properties == [
        property("formatType", "NATIVE", "CANONICAL")
      ])
    let retained = try corpus(
      "properties-checkpoint-retain-on-cancellation", "properties-checkpoint-never-retain-after-termination")
    #expect(retained.properties.contains(property("discardCancelled", "false", "true")))
    let suspended = try corpus("properties-savepoint-native", "properties-savepoint-suspend-native").properties
    #expect(suspended.contains(property("postCheckpointAction", "NONE", "SUSPEND")))
    let full = try corpus("properties-full-checkpoint", "properties-checkpoint-no-sharing").properties
    #expect(full.contains(property("sharingFilesStrategy", "FORWARD", "NO_SHARING")))
    #expect(try corpus("empty", "properties-null").properties.isEmpty)
  }

  private func property(_ name: String, _ before: String, _ after: String) -> PropertyDifference {
    PropertyDifference(name: name, before: before, after: after)
  }

  // MARK: Errors

  @Test func damageOfEitherFileIsAnError() throws {
    let bytes = CraftedFile([state(1)]).bytes
    #expect(throws: FlinkMetadataError.self) { try difference(Array(bytes.dropLast()), bytes) }
    #expect(throws: FlinkMetadataError.self) { try difference(bytes, Array(bytes.dropLast())) }
  }
}
