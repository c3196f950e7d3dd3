// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Everything that a walk reports, a line an event, for comparing walks. Bytes and offsets count as one, however many
/// pieces they come in.
typealias Transcript = MetadataFieldEvents<TranscriptFields>

extension MetadataFieldEvents<TranscriptFields> {
  /// Makes an empty transcript; with `showsOffsets` it also says where in the file everything is.
  init(showsOffsets: Bool = true) { self.init(TranscriptFields(showsOffsets: showsOffsets)) }

  /// The lines.
  var events: [String] { visitor.events }
}

struct TranscriptFields: MetadataFieldVisitor {
  private(set) var events: [String] = []
  let showsOffsets: Bool
  private var bytes: [UInt8] = []
  private var offsets: [Int64] = []

  init(showsOffsets: Bool) { self.showsOffsets = showsOffsets }

  private mutating func note(_ event: String) { events.append(event) }

  private func place(_ offset: Int64?) -> String { showsOffsets ? " at \(offset ?? -1)" : "" }

  mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64?) {
    note("enter \(field) \(index ?? -1)\(place(offset))")
  }
  mutating func leave(_ field: MetadataPath.Field, index: Int?) { note("leave \(field) \(index ?? -1)") }
  mutating func absent(_ field: MetadataPath.Field) { note("absent \(field)") }
  mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64?) {
    note("list \(field) \(count)\(place(offset))")
  }
  mutating func endList(_ field: MetadataPath.Field) { note("end list \(field)") }
  mutating func null() { note("null") }

  mutating func beginRecord(_ type: RecordType, tag: HandleTag?, name: StaticString?) {
    note("record \(type) \(tag.map { "\($0)" } ?? "") \(name.map { "\($0)" } ?? "")")
  }
  mutating func endRecord(_ type: RecordType) { note("end \(type)") }

  mutating func field(_ name: StaticString, _ value: Int64) { note("\(name) = \(value)") }
  mutating func field(_ name: StaticString, _ value: Bool) { note("\(name) = \(value)") }
  mutating func field(_ name: StaticString, _ value: ModifiedUTF8Span) {
    note("\(name) = \(value.utf16)\(place(value.offset))")
  }
  mutating func field(_ name: StaticString, constant value: StaticString) { note("\(name) = \(value)") }
  mutating func field(_ name: StaticString, _ value: OperatorID) { note("\(name) = \(value)") }
  mutating func nullField(_ name: StaticString) { note("\(name) = null") }

  mutating func beginBytes(_ field: BytesField, count: Int) {
    note("\(field) of \(count) bytes")
    bytes = []
  }
  mutating func bytes(_ bytes: RawSpan, offset: Int64?) {
    if self.bytes.isEmpty { note("first byte\(place(offset))") }
    bytes.withUnsafeBytes { self.bytes.append(contentsOf: $0) }
  }
  mutating func endBytes(_ field: BytesField) { note("end \(field) \(bytes.count) \(bytes.hashValue)") }
  mutating func beginOffsets(count: Int) {
    note("\(count) offsets")
    offsets = []
  }
  mutating func offsets(_ offsets: OffsetsSpan) {
    for index in 0..<offsets.count { self.offsets.append(offsets[index]) }
  }
  mutating func endOffsets() { note("end offsets \(offsets.count) \(offsets.hashValue)") }

  mutating func trailingBytes(_ bytes: RawSpan) { note("\(bytes.byteCount) trailing bytes") }
}

/// A visitor that wants nothing but the walk's checks.
struct Nothing: MetadataVisitor {}
