// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Handles that are broken in one place.
extension ErrorTests {
  private static let keyed = Crafted.beforeKeyedState()
  private static let keyedPath = "operatorStates[0].subtaskStates[0].managedKeyedState[0]"
  private static let stream = keyed + Crafted.keyGroups
  private static let streamPath = keyedPath + ".stateHandle"
  private static let segment = stream + Crafted.i8(15) + Crafted.i64(0) + Crafted.i64(1)

  static let streamHandles: [Broken] = [
    Broken("stream tag", stream, Crafted.i8(4), .unexpectedTag(4, expected: .streamStateHandle), streamPath),
    Broken("unknown tag", stream, Crafted.i8(255), .unexpectedTag(255, expected: .streamStateHandle), streamPath),
    Broken("null", stream, Crafted.i8(0), .unexpectedTag(0, expected: .streamStateHandle), streamPath),
    Broken(
      "inlined bytes", stream + Crafted.i8(1) + Crafted.utf("h"), Crafted.i32(-1), .negativeCount(-1), streamPath),
    Broken(
      "handle's name", stream + Crafted.i8(1), Crafted.utf([0x61, 0x80]) + Crafted.i32(0), .modifiedUTF8, streamPath),
    Broken(
      "bytes that are not there", stream + Crafted.i8(1) + Crafted.utf("h") + Crafted.i32(.init(Int32.max)), [],
      .unexpectedEnd(missing: 1), streamPath),
    Broken(
      "file's size", stream + Crafted.i8(2), Crafted.i64(-2) + Crafted.utf("file:/a"), .fileSize(-2), streamPath),
    Broken("file's path", stream + Crafted.i8(2) + Crafted.i64(1), Crafted.utf(""), .emptyPath, streamPath),
    Broken("relative path", stream + Crafted.i8(6), Crafted.utf("") + Crafted.i64(1), .emptyPath, streamPath),
    Broken(
      "relative file's size", stream + Crafted.i8(6) + Crafted.utf("a"), Crafted.i64(-3), .fileSize(-3), streamPath),
    Broken(
      "scope", segment, Crafted.i32(2) + Crafted.utf("file:/s") + Crafted.utf("id"), .checkpointedStateScope(2),
      streamPath),
    Broken(
      "segment's logical file", segment + Crafted.i32(1) + Crafted.utf("file:/s"), Crafted.utf([0x80]), .modifiedUTF8,
      streamPath),
    Broken(
      "segment's path", segment + Crafted.i32(1), Crafted.utf("") + Crafted.utf("id"), .emptyPath, streamPath),
    Broken(
      "stream in a stream", stream + Crafted.keyGroups, Crafted.i8(5), .unexpectedTag(5, expected: .streamStateHandle),
      streamPath + ".stateHandle"),
  ]

  private static let firstShared = Crafted.incremental(shared: 2) + Crafted.utf("1.sst") + Crafted.file
  private static let changelog = keyed + Crafted.changelog(materialized: 0)
  private static let inMemory = keyed + Crafted.i8(9) + Crafted.i32(0) + Crafted.i32(4)

