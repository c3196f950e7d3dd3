// SPDX-License-Identifier: Apache-2.0

// SPEC.md 5, "Stream state handles"
//
//   tag 0   (nothing)
//   tag 1   ByteStreamStateHandle      tag 2   FileStateHandle      tag 3   KeyGroupsStateHandle
//   tag 6   RelativeFileStateHandle    tag 15  SegmentFileStateHandle
//   tag 16  (nothing), EmptySegmentFileStateHandle

/// Where a piece of state is (Flink: `StreamStateHandle` and its implementations). Flink's null is Swift's nil.
///
/// Later releases of this library add cases: a `switch` over a handle needs `@unknown default`.
@nonexhaustive
public enum StreamStateHandle: Sendable, Hashable {
  /// In the metadata file itself (tag 1).
  case byteStream(ByteStreamStateHandle)
  /// In a file (tag 2).
  case file(FileStateHandle)
  /// In a file of the checkpoint's own directory (tag 6).
  case relativeFile(RelativeFileStateHandle)
  /// In a part of a file (tag 15).
  case segment(SegmentFileStateHandle)
  /// Nowhere: a part of a file that holds nothing (tag 16, `EmptySegmentFileStateHandle`).
  case emptySegment
  /// In another handle, with an offset for each key group (tag 3).
  indirect case keyGroups(KeyGroupsStateHandle)

  /// The size of the state in bytes (Flink: `getStateSize`); -1 where a file's size is not known.
  public var stateSize: Int64 {
    switch self {
    case .byteStream(let handle): Int64(handle.data.count)
    case .file(let handle): handle.stateSize
    case .relativeFile(let handle): handle.stateSize
    case .segment(let handle): handle.stateSize
    case .emptySegment: 0
    case .keyGroups(let handle): handle.stateHandle.stateSize
    }
  }

  /// The tag with which the handle is written.
  public var tag: HandleTag {
    switch self {
    case .byteStream: .byteStream
    case .file: .file
    case .relativeFile: .relativeFile
    case .segment: .fileSegment
    case .emptySegment: .emptyFileSegment
    case .keyGroups: .keyGroups
    }
  }

  /// The path of the file that holds the state; nil if no file does, or if the file is that of another handle inside.
  /// Setting it changes handles that have one, and must not be nil there.
  ///
  /// For inlined state this is nil: its name looks like a path, but Flink opens nothing there.
  public var location: ModifiedUTF8String? {
    get {
      switch self {
      case .file(let handle): handle.filePath
      case .relativeFile(let handle): handle.relativePath
      case .segment(let handle): handle.filePath
      case .byteStream, .emptySegment, .keyGroups: nil
      }
    }
    set {
      guard let newValue else { return }
      switch self {
      case .file(var handle):
        handle.filePath = newValue
        self = .file(handle)
      case .relativeFile(var handle):
        handle.relativePath = newValue
        self = .relativeFile(handle)
      case .segment(var handle):
        handle.filePath = newValue
        self = .segment(handle)
      case .byteStream, .emptySegment, .keyGroups: break
      }
    }
  }
}

// MARK: Walking

extension MetadataWalk {
  /// A stream state handle that is a field of another handle. Returns its tag.
  @inlinable @inline(__always) @discardableResult
  mutating func streamStateHandle<Visitor: MetadataVisitor & ~Copyable>(
    _ field: MetadataPath.Field, isOptional: Bool, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) -> HandleTag {
    try enter(field, &visitor)
    let tag = try streamStateHandle(isOptional: isOptional, &visitor)
    try leave(field, &visitor)
    return tag
  }

  /// A stream state handle; null only where that is allowed. Returns its tag.
  @inlinable @inline(__always) @discardableResult
  mutating func streamStateHandle<Visitor: MetadataVisitor & ~Copyable>(
    isOptional: Bool, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) -> HandleTag {
    // By far the most frequent one in large files.
    if reader.begins(with: HandleTag.file.rawValue, ofAtLeast: FileStateHandle.pathDistance) {
      try fileStateHandle(&visitor)
      return .file
    }
    return try rareStreamStateHandle(isOptional: isOptional, &visitor)
  }

