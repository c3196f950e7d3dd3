// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FuzzTargets
import Testing

/// Handles can hold handles, but not without end: the stack of the reader is safe.
@Suite struct NestingTests {
  static let limit = MetadataLimits.nestingDepth

  /// Changelog handles in changelog handles; the innermost holds none.
  static func changelogs(_ depth: Int) -> [UInt8] {
    let outer = [[UInt8]](repeating: Crafted.changelog(materialized: 1), count: depth - 1).flatMap(\.self)
    let ends = [[UInt8]](repeating: Crafted.endOfChangelog, count: depth).flatMap(\.self)
    return Crafted.file(keyedState: outer + Crafted.changelog(materialized: 0) + ends)
  }

  /// Key groups in key groups; the innermost lie in inlined bytes.
  static func keyGroups(_ depth: Int) -> [UInt8] {
    Crafted.file(keyedState: [[UInt8]](repeating: Crafted.keyGroups, count: depth).flatMap(\.self) + Crafted.inline)
  }

  @Test(arguments: [changelogs(limit), keyGroups(limit)])
  func deepestLegalNestingIsRead(_ bytes: [UInt8]) throws {
    let metadata = try values(bytes)
    #expect(try metadata.encode() == bytes)
    #expect(try ValuesFromViews.metadata(CheckpointMetadataView(bytes.span.bytes)) == metadata)
  }

  /// Flink writes none, but skips it where it reads one.
  @Test func aHandleWithNullsInItIsNotNull() throws {
    let bytes = Crafted.file(
      keyedState: Crafted.changelog(materialized: 2) + Crafted.i8(0) + Crafted.i8(0) + Crafted.endOfChangelog)
    let metadata = try values(bytes)
    #expect(metadata.operatorStates.first?.subtaskStates.first?.managedKeyedState != nil)
    #expect(try ValuesFromViews.metadata(CheckpointMetadataView(bytes.span.bytes)) == metadata)
  }

  @Test func changelogsNestedDeeperAreRejected() {
    let error = failureOfValues(Self.changelogs(Self.limit + 1))
    let handle = Crafted.changelog(materialized: 1).count
    #expect(error?.kind == .nestingTooDeep(limit: 64))
    #expect(error?.offset == Int64(Crafted.beforeKeyedState().count + Self.limit * handle))
    let materialized = [String](repeating: ".materialized[0]", count: Self.limit).joined()
    #expect(error?.path.description == "operatorStates[0].subtaskStates[0].managedKeyedState[0]" + materialized)
  }

  @Test func keyGroupsNestedDeeperAreRejected() {
    let error = failureOfValues(Self.keyGroups(Self.limit + 1))
    #expect(error?.kind == .nestingTooDeep(limit: 64))
    #expect(error?.offset == Int64(Crafted.beforeKeyedState().count + Self.limit * Crafted.keyGroups.count))
  }

  /// A bomb: as deep as a megabyte goes.
  @Test func nestingBombsAreRejectedInTheSameWay() {
    for bomb in [Self.changelogs(40_000), Self.keyGroups(60_000)] {
      let inMemory = failureOfWalk(bomb)
      #expect(inMemory?.kind == .nestingTooDeep(limit: 64))
      let fromSource = failureOfWalk(MemorySource(bomb, chunkSize: 4096))
      #expect(fromSource == inMemory)
    }
  }
}
