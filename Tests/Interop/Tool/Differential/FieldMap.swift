// SPDX-License-Identifier: Apache-2.0

/// Where in a metadata file of versions 2 to 7 its fields and parts are, in the order of SPEC.md, so that a file can be
/// damaged on purpose.
///
/// Made without the reader under test. It checks nothing but that the file goes on; of files in a dialect there is none.
final class FieldMap {
  enum FieldKind: Hashable {
    case magic, version, masterStateMagic
    case int8, int32, int64
    /// The number of elements that follow.
    case count
    case tag, channelType
    /// A length, `u16`, and text.
    case text(TextKind)
    /// A length, `i32`, and bytes.
    case bytes
    /// Checkpoint properties, to the end of the file.
    case objectStream
  }

  enum TextKind: Hashable {
    case name, path, backendIdentifier
  }

  /// The parts that can stand in for each other.
  enum PartKind: Hashable {
    case masterState
    /// Laid out by the version.
    case operatorState(Int32), subtaskState(Int32)
    case stateMetaInfo, handleAndLocalPath, stateChange, handleAndOffset
    case streamHandle, operatorHandle, keyedHandle
    case channelHandle(Int32)
    case channelOffsets
    case properties
  }

  struct Field {
    var kind: FieldKind
    var name: String
    var range: Range<Int>
  }

  struct Part {
    var kind: PartKind
    var range: Range<Int>
    /// Where the number of elements is, if this is an element of a list.
    var count: Int?
  }

  private(set) var fields: [Field] = []
  private(set) var parts: [Part] = []
  private(set) var version: Int32 = 0

  private let bytes: [UInt8]
  private var position = 0

  private struct NotMapped: Error {}

  /// Nil if the bytes are no whole file.
  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    do {
      try file()
    } catch {
      return nil
    }
  }

  // MARK: Fields

  private func field(_ kind: FieldKind, _ name: String, byteCount: Int) throws -> Int {
    guard byteCount >= 0, byteCount <= bytes.count - position else { throw NotMapped() }
    let range = position..<position + byteCount
    position = range.upperBound
    fields.append(Field(kind: kind, name: name, range: range))
    return range.lowerBound
  }

  private func number<Number: FixedWidthInteger>(_ type: Number.Type, at offset: Int) -> Number {
    bytes[offset..<offset + Number.bitWidth / 8].reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
  }

  @discardableResult
  func int32(_ name: String, _ kind: FieldKind = .int32) throws -> Int32 {
    number(Int32.self, at: try field(kind, name, byteCount: 4))
  }

  @discardableResult
  func int8(_ name: String, _ kind: FieldKind = .int8) throws -> UInt8 {
    bytes[try field(kind, name, byteCount: 1)]
  }

  func int64(_ name: String) throws { _ = try field(.int64, name, byteCount: 8) }

  func text(_ name: String, _ kind: TextKind = .name) throws {
    guard bytes.count - position >= 2 else { throw NotMapped() }
    _ = try field(.text(kind), name, byteCount: 2 + Int(number(UInt16.self, at: position)))
  }

  func byteRun(_ name: String) throws {
    guard bytes.count - position >= 4 else { throw NotMapped() }
    _ = try field(.bytes, name, byteCount: 4 + Int(number(Int32.self, at: position)))
  }

  /// A count and as many offsets.
  func offsets() throws {
    for _ in 0..<max(0, try int32("offsets", .count)) { try int64("offset") }
  }

  // MARK: Parts

  func part(
    _ kind: PartKind, count: Int? = nil, _ read: (FieldMap) throws -> Void
  ) throws {
    let start = position
    try read(self)
    parts.append(Part(kind: kind, range: start..<position, count: count))
  }

  func list(_ name: String, of kind: PartKind, _ read: (FieldMap) throws -> Void) throws {
    let offset = position
    let count = try int32(name, .count)
    // Each element has a byte at least.
    guard Int(count) <= bytes.count - position else { throw NotMapped() }
    for _ in 0..<max(0, count) { try part(kind, count: offset, read) }
  }

  func unknown() -> any Error { NotMapped() }

  // MARK: The file (SPEC.md 2 and 3)

  private func file() throws {
    try int32("magic", .magic)
    version = try int32("version", .version)
    guard 2...7 ~= version else { throw NotMapped() }
    try int64("checkpointId")
    try list("masterStates", of: .masterState) { map in
      try map.int32("magic", .masterStateMagic)
      try map.int32("length")
      try map.int32("version")
      try map.text("name")
      try map.byteRun("payload")
    }
    let version = version
    try list("operatorStates", of: .operatorState(version)) { try $0.operatorState() }
    if version >= 4 {
      let rest = bytes.count - position
      try part(.properties) { _ = try $0.field(.objectStream, "checkpointProperties", byteCount: rest) }
    }
  }

  private func operatorState() throws {
    if version >= 5 {
      try text("operatorName")
      try text("operatorUid")
    }
    try int64("operatorID")
    try int64("operatorID")
    try int32("parallelism")
    try int32("maxParallelism")
    if version == 2 { try int32("chainLength") } else { try part(.streamHandle) { try $0.streamHandle() } }
    let version = version
    try list("subtaskStates", of: .subtaskState(version)) { try $0.subtaskState() }
  }

  private func subtaskState() throws {
    if try int32("subtaskIndex") < 0 && version >= 3 { return }
    if version == 2 {
      try int64("duration")
      try list("legacyOperatorState", of: .streamHandle) { try $0.streamHandle() }
    }
    for _ in 0..<2 where try int32("present") != 0 { try part(.operatorHandle) { try $0.operatorHandle() } }
    for _ in 0..<2 { try part(.keyedHandle) { try $0.keyedHandle() } }
    if version >= 3 {
      let layout: Int32 = version >= 6 ? 6 : 3
      for _ in 0..<2 { try list("channels", of: .channelHandle(layout)) { try $0.channelHandle() } }
    }
    if version >= 7, try int8("present") == 1 { try int64("refCheckpointId") }
  }
}
