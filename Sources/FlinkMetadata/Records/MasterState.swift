// SPDX-License-Identifier: Apache-2.0

// SPEC.md 3.2, "Master states"
//
//   i32 magic 0xC96B1696, i32 length (> 0), then exactly that many bytes:
//   i32 version, utf name, i32 byteCount, bytes

/// State of a hook of the job manager (Flink: `MasterState`).
public struct MasterState: Sendable, Hashable {
  /// The version of the hook's own serializer.
  public var version: Int32
  /// The hook's name.
  public var name: ModifiedUTF8String
  /// The state.
  public var bytes: SharedBytes

  /// Makes a state.
  public init(version: Int32, name: ModifiedUTF8String, bytes: SharedBytes) {
    self.version = version
    self.name = name
    self.bytes = bytes
  }

  /// The first four bytes of every master state.
  static let magic: UInt32 = 0xC96B_1696

  /// The length that the file declares for a state.
  @usableFromInline
  static func length(nameByteCount: Int, byteCount: Int) -> Int { 4 + 2 + nameByteCount + 4 + byteCount }
}

// MARK: Walking

extension MetadataWalk {
  @inlinable
  mutating func masterStates<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    var list = try beginList(.masterStates, count: try reader.count(), &visitor)
    while try nextUnannounced(&list, &visitor) {
      let index = list.next &- 1
      let offset = reader.offset
      let head = try masterStateHead()
      if visitor.visits(masterStateName: span(head.name)) {
        try visitor.enter(.masterStates, index: index, offset: offset)
        try visitor.masterState(name: span(head.name), version: head.version, byteCount: head.byteCount)
        try bytes(head.byteCount, &visitor)
        try visitor.leave(.masterStates, index: index)
      } else {
        try skip(head.byteCount)
      }
    }
  }

  /// A state that is not an element of a list.
  @inlinable
  mutating func masterState<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let head = try masterStateHead()
    try visitor.masterState(name: span(head.name), version: head.version, byteCount: head.byteCount)
    try bytes(head.byteCount, &visitor)
  }

  /// What comes before the state's bytes.
  @usableFromInline
  mutating func masterStateHead() throws(FlinkMetadataError)
    -> (name: UncheckedString, version: Int32, byteCount: Int)
  {
    let fields = try reader.fields(4 + 4)
    let magic = UInt32(bitPattern: fields.int32(at: 0))
    if magic != MasterState.magic { throw reader.errorBefore(8, .masterStateMagic(found: magic)) }
    let length = fields.int32(at: 4)
    let version = try reader.int32()
    let name = try utf(followedBy: 4)
    let byteCount = try reader.count()
    if Int(length) != MasterState.length(nameByteCount: name.count, byteCount: byteCount) {
      throw reader.errorBefore(4 + 4 + 2 + name.count + 4, .masterStateLength(declared: length))
    }
    return (name, version, byteCount)
  }
}

// MARK: Walking values

extension ValueWalk where Visitor: ~Copyable {
  mutating func masterStates(_ states: [MasterState], _ visitor: inout Visitor) throws(FlinkMetadataError) {
    try list(
      .masterStates, states, &visitor, visits: { state, visitor in visitor.visits(masterStateName: state.name.span) }
    ) { walk, state, visitor throws(FlinkMetadataError) in
      try visitor.masterState(name: state.name.span, version: state.version, byteCount: state.bytes.count)
      try walk.bytes(state.bytes, &visitor)
    }
  }
}

// MARK: Fields

extension MetadataFieldEvents where Visitor: ~Copyable {
  /// Reports the fields of a master state.
  @inlinable
  public mutating func masterState(name: ModifiedUTF8Span, version: Int32, byteCount: Int) throws(FlinkMetadataError) {
    try field("version", version)
    try visitor.field("name", name)
    try beginBytes(.bytes, byteCount)
  }
}

// MARK: Encoding

extension MetadataEncoder {
  /// Writes a master state; its bytes follow.
  public mutating func masterState(name: ModifiedUTF8Span, version: Int32, byteCount: Int) throws(FlinkMetadataError) {
    writer.int32(Int32(bitPattern: MasterState.magic))
    try writer.count(MasterState.length(nameByteCount: name.bytes.byteCount, byteCount: byteCount))
    writer.int32(version)
    try writer.utf(name)
    try writer.count(byteCount)
  }
}

// MARK: Building

extension MetadataBuilder {
  mutating func masterState(name: ModifiedUTF8Span, version: Int32, byteCount: Int) {
    metadata.masterStates.append(MasterState(version: version, name: string(name), bytes: SharedBytes()))
    run = .masterState
  }
}

// MARK: View

/// State of a hook of the job manager (Flink: `MasterState`), in place.
public struct MasterStateView: MetadataView, ~Escapable {
  /// The hook's name.
  public let name: ModifiedUTF8Span
  /// The version of the hook's own serializer.
  public let version: Int32
  /// The state.
  public let bytes: RawSpan

  /// Reads the state; see ``MetadataViews/next()->Element?``.
  @_lifetime(copy source)
  public init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    var outline = MasterStateOutline()
    offset = try source.file.walk(CheckingScanner(), at: offset, &outline) { walk, visitor throws(FlinkMetadataError) in
      try walk.masterState(&visitor)
    }
    name = source.file.string(outline.name)
    version = outline.version
    bytes = source.file.bytes(outline.bytes)
  }
}

private struct MasterStateOutline: MetadataVisitor {
  var name = StoredString()
  var version: Int32 = 0
  var bytes = StoredList()

  mutating func masterState(name: ModifiedUTF8Span, version: Int32, byteCount: Int) {
    self.name = StoredString(name)
    self.version = version
  }

  mutating func bytes(_ bytes: RawSpan, offset: Int64?) { self.bytes = StoredList(bytes, at: offset) }
}
