// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import Testing

/// A dialect is that of one line of releases, which know fewer tags than those after them (SPEC.md 11).
@Suite struct DialectTests {
  /// A changelog backend's handle in the layout of 1.14, with a tag that 1.14 does not have.
  private static let tag14InTheLayoutOf114 = Crafted.file(
    3, keyedState: Crafted.i8(14) + Crafted.i32(0) + Crafted.i32(4) + Crafted.i32(0) + Crafted.i32(0))

  @Test func theDialectOf114HasNoTagsOfLaterReleases() {
    let error = failureOfWalk(Self.tag14InTheLayoutOf114, dialect: .flink1_14)
    #expect(error?.kind == .unexpectedTag(14, expected: .keyedStateHandle))
  }

  /// Later releases skip it.
  @Test func theDialectOf114HasNoAbsentMaterializedState() {
    let sound = Crafted.beforeKeyedState(3) + Crafted.i8(8) + Crafted.i32(0) + Crafted.i32(4) + Crafted.i32(1)
    let error = failureOfWalk(sound + Crafted.i8(0) + Crafted.i32(0), dialect: .flink1_14)
    #expect(error?.kind == .unexpectedTag(0, expected: .keyedStateHandle))
    #expect(error?.offset == Int64(sound.count))
  }

  @Test func theDialectOf111HasNoKeyGroupsAsAStream() {
    let bytes = Crafted.file(3, keyedState: Crafted.keyGroups + Crafted.keyGroups + Crafted.file)
    let error = failureOfWalk(bytes, dialect: .flink1_11)
    #expect(error?.kind == .unexpectedTag(3, expected: .streamStateHandle))
  }

  @Test func valuesOfLaterReleasesCannotBeEncodedInADialect() throws {
    let keyedState =
      Crafted.i8(12) + Crafted.keyGroups.dropFirst() + Crafted.file + Crafted.utf("id")
    var metadata = try values(Crafted.file(3, keyedState: Array(keyedState)))
    metadata.dialect = .flink1_14
    #expect {
      try metadata.encode()
    } throws: { error in
      (error as? FlinkMetadataError)?.kind == .notRepresentable(.tagInDialect)
    }
  }

  /// A changelog backend's handle in the layout of 1.14, with nothing in it.
  private static let changelogOf114 = Crafted.i8(8) + Crafted.i32(0) + Crafted.i32(4) + Crafted.i32(0) + Crafted.i32(0)

  /// In the standard layout the first operator ends in the id of the second, and some bytes are left over.
  @Test func theLayoutThatFitsToTheEndWins() throws {
    let absent = Crafted.i8(0) + Crafted.rest(3)
    let bytes =
      Crafted.head(3, operators: 2) + Crafted.operatorState(3) + Crafted.subtask(3) + Self.changelogOf114
      + Crafted.rest(3)
      + Crafted.i64(0x100) + Crafted.i64(0) + Crafted.i32(4) + Crafted.i32(128) + Crafted.i8(0) + Crafted.i32(2)
      + Crafted.subtask(3, index: 0) + absent + Crafted.subtask(3, index: 1) + absent
    #expect(try walk(bytes, dialect: .standard).trailingByteCount > 0)
    let summary = try walk(bytes)
    #expect(summary.dialect == .flink1_14)
    #expect(summary.trailingByteCount == 0)
    var visitor = Nothing()
    #expect(try MemorySource(bytes, chunkSize: 1 << 20).walkMetadata(&visitor) == summary)
  }

  /// A source cannot be read twice, but what went before counts.
  @Test func aLaterTagExcludesADialect() {
    let keyGroups = Crafted.i8(12) + Crafted.keyGroups.dropFirst() + Crafted.file + Crafted.utf("id")
    let bytes = Crafted.beforeKeyedState(3) + keyGroups + Self.changelogOf114 + Crafted.i32(0) + Crafted.i32(0)
    let error = failureOfWalk(MemorySource(bytes, chunkSize: 1 << 20))
    #expect(error != nil)
    #expect(error == failureOfWalk(bytes))
  }

  @Test(arguments: [\OperatorSubtaskState.inputChannelState, \.resultSubpartitionState])
  func oneChannelTellsTheDialectOfASource(
    _ field: WritableKeyPath<OperatorSubtaskState, [ChannelStateHandle]> & Sendable
  ) throws {
    var metadata = EncodingProblemTests.Case.legal(.version3)
    metadata.dialect = .flink1_11
    metadata.operatorStates[0].subtaskStates[0][keyPath: field] = [EncodingProblemTests.channel(nil)]
    var visitor = Nothing()
    let summary = try MemorySource(metadata.encode(), chunkSize: 1 << 20).walkMetadata(&visitor)
    #expect(summary.dialect == .flink1_11)
  }

  @Test func version1HasNoRelativePaths() throws {
    let file = Crafted.i8(2) + Crafted.i64(7) + Crafted.utf("file:/d/name")
    let bytes =
      Crafted.magic + Crafted.i32(1) + Crafted.i64(1) + Crafted.i32(1) + Crafted.i64(1) + Crafted.i64(2)
      + Crafted.i32(1)
      + Crafted.i32(1) + Crafted.i32(1) + Crafted.i32(1) + Crafted.i32(0) + Crafted.i64(0) + Crafted.i32(0)
      + Crafted.i32(0) + Crafted.i32(0) + Crafted.keyGroups + file + Crafted.i8(0)
    var rewriter = PathRewriter(PathRules())
    rewriter.relativePaths = .relativize(directory: "file:/d")
    let sink = MemorySink()
    _ = try rewriter.rewrite(bytes.span.bytes, to: sink)
    #expect(sink.bytes == bytes)
  }

  /// Wherever a source was cut before it failed, the error's place is after the last byte that came.
  @Test(arguments: [1, 3, 7, 1000])
  func theErrorOfASourceStandsBehindItsLastByte(chunkSize: Int) {
    let bytes = Array(Crafted.file(keyedState: Crafted.keyGroups + Crafted.file).prefix(60))
    let error = failureOfWalk(FailingSource(bytes, chunkSize: chunkSize))
    #expect(error?.kind == .sourceFailed(code: 5))
    #expect(error?.offset == 60)
  }
}

/// Gives bytes in pieces, then fails.
private final class FailingSource: ByteSource {
  private let bytes: MemorySource

  init(_ bytes: [UInt8], chunkSize: Int) { self.bytes = MemorySource(bytes, chunkSize: chunkSize) }

  func read(into buffer: inout OutputRawSpan) throws(FlinkMetadataError) {
    let countBefore = buffer.byteCount
    bytes.read(into: &buffer)
    if buffer.byteCount == countBefore { throw FlinkMetadataError(.sourceFailed(code: 5)) }
  }
}
