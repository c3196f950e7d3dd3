// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Testing

/// Which operators of a job and of a file have each other.
@Suite struct RestoreFitTests {
  private typealias Entry = OperatorList.Entry
  private static let uids = ["numbers", "zähler-計數-🧮", "raw-operator-state", "rules", "keyed-and-broadcast-state"]

  private func fit(_ name: String, _ expected: [OperatorList.Entry]) throws -> RestoreFit {
    RestoreFit(try summarize(Corpus.bytes(name)), expected: OperatorList(expected))
  }

  @Test(arguments: ["1.9.3/heap.metadata", "1.20.5/heap.metadata", "2.3.0/savepoint-native.metadata"])
  func aJobFindsItsOwnState(_ name: String) throws {
    let found = try fit(name, Self.uids.map { Entry(uid: $0) })
    #expect(found.isComplete && found.missing.isEmpty && found.unexpected.isEmpty && found.likelyRenames.isEmpty)
    #expect(found.expectedCount == 5)
    #expect(try fit(name, Self.uids.map { Entry(id: OperatorID(uid: $0)) }).isComplete)
  }

  @Test func whatEitherSideLacksIsNamedInItsOrder() throws {
    let found = try fit("2.3.0/heap.metadata", [Entry(uid: "z"), Entry(uid: "rules"), Entry(uid: "a")])
    #expect(!found.isComplete)
    #expect(found.missing.map(\.uid) == ["z", "a"])
    #expect(found.unexpected.map(\.uid) == [Self.uids[0], Self.uids[1], Self.uids[2], Self.uids[4]])
    #expect(found.unexpected.allSatisfy { $0.hasState })
  }

  /// Missing operators start empty, so this is no fit, although Flink would not refuse.
  @Test func anOperatorThatStartsEmptyIsNoFit() throws {
    #expect(!(try fit("2.3.0/heap.metadata", Self.uids.map { Entry(uid: $0) } + [Entry(uid: "new")]).isComplete))
  }

  // MARK: State