  static let keyedHandles: [Broken] = [
    Broken("keyed tag", keyed, Crafted.i8(1), .unexpectedTag(1, expected: .keyedStateHandle), keyedPath),
    Broken(
      "raw keyed state", keyed + Crafted.i8(0), Crafted.i8(17), .unexpectedTag(17, expected: .keyedStateHandle),
      "operatorStates[0].subtaskStates[0].rawKeyedState[0]"),
    Broken(
      "first key group", keyed + Crafted.i8(3), Crafted.i32(-1) + Crafted.i32(2), .keyGroupRange(start: -1, count: 2),
      keyedPath),
    Broken("key groups", keyed + Crafted.i8(3) + Crafted.i32(5), Crafted.i32(-1), .negativeCount(-1), keyedPath),
    Broken(
      "key groups beyond the largest number", keyed + Crafted.i8(7), Crafted.i32(.init(Int32.max)) + Crafted.i32(2),
      .keyGroupRange(start: .max, count: 2), keyedPath),
    Broken(
      "file of incremental state", keyed + firstShared + Crafted.utf("2.sst"), Crafted.i8(9),
      .unexpectedTag(9, expected: .streamStateHandle), keyedPath + ".sharedState[1].handle"),
    Broken(
      "incremental state without a file", keyed + firstShared + Crafted.utf("2.sst"), Crafted.i8(0),
      .unexpectedTag(0, expected: .streamStateHandle), keyedPath + ".sharedState[1].handle"),
    Broken(
      "incremental state cut off behind its backend", keyed + Crafted.i8(5) + Crafted.i64(1), Crafted.utf("backend"),
      .unexpectedEnd(missing: 8), keyedPath),
    Broken(
      "local path", keyed + firstShared, Crafted.utf([0xC3]) + Crafted.i8(0), .modifiedUTF8,
      keyedPath + ".sharedState[1]"),
    Broken(
      "files of incremental state", keyed + Crafted.incremental(shared: 0), Crafted.i32(-1), .negativeCount(-1),
      keyedPath),
    Broken(
      "changelog without key groups", keyed + Crafted.i8(14), Crafted.i32(3) + Crafted.i32(0),
      .keyGroupRange(start: 3, count: 0), keyedPath),
    Broken(
      "materialized state", keyed + Crafted.changelog(materialized: 1), Crafted.i8(2),
      .unexpectedTag(2, expected: .keyedStateHandle), keyedPath + ".materialized[0]"),
    Broken(
      "state that is no change", changelog + Crafted.i32(1), Crafted.keyGroups + Crafted.inline,
      .unexpectedTag(3, expected: .changelogStateHandle), keyedPath + ".nonMaterialized[0]"),
    Broken(
      "sequence numbers", inMemory, Crafted.i64(-1) + Crafted.i64(0) + Crafted.i32(0), .negativeSequenceNumber(-1),
      keyedPath),
    Broken(
      "changed key group", inMemory + Crafted.i64(0) + Crafted.i64(1) + Crafted.i32(1),
      Crafted.i32(-2) + Crafted.i32(0),
      .keyGroup(-2), keyedPath + ".changes[0]"),
  ]

  private static let channels = keyed + Crafted.i8(0) + Crafted.i8(0)
  private static let results = channels + Crafted.i32(0) + Crafted.i32(1)
  private static let subtaskPath = "operatorStates[0].subtaskStates[0]"
  private static let task =
    Crafted.magic + Crafted.i32(1) + Crafted.i64(1) + Crafted.i32(1) + Crafted.i64(1) + Crafted.i64(2) + Crafted.i32(4)
    + Crafted.i32(128)
  private static let taskSubtask = task + Crafted.i32(1) + Crafted.i32(1) + Crafted.i32(0) + Crafted.i64(7)
  private static let taskPath = "taskStates[0].subtaskStates[0]"

  static let channelsAndTasks: [Broken] = [
    Broken(
      "result among inputs", channels + Crafted.i32(1), Crafted.i8(2),
      .unexpectedTag(2, expected: .inputChannelStateHandle),
      subtaskPath + ".inputChannelState[0]"),
    Broken(
      "input among results", results, Crafted.i8(3), .unexpectedTag(3, expected: .resultSubpartitionStateHandle),
      subtaskPath + ".resultSubpartitionState[0]"),
    Broken(
      "channel without stream",
      channels + Crafted.i32(1) + Crafted.i8(1) + Crafted.i32(0) + Crafted.i32(0) + Crafted.i32(0) + Crafted.i32(0)
        + Crafted.i64(1), Crafted.i8(0), .unexpectedTag(0, expected: .streamStateHandle),
      subtaskPath + ".inputChannelState[0].delegate"),
    Broken(
      "merged offsets", results + Crafted.i8(4) + Crafted.i32(0) + Crafted.i64(1) + Crafted.inline, Crafted.i32(-1),
      .negativeCount(-1), subtaskPath + ".resultSubpartitionState[0]"),
    Broken("chain", task, Crafted.i32(0) + Crafted.i32(1), .chainLength(0), "taskStates[0]"),
    Broken(
      "subtask of version 1", task + Crafted.i32(1) + Crafted.i32(1), Crafted.i32(4) + Crafted.i64(7),
      .subtaskIndexOutOfRange(4, parallelism: 4), taskPath),
    Broken(
      "state of Flink 1.1", taskSubtask, Crafted.i32(-1), .negativeCount(-1), taskPath),
    Broken(
      "incremental state in version 1", taskSubtask + Crafted.i32(0) + Crafted.i32(0) + Crafted.i32(0), Crafted.i8(5),
      .unexpectedTag(5, expected: .keyedStateHandle), taskPath + ".managedKeyedState"),
    Broken(
      "relative path in version 1", taskSubtask + Crafted.i32(1), Crafted.i8(6),
      .unexpectedTag(6, expected: .streamStateHandle), taskPath + ".legacyOperatorState[0]"),
  ]
}
