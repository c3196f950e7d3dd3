// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import Testing

/// A file that is broken in one place gives the error for it, at its byte, with the path to it.
@Suite struct ErrorTests {
  /// A file of two parts: the second begins with the value that is wrong.
  struct Broken: Sendable, CustomTestStringConvertible {
    var name: String
    var sound: [UInt8]
    var broken: [UInt8]
    var kind: FlinkMetadataError.Kind
    var path: String

    init(
      _ name: String, _ sound: [UInt8], _ broken: [UInt8], _ kind: FlinkMetadataError.Kind, _ path: String
    ) {
      self.name = name
      self.sound = sound
      self.broken = broken
      self.kind = kind
      self.path = path
    }

    var testDescription: String { name }
  }

  static let all = header + bodies + operators + streamHandles + keyedHandles + channelsAndTasks

  @Test(arguments: all)
  func errorIsLocated(_ file: Broken) {
    let bytes = file.sound + file.broken
    // What comes after a broken value makes no difference.
    for bytes in file.kind.isEnd ? [bytes] : [bytes, bytes + [UInt8](repeating: 0xA5, count: 64)] {
      let inMemory = failureOfWalk(bytes)
      #expect(inMemory?.kind == file.kind)
      #expect(inMemory?.offset == Int64(file.sound.count))
      #expect(inMemory?.path.description == file.path)
      #expect(failureOfWalk(MemorySource(bytes, chunkSize: 5)) == inMemory)
    }
  }

  static let header: [Broken] = [
    Broken("empty", [], [], .emptyInput, ""),
    Broken("three bytes", [], [0x49, 0x60, 0x67], .unexpectedEnd(missing: 1), ""),
    Broken("a JPEG", [], [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10, 0x4A, 0x46], .notMetadata(found: 0xFFD8_FFE0), ""),
    Broken("gzipped", [], [0x1F, 0x8B, 0x08, 0x00], .notMetadata(found: 0x1F8B_0800), ""),
    Broken("magic alone", Crafted.magic, [], .unexpectedEnd(missing: 4), ""),
    Broken("version 0", Crafted.magic, Crafted.i32(0), .javaSerializedVersion, ""),
    Broken("version 8", Crafted.magic, Crafted.i32(8), .unknownVersion(8), ""),
    Broken("version -1", Crafted.magic, Crafted.i32(-1), .unknownVersion(-1), ""),
  ]

  private static let master = Crafted.magic + Crafted.i32(6) + Crafted.i64(1) + Crafted.i32(1)
  private static let masterMagic = Crafted.i32(0xC96B_1696)

  static let bodies: [Broken] = [
    Broken(
      "checkpoint id", Crafted.magic + Crafted.i32(6), Crafted.i64(-7) + Crafted.i32(0), .negativeCheckpointId(-7), ""),
    Broken(
      "master states", Crafted.magic + Crafted.i32(6) + Crafted.i64(1), Crafted.i32(-1) + Crafted.i32(0),
      .negativeCount(-1), ""),
    Broken(
      "master state's magic", master, Crafted.i32(5) + Crafted.i32(10), .masterStateMagic(found: 5), "masterStates[0]"),
    Broken(
      "master state's length", master + masterMagic,
      Crafted.i32(13) + Crafted.i32(1) + Crafted.utf("m") + Crafted.bytes([0]), .masterStateLength(declared: 13),
      "masterStates[0]"),
    Broken(
      "master state's bytes",
      master + masterMagic + Crafted.i32(21) + Crafted.i32(1) + Crafted.utf("m") + Crafted.i32(10), [],
      .unexpectedEnd(missing: 1), "masterStates[0]"),
    Broken("operators", Array(Crafted.head(6).dropLast(4)), Crafted.i32(-2), .negativeCount(-2), ""),
    Broken(
      "no operator", Crafted.head(4), [], .unexpectedEnd(missing: 24), "operatorStates[0]"),
    Broken(
      "properties", Crafted.head(6, operators: 0), [0xAC, 0xEE, 0x00, 0x05], .objectStream(.magic),
      "checkpointProperties"),
  ]

