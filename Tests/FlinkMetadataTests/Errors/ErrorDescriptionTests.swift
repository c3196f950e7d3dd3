import FlinkMetadata
import Testing

/// Errors read well at three in the morning: one line that says what was expected, what is there, and where.
@Suite struct ErrorDescriptionTests {
  static func error(_ bytes: [UInt8]) -> FlinkMetadataError? {
    failure { () throws(FlinkMetadataError) in try values(bytes) }
  }

  @Test func notMetadata() {
    #expect(
      Self.error([0xFF, 0xD8, 0xFF, 0xE0])?.description
        == "not a Flink _metadata file: expected the magic number 0x4960672d, found 0xffd8ffe0 at byte 0")
  }

  @Test func versionZero() {
    #expect(
      Self.error(Crafted.magic + Crafted.i32(0))?.description
        == "version 0 was written by Flink 1.1 as Java-serialized objects; only Flink 1.1 to 1.3 read it: "
        + "restore the job there and take a new savepoint at byte 4")
  }

  @Test func versionOfTheFuture() {
    #expect(
      Self.error(Crafted.magic + Crafted.i32(8))?.description
        == "expected a version from 1 to 7, found 8; no Flink release up to 2.3 writes it at byte 4")
  }

  @Test func truncation() {
    #expect(
      Self.error(Crafted.beforeKeyedState())?.description
        == "input ends inside a value: expected at least 1 more byte at byte 69 in "
        + "operatorStates[0].subtaskStates[0].managedKeyedState")
  }

  @Test func wrongTag() {
    let bytes = Crafted.beforeKeyedState() + Crafted.incremental(shared: 1) + Crafted.utf("1.sst") + Crafted.i8(4)
    #expect(
      Self.error(bytes)?.description
        == "expected a stream state handle, found tag 4 at byte 132 in "
        + "operatorStates[0].subtaskStates[0].managedKeyedState.sharedState[0].handle")
  }

  @Test func subtaskBeyondParallelism() {
    #expect(
      Self.error(Crafted.head(4) + Crafted.operatorState(4) + Crafted.subtask(4, index: 7))?.description
        == "expected a subtask index from 0 and below the parallelism 4, found 7 at byte 53 in "
        + "operatorStates[0].subtaskStates[0]")
  }

  @Test func everyKindIsOneLine() {
    let kinds: [FlinkMetadataError.Kind] = [
      .unexpectedEnd(missing: 2), .negativeCheckpointId(-1), .negativeCount(-1), .masterStateMagic(found: 1),
      .masterStateLength(declared: 1), .parallelismAboveMaximum(parallelism: 2, maxParallelism: 1),
      .coordinatorStateOfFinishedOperator, .keyGroupRange(start: -1, count: 1), .distributionMode(3),
      .checkpointedStateScope(2), .fileSize(-2), .emptyPath, .modifiedUTF8, .stringTooLong(byteCount: 65_536),
      .nestingTooDeep(limit: 64), .objectStream(.constant),
      .sourceFailed(code: 5), .sinkFailed(code: 28), .compressedInput, .stopped(code: 1),
    ]
    for kind in kinds {
      let path = MetadataPath([.init(.operatorStates, index: 3)])
      let text = FlinkMetadataError(kind, offset: 12, path: path).description
      #expect(!text.contains("\n"))
      #expect(text.hasSuffix(" at byte 12 in operatorStates[3]"))
    }
  }
}
