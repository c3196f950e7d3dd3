// SPDX-License-Identifier: Apache-2.0

/// The format written by hand, field by field, so that tests can break it in one place and know at which byte.
enum Crafted {
  typealias Bytes = [UInt8]

  // MARK: Fields (SPEC.md 1)

  static func i8(_ value: Int) -> Bytes { bigEndian(UInt8(truncatingIfNeeded: value)) }
  static func i32(_ value: Int) -> Bytes { bigEndian(UInt32(truncatingIfNeeded: value)) }
  static func i64(_ value: Int) -> Bytes { bigEndian(UInt64(truncatingIfNeeded: value)) }
  static func utf(_ text: String) -> Bytes { bigEndian(UInt16(text.utf8.count)) + text.utf8 }
  static func utf(_ bytes: Bytes) -> Bytes { bigEndian(UInt16(bytes.count)) + bytes }
  static func bytes(_ bytes: Bytes) -> Bytes { i32(bytes.count) + bytes }

  static func bigEndian(_ value: some FixedWidthInteger) -> Bytes {
    withUnsafeBytes(of: value.bigEndian) { Bytes($0) }
  }

  // MARK: File and body (SPEC.md 2 and 3)

  static let magic = i32(0x4960_672D)
  static let noProperties: Bytes = [0xAC, 0xED, 0x00, 0x05, 0x70]

  /// Everything up to the first operator; the file promises as many as `operators`.
  static func head(_ version: Int, operators: Int = 1) -> Bytes {
    magic + i32(version) + i64(1) + i32(0) + i32(operators)
  }

  /// An operator up to its first subtask; the file promises as many as `subtasks`.
  static func operatorState(_ version: Int, parallelism: Int = 4, maxParallelism: Int = 128, subtasks: Int = 1) -> Bytes
  {
    (version >= 5 ? utf("") + utf("") : []) + i64(1) + i64(2) + i32(parallelism) + i32(maxParallelism)
      + (version == 2 ? i32(1) : i8(0)) + i32(subtasks)
  }

  /// A subtask up to its managed keyed state.
  static func subtask(_ version: Int, index: Int = 0) -> Bytes {
    i32(index) + (version == 2 ? i64(-1) + i32(0) : []) + i32(0) + i32(0)
  }

  /// What follows the managed keyed state of the only subtask of the only operator.
  static func rest(_ version: Int) -> Bytes {
    i8(0) + (version >= 3 ? i32(0) + i32(0) : []) + (version >= 7 ? i8(0) : [])
      + (version >= 4 ? noProperties : [])
  }

  /// Everything up to the managed keyed state of the only subtask.
  static func beforeKeyedState(_ version: Int = 6) -> Bytes {
    head(version) + operatorState(version) + subtask(version)
  }

  /// A whole file with this managed keyed state.
  static func file(_ version: Int = 6, keyedState: Bytes) -> Bytes {
    beforeKeyedState(version) + keyedState + rest(version)
  }

  // MARK: Handles (SPEC.md 5 and 7)

  static let inline = i8(1) + utf("h") + bytes([0x61])
  static let file = i8(2) + i64(5) + utf("file:/a")

  /// Key groups 0 to 0 up to the stream that they lie in.
  static let keyGroups = i8(3) + i32(0) + i32(1) + i64(0)

  /// Incremental state up to the first shared file; the file promises as many as `shared`.
  static func incremental(shared: Int) -> Bytes {
    i8(11) + i64(1) + utf("backend") + i32(0) + i32(4) + i64(-1) + file + i32(shared)
  }

  /// A changelog backend's handle up to the first materialized handle; `materialized` are promised.
  static func changelog(materialized: Int) -> Bytes {
    i8(14) + i32(0) + i32(4) + i64(0) + i32(materialized)
  }

  /// What follows the materialized handles.
  static let endOfChangelog = i32(0) + i64(1) + i64(1) + utf("id")
}