  /// The rule of Flink's `OperatorSubtaskState.hasState`, from the values: any handle that is not null.
  @Test(arguments: ReadableFile.all)
  func anOperatorHasStateIfAHandleIsThere(_ file: ReadableFile) throws {
    for (summary, state) in zip(try summarize(file.bytes).operators, try file.metadata().operatorStates) {
      let subtasks = state.flinkSubtaskStates
      let hasState: [StateKind: Bool] = [
        .managedKeyed: subtasks.contains { $0.managedKeyedState != nil },
        .rawKeyed: subtasks.contains { $0.rawKeyedState != nil },
        .managedOperator: subtasks.contains { $0.managedOperatorState != nil },
        .rawOperator: subtasks.contains { $0.rawOperatorState != nil },
        .channel: subtasks.contains { !$0.inputChannelState.isEmpty || !$0.resultSubpartitionState.isEmpty },
        .coordinator: state.coordinatorState != nil,
      ]
      for (kind, isThere) in hasState { #expect(summary.shape.contains(kind) == isThere, "\(kind)") }
      #expect(summary.hasState == hasState.values.contains(true))
      let handles = subtasks.flatMap { [$0.managedOperatorState, $0.rawOperatorState] }.compactMap(\.self)
      let modes = Set(handles.flatMap(\.stateNameToPartitionOffsets).map(\.distributionMode))
      for mode in DistributionMode.allCases { #expect(summary.shape.contains(mode) == modes.contains(mode)) }
    }
  }

  @Test(arguments: ["2.3.0/operators-without-state.metadata", "2.3.0/finished-operators.metadata"])
  func unexpectedOperatorsWithoutStateAreAllowed(_ name: String) throws {
    let summary = try summarize(Corpus.bytes(name))
    let stateless = summary.operators.filter { !$0.hasState }
    try #require(!stateless.isEmpty)
    let expected = summary.operators.filter(\.hasState).map { Entry(id: $0.id) }
    let found = RestoreFit(summary, expected: OperatorList(expected))
    #expect(found.isComplete)
    #expect(found.unexpected.map(\.id) == stateless.map(\.id))
  }

  /// A handle of 0 bytes is state, and so is that of the last of two subtasks with the same index, but not of the first.
  @Test func stateOfNoBytesIsState() throws {
    let file = CraftedFile([.init(subtasks: [(0, .file("file:/a", size: 0))])])
    #expect(try summarize(file.bytes).operators.map(\.hasState) == [true])
    var metadata = try MetadataFile(file.bytes).metadata()
    var subtask = metadata.operatorStates[0].subtaskStates[0]
    subtask.managedOperatorState = nil
    metadata.operatorStates[0].subtaskStates.append(subtask)
    #expect(try CheckpointSummary(metadata).operators.map(\.hasState) == [false])
  }

  // MARK: Renames

  @Test func theOnlyPairMayBeARename() throws {
    for name in [nil, "raw operator state"] {
      let expected =
        Self.uids.filter { $0 != "raw-operator-state" }.map { Entry(uid: $0) } + [Entry(uid: "x", name: name)]
      let renames = try fit("2.3.0/heap.metadata", expected).likelyRenames
      #expect(renames.map(\.found.uid) == ["raw-operator-state"])
      #expect(renames.map(\.expected.uid) == ["x"])
    }
    let other =
      Self.uids.filter { $0 != "raw-operator-state" }.map { Entry(uid: $0) } + [Entry(uid: "x", name: "other")]
    #expect(try fit("2.3.0/heap.metadata", other).likelyRenames.isEmpty)
  }

  /// Names are compared by their bytes.
  @Test func anotherSpellingIsAnotherName() throws {
    func renames(_ count: UInt8) throws -> [LikelyRename] {
      let operators = (1...count).map {
        CraftedFile.Operator(name: "e\u{301}\($0)", id: $0, subtasks: [(0, .inlined("a", [1]))])
      }
      let expected = (1...count).map { Entry(uid: "\($0)", name: "\u{E9}\($0)") }
      return RestoreFit(try summarize(CraftedFile(operators).bytes), expected: OperatorList(expected)).likelyRenames
    }
    #expect(try renames(1) == [] && renames(2) == [])
  }

  @Test func amongSeveralANamePairs() throws {
    let expected = [
      Entry(uid: "a", name: "Source: rules"), Entry(uid: "b", name: "twice"), Entry(uid: "c", name: "twice"),
    ]
    let renames = try fit("2.3.0/heap.metadata", expected).likelyRenames
    #expect(renames.map { [$0.found.uid, $0.expected.uid] } == [["rules", "a"]])
    #expect(try fit("2.3.0/heap.metadata", [Entry(uid: "a"), Entry(uid: "b")]).likelyRenames.isEmpty)
    let same = CraftedFile((1...2).map { .init(name: "Map", id: UInt8($0), subtasks: [(0, .inlined("a", [1]))]) })
    let summary = try summarize(same.bytes)
    let ambiguous = RestoreFit(summary, expected: OperatorList([Entry(uid: "a", name: "Map"), Entry(uid: "b")]))
    #expect(ambiguous.likelyRenames.isEmpty)
  }

  // MARK: Parallelism

  private func rules(_ name: String, _ parallelism: Int32) throws -> [RescaleFinding.Rule] {
    let summary = try summarize(Corpus.bytes(name))
    return RescaleFinding.findings(parallelism: parallelism, summary.operators).map(\.rule)
  }

  /// The operators have at most 3 subtasks and 32 key groups.
  @Test(
    arguments: [
      (1, []), (3, [.unionState]), (4, [.unionState, .broadcastState]), (32, [.unionState, .broadcastState]),
      (33, [.maxParallelism, .unionState, .broadcastState]),
    ] as [(Int32, [RescaleFinding.Rule])])
  func aParallelismMeetsRules(_ parallelism: Int32, _ rules: [RescaleFinding.Rule]) throws {
    #expect(try self.rules("2.3.0/savepoint-native.metadata", parallelism) == rules)
  }

  @Test func dataInFlightIsDistributedAnew() throws {
    let summary = try summarize(Corpus.bytes("2.3.0/unaligned-channel-state.metadata"))
    let parallelism = try #require(summary.operators.first { $0.shape.contains(.channel) }?.parallelism)
    let same = summary.operators.allSatisfy { $0.parallelism == parallelism || !$0.shape.contains(.channel) }
    #expect(try rules("2.3.0/unaligned-channel-state.metadata", parallelism).contains(.dataInFlight) == !same)
    #expect(try rules("2.3.0/unaligned-channel-state.metadata", parallelism + 1).contains(.dataInFlight))
  }

  /// Flink counts subtasks, with or without state.
  @Test func onlyOperatorsWithSubtasksAreRefused() throws {
    let operators: [CraftedFile.Operator] = [
      .init(id: 1, parallelism: 2, subtasks: [(0, .inlined("a", []))]), .init(id: 2, parallelism: 2),
      .init(id: 3, parallelism: 4, subtasks: [(0, .inlined("a", []))]),
    ]
    let summary = try summarize(CraftedFile(operators).bytes)
    let findings = RescaleFinding.findings(parallelism: 3, summary.operators)
    #expect(findings.map(\.rule) == [.maxParallelism, .differentMaxParallelisms])
    #expect(findings.first?.operators.map(\.id.upperPart) == [1])
    #expect(findings.map(\.rule.refuses) == [true, false])
    #expect(RescaleFinding.findings(parallelism: 4, [summary.operators[2]]).isEmpty)
  }
}
