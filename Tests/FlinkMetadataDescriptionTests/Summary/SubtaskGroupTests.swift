// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Testing

/// Subtasks as groups, of which a summary keeps a bounded number.
@Suite struct SubtaskGroupTests {
  private func operators(_ bytes: [UInt8], groups: Int, operators: Int) throws -> [OperatorSummary] {
    var visitor = CheckpointSummaryVisitor(countsFiles: false, location: nil)
    visitor.subtaskGroupLimits = SubtaskGroupLimits(groups: groups, operators: operators, groupsOfMany: groups)
    let walked = try MetadataFile(bytes).walk(&visitor)
    return visitor.finish(walked).operators
  }

  @Test(arguments: ReadableFile.small)
  func enoughGroupsAreTheSubtasks(_ file: ReadableFile) throws {
    let expected = try summarize(file.bytes, keepsDetails: true).operators
    let found = try operators(file.bytes, groups: .max, operators: .max)
    for (state, expected) in zip(found, expected) {
      let subtasks = expected.subtasks.sorted { $0.subtaskIndex < $1.subtaskIndex }
      #expect(state.subtaskGroups == subtasks.map { SubtaskGroup($0) })
    }
  }

  /// A file with subtasks of the sizes 1, 2, 3 and so on, the last one first.
  private func file(subtaskCount: Int) -> [UInt8] {
    let subtasks = (0..<subtaskCount).reversed().map { index in
      (Int32(index), CraftedFile.Handle.file("s3://b/\(index)", size: Int64(index + 1)))
    }
    return CraftedFile([.init(parallelism: Int32(subtaskCount), subtasks: subtasks)]).bytes
  }

  @Test(arguments: [1, 2, 3, 7, 10, 11, 100]) func fewGroupsHaveAllSubtasks(_ limit: Int) throws {
    let groups = try operators(file(subtaskCount: 100), groups: limit, operators: 1)[0].subtaskGroups
    #expect(groups.count == limit)
    let total: Int64 = groups.reduce(0) { $0 + $1.total }
    #expect(total == 5050)
    #expect(groups.map(\.largest) == groups.map { Int64($0.lastIndex) + 1 })
    #expect(groups.first?.firstIndex == 0 && groups.last?.lastIndex == 99)
    for (group, next) in zip(groups, groups.dropFirst()) { #expect(group.lastIndex + 1 == next.firstIndex) }
    let counts: [Int] = groups.map(\.count)
    let (least, most) = (100 / limit, (99 + limit) / limit)
    #expect(counts.allSatisfy { (least...most).contains($0) })
    #expect(counts.reduce(0, +) == 100)
  }

  @Test func keyGroupsOfAGroupAreThoseOfItsSubtasks() throws {
    let states = try operators(Corpus.bytes("2.3.0/rocksdb-incremental.metadata"), groups: 1, operators: 9)
    let keyed = try #require(states.first { $0.subtaskCount == 3 })
    #expect(keyed.subtaskGroups.map(\.keyGroups) == [0...31])
    #expect(keyed.subtaskGroups[0].keyedSize == keyed.totals.sizes[.managedKeyed])
  }

  @Test(arguments: [0, 1, 5, 49, 50, 60]) func onlyTheLargestOperatorsHaveGroups(_ limit: Int) throws {
    // In an order that is neither that of sizes nor its reverse.
    let states = (0..<50).map { index in
      CraftedFile.Operator(
        id: UInt8(index), subtasks: [(0, .file("s3://b/\(index)", size: Int64(index * 37 % 50 + 1)))])
    }
    let found = try operators(CraftedFile(states).bytes, groups: 4, operators: limit)
    for state in found {
      #expect(state.subtaskGroups.isEmpty == (state.totals.sizes.total <= 50 - Int64(limit)))
    }
  }
}