  @inlinable @inline(never)
  mutating func rareStreamStateHandle<Visitor: MetadataVisitor & ~Copyable>(
    isOptional: Bool, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) -> HandleTag {
    // These two begin with their tag, so that a visitor can replace them as a whole.
    let tag = try reader.peekUInt8()
    if tag == HandleTag.file.rawValue {
      try fileStateHandle(&visitor)
      return .file
    }
    if tag == HandleTag.relativeFile.rawValue && version > .version1 {
      try relativeFileStateHandle(&visitor)
      return .relativeFile
    }
    return try otherStreamStateHandle(try reader.uint8(), isOptional: isOptional, &visitor)
  }

  @inlinable
  mutating func otherStreamStateHandle<Visitor: MetadataVisitor & ~Copyable>(
    _ tagValue: UInt8, isOptional: Bool, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) -> HandleTag {
    guard let tag = HandleTag(rawValue: tagValue), tag <= dialect.lastTag else {
      throw reader.errorBefore(1, .unexpectedTag(tagValue, expected: .streamStateHandle))
    }
    // Key groups as a stream came with tag 7.
    note(tag == .keyGroups ? .savepointKeyGroups : tag)
    switch (tag, version) {
    case (.null, _) where isOptional:
      try visitor.nullHandle()
    case (.byteStream, _):
      try byteStreamStateHandle(&visitor)
    case (.fileSegment, .version2...):
      try segmentFileStateHandle(&visitor)
    case (.emptyFileSegment, .version2...):
      try visitor.emptySegmentFileStateHandle()
    case (.keyGroups, .version2...) where dialect != .flink1_11:
      try nest(tagDistance: 1)
      try keyGroupsStateHandle(.keyGroups, &visitor)
      unnest()
    default:
      throw reader.errorBefore(1, .unexpectedTag(tagValue, expected: .streamStateHandle))
    }
    return tag
  }
}

// MARK: Walking values

extension ValueWalk where Visitor: ~Copyable {
  mutating func streamStateHandle(
    _ field: MetadataPath.Field, _ handle: StreamStateHandle?, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    try part(field, &visitor) { walk, visitor throws(FlinkMetadataError) in
      try walk.streamStateHandle(handle, &visitor)
    }
  }

  mutating func streamStateHandle(_ handle: StreamStateHandle?, _ visitor: inout Visitor) throws(FlinkMetadataError) {
    switch handle {
    case nil: try visitor.nullHandle()
    case .byteStream(let handle): try byteStream(handle, &visitor)
    case .file(let handle): try file(handle, &visitor)
    case .relativeFile(let handle): try relativeFile(handle, &visitor)
    case .segment(let handle): try segment(handle, &visitor)
    case .emptySegment:
      try requireTag(.emptyFileSegment)
      try visitor.emptySegmentFileStateHandle()
    case .keyGroups(let handle):
      try requireTag(.keyGroups)
      try require(dialect != .flink1_11, .tagInDialect)
      try require(handle.stateHandleId == nil, .savepointWithId)
      try nested { walk throws(FlinkMetadataError) in try walk.keyGroups(handle, .keyGroups, &visitor) }
    }
  }
}

// MARK: Fields

extension MetadataFieldEvents where Visitor: ~Copyable {
  /// Reports an empty part.
  @inlinable
  public mutating func emptySegmentFileStateHandle() throws(FlinkMetadataError) {
    try beginHandle(.emptySegmentFileStateHandle, .emptyFileSegment)
    try visitor.endRecord(.emptySegmentFileStateHandle)
  }
}

// MARK: Encoding

extension MetadataEncoder {
  /// Writes the tag of null.
  public mutating func nullHandle() { tag(.null) }

  /// Writes an empty part.
  public mutating func emptySegmentFileStateHandle() { tag(.emptyFileSegment) }
}

// MARK: Building

extension MetadataBuilder {
  mutating func nullHandle() {
    stream = nil
    file = nil
    keyed = nil
  }

  mutating func emptySegmentFileStateHandle() { stream = .emptySegment }

  /// The stream state handle that was read last; nil for null.
  mutating func takeStream() -> StreamStateHandle? {
    guard let file = file.take() else { return stream.take() }
    return .file(value(file))
  }
}

// MARK: View

/// Where a piece of state is (Flink: `StreamStateHandle` and its implementations), in place.
///
/// Later releases of this library add cases: a `switch` over a view needs `@unknown default`.
@nonexhaustive
public enum StreamStateHandleView: HandleView, ~Escapable {
  /// In the metadata file itself (tag 1).
  case byteStream(ByteStreamStateHandleView)
  /// In a file (tag 2).
  case file(FileStateHandleView)
  /// In a file of the checkpoint's own directory (tag 6).
  case relativeFile(RelativeFileStateHandleView)
  /// In a part of a file (tag 15).
  case segment(SegmentFileStateHandleView)
  /// Nowhere: a part of a file that holds nothing (tag 16).
  case emptySegment
  /// In another handle, with an offset for each key group (tag 3).
  case keyGroups(KeyGroupsStateHandleView)