  private static let operatorStart = Crafted.head(4) + Crafted.i64(1) + Crafted.i64(2)
  private static let coordinator = operatorStart + Crafted.i32(4) + Crafted.i32(128)
  private static let subtask = Crafted.head(4) + Crafted.operatorState(4)
  private static let managed = subtask + Crafted.i32(0) + Crafted.i32(1)
  private static let states = managed + Crafted.i8(4) + Crafted.i32(1) + Crafted.utf("s")
  private static let managedPath = "operatorStates[0].subtaskStates[0].managedOperatorState[0]"

  static let operators: [Broken] = [
    Broken(
      "operator's name", Crafted.head(6),
      Crafted.utf([0xF0, 0x9F, 0x98, 0x80]) + Crafted.utf("") + Crafted.i64(0) + Crafted.i64(0) + Crafted.i64(0),
      .modifiedUTF8, "operatorStates[0]"),
    Broken(
      "parallelism", operatorStart, Crafted.i32(-1) + Crafted.i32(128), .negativeParallelism(-1), "operatorStates[0]"),
    Broken(
      "max parallelism", operatorStart, Crafted.i32(129) + Crafted.i32(128),
      .parallelismAboveMaximum(parallelism: 129, maxParallelism: 128), "operatorStates[0]"),
    Broken(
      "coordinator in a file", coordinator, Crafted.file, .unexpectedTag(2, expected: .coordinatorState),
      "operatorStates[0].coordinatorState"),
    Broken(
      "coordinator of what has finished", coordinator + Crafted.inline, Crafted.i32(-1),
      .coordinatorStateOfFinishedOperator, "operatorStates[0]"),
    Broken(
      "subtask", subtask, Crafted.i32(4), .subtaskIndexOutOfRange(4, parallelism: 4),
      "operatorStates[0].subtaskStates[0]"),
    Broken(
      "finished subtask", subtask, Crafted.i32(-5), .subtaskIndexOutOfRange(4, parallelism: 4),
      "operatorStates[0].subtaskStates[0]"),
    Broken(
      "subtask of version 2", Crafted.head(2) + Crafted.operatorState(2), Crafted.i32(-1),
      .subtaskIndexOutOfRange(-1, parallelism: 4), "operatorStates[0].subtaskStates[0]"),
    Broken(
      "second subtask", Crafted.head(3) + Crafted.operatorState(3, subtasks: 2) + Crafted.i32(-1), Crafted.i32(9),
      .subtaskIndexOutOfRange(9, parallelism: 4), "operatorStates[0].subtaskStates[1]"),
    Broken(
      "null that is said to be present", managed, Crafted.i8(0), .unexpectedTag(0, expected: .operatorStateHandle),
      managedPath),
    Broken(
      "keyed state as operator state", managed, Crafted.i8(11), .unexpectedTag(11, expected: .operatorStateHandle),
      managedPath),
    Broken(
      "distribution mode", states, Crafted.i8(3) + Crafted.i32(0), .distributionMode(3),
      managedPath + ".stateNameToPartitionOffsets[0]"),
    Broken(
      "offsets", states + Crafted.i8(0), Crafted.i32(-9), .negativeCount(-9),
      managedPath + ".stateNameToPartitionOffsets[0]"),
    Broken(
      "operator state without stream", managed + Crafted.i8(4) + Crafted.i32(0), Crafted.i8(0),
      .unexpectedTag(0, expected: .streamStateHandle), managedPath + ".delegateStateHandle"),
    Broken(
      "directory", managed + Crafted.i8(17) + Crafted.i32(0) + Crafted.utf("file:/t"), Crafted.utf("") + Crafted.i8(0),
      .emptyPath, managedPath),
    Broken(
      "merged files in a plain file",
      managed + Crafted.i8(17) + Crafted.i32(0) + Crafted.utf("file:/t") + Crafted.utf("file:/s") + Crafted.i8(0),
      Crafted.file, .unexpectedTag(2, expected: .fileSegment), managedPath),
  ]
}

extension FlinkMetadataError.Kind {
  /// Whether the input is too short.
  var isEnd: Bool {
    switch self {
    case .emptyInput, .unexpectedEnd: true
    default: false
    }
  }
}