  /// Reads the handle; see ``MetadataViews/next()->Element?``.
  @_lifetime(copy source)
  public init?(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    if let handle = FileStateHandleView(source.file, at: &offset) {
      self = .file(handle)
      return
    }
    var outline = StreamOutline(offset: offset)
    offset = try source.file.walk(TrustingScanner(), at: offset, &outline) { walk, visitor throws(FlinkMetadataError) in
      try walk.streamStateHandle(isOptional: true, &visitor)
    }
    self.init(source.file, outline)
  }

  /// The handle that an outline has seen; nil for null.
  @_lifetime(copy file)
  init?(_ file: ViewedFile, _ outline: StreamOutline) {
    switch outline.handle {
    case .null: return nil
    case .file(let path, let stateSize):
      self = .file(FileStateHandleView(filePath: file.string(path), stateSize: stateSize))
    case .relativeFile(let path, let stateSize):
      self = .relativeFile(RelativeFileStateHandleView(relativePath: file.string(path), stateSize: stateSize))
    case .byteStream(let name):
      self = .byteStream(ByteStreamStateHandleView(handleName: file.string(name), data: file.bytes(outline.data)))
    case .segment(let segment):
      self = .segment(SegmentFileStateHandleView(file, segment))
    case .emptySegment:
      self = .emptySegment
    case .keyGroups(let range):
      self = .keyGroups(KeyGroupsStateHandleView(file, at: outline.offset, tag: .keyGroups, keyGroupRange: range))
    }
  }

  /// The handle at an offset where Flink has no null.
  @_lifetime(copy file)
  static func required(_ file: ViewedFile, at offset: Int) throws(FlinkMetadataError) -> StreamStateHandleView {
    var offset = offset
    return try required(file, at: &offset)
  }

  /// The same; moves the offset to the end of the handle.
  @inlinable @inline(__always) @_lifetime(copy file)
  static func required(_ file: ViewedFile, at offset: inout Int) throws(FlinkMetadataError) -> StreamStateHandleView {
    if let handle = FileStateHandleView(file, at: &offset) { return .file(handle) }
    return try rareRequired(file, at: &offset)
  }

  @usableFromInline @inline(never) @_lifetime(copy file)
  static func rareRequired(_ file: ViewedFile, at offset: inout Int) throws(FlinkMetadataError)
    -> StreamStateHandleView
  {
    let start = offset
    guard let handle = try StreamStateHandleView(MetadataViewSource(file), at: &offset) else {
      throw file.unexpectedNull(.streamStateHandle, at: start)
    }
    return handle
  }

  /// The size of the state in bytes (Flink: `getStateSize`); -1 where a file's size is not known. For key groups
  /// (tag 3) this reads their stream, and throws only if the bytes have changed since.
  public var stateSize: Int64 {
    get throws(FlinkMetadataError) {
      switch self {
      case .byteStream(let handle): Int64(handle.data.byteCount)
      case .file(let handle): handle.stateSize
      case .relativeFile(let handle): handle.stateSize
      case .segment(let handle): handle.stateSize
      case .emptySegment: 0
      case .keyGroups(let handle): try handle.stateHandle.stateSize
      }
    }
  }
}

/// What a view keeps of a stream state handle. The methods for each kind of handle are in the file of its record.
struct StreamOutline: RecordOutline {
  enum Handle {
    case null
    case byteStream(StoredString)
    case file(StoredString, stateSize: Int64)
    case relativeFile(StoredString, stateSize: Int64)
    case segment(SegmentOutline)
    case emptySegment
    case keyGroups(KeyGroupRange)
  }

  var depth = 0
  /// Where the handle begins.
  let offset: Int
  var handle = Handle.null
  /// The bytes of inlined state.
  var data = StoredList()

  init(offset: Int) { self.offset = offset }

  mutating func emptySegmentFileStateHandle() { if depth == 0 { handle = .emptySegment } }

  mutating func bytes(_ bytes: RawSpan, offset: Int64?) { if depth == 0 { data = StoredList(bytes, at: offset) } }

  mutating func beginKeyGroupsStateHandle(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    if depth == 0 { handle = .keyGroups(keyGroupRange) }
  }
}
