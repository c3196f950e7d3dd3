// SPEC.md 7.3, "IncrementalRemoteKeyedStateHandle (tags 5, 11)"
//
//   utf localPath, StreamStateHandle

/// A file and the name it has in the backend's working directory (Flink:
/// `IncrementalKeyedStateHandle.HandleAndLocalPath`).
public struct HandleAndLocalPath: Sendable, Hashable {
  /// The name in the working directory, such as `000017.sst`.
  public var localPath: ModifiedUTF8String
  /// The file.
  public var handle: StreamStateHandle

  /// Makes a pair.
  public init(localPath: ModifiedUTF8String, handle: StreamStateHandle) {
    self.localPath = localPath
    self.handle = handle
  }
}

// MARK: Walking

extension MetadataWalk {
  /// The files of incremental state: in large metadata nearly all of the bytes are here.
  @inlinable
  mutating func handlesAndLocalPaths<Visitor: MetadataVisitor & ~Copyable>(
    _ field: MetadataPath.Field, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    var list = try beginList(field, count: try reader.count(), &visitor)
    reader.places.prepare(.handle)
    while try next(&list, &visitor) {
      if Scanner.skipsFiles {
        let skipped = reader.skipFiles(list.remaining + 1)
        if skipped > 0 {
          list.next &+= skipped &- 1
          continue
        }
      }
      try handleAndLocalPath(&visitor)
    }
  }

  /// One file; its `handle` has been prepared as a place.
  @inlinable @inline(__always)
  mutating func handleAndLocalPath<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let localPath = try utf()
    try visitor.localPath(span(localPath))
    reader.places.enterPrepared()
    try visitor.enter(.handle, index: nil, offset: reader.offset)
    try streamStateHandle(isOptional: false, &visitor)
    try leave(.handle, &visitor)
  }
}

// MARK: Walking values

extension ValueWalk where Visitor: ~Copyable {
  mutating func handlesAndLocalPaths(
    _ field: MetadataPath.Field, _ files: [HandleAndLocalPath], _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    try list(field, files, &visitor) { walk, file, visitor throws(FlinkMetadataError) in
      try visitor.localPath(file.localPath.span)
      try walk.streamStateHandle(.handle, file.handle, &visitor)
    }
  }
}

// MARK: Fields

extension MetadataFieldEvents where Visitor: ~Copyable {
  /// Reports a local path.
  @inlinable
  public mutating func localPath(_ localPath: ModifiedUTF8Span) throws(FlinkMetadataError) {
    try visitor.field("localPath", localPath)
  }
}

// MARK: Encoding

extension MetadataEncoder {
  /// Writes a local path; the handle follows.
  public mutating func localPath(_ localPath: ModifiedUTF8Span) throws(FlinkMetadataError) {
    try writer.utf(localPath)
  }
}

// MARK: Building

extension MetadataBuilder {
  mutating func localPath(_ localPath: ModifiedUTF8Span) { self.localPath = StoredString(localPath) }

  /// Adds the file that has been read to the list.
  mutating func endHandleAndLocalPath() {
    guard let handle = takeStream() else { return }
    files.append(HandleAndLocalPath(localPath: string(localPath), handle: handle))
  }

  /// Stores the list in the field that it belongs to.
  mutating func endFiles(_ field: MetadataPath.Field) {
    if field == .sharedState { incremental?.sharedState = files } else { incremental?.privateState = files }
    files = []
  }
}

// MARK: View

/// A file of incremental state and its local name (Flink: `IncrementalKeyedStateHandle.HandleAndLocalPath`), in place.
public struct HandleAndLocalPathView: MetadataView, ~Escapable {
  /// The name in the backend's working directory.
  public let localPath: ModifiedUTF8Span
  /// The file.
  public let handle: StreamStateHandleView

  /// Reads the pair; see ``MetadataViews/next()``.
  @inlinable @inline(__always) @_lifetime(copy source)
  public init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    localPath = try source.file.utf(at: &offset)
    handle = try .required(source.file, at: &offset)
  }
}

extension MetadataViews where Element == HandleAndLocalPathView {
  /// The next file, or nil after the last; as for all lists. The compiler does not inline an element's initialiser into
  /// the generic method, and these are most of a large file.
  @inlinable @inline(__always) @_lifetime(copy self)
  public mutating func next() throws(FlinkMetadataError) -> HandleAndLocalPathView? {
    if remainingCount == 0 { return nil }
    let view = try HandleAndLocalPathView(MetadataViewSource(file), at: &offset)
    remainingCount &-= 1
    return view
  }
}
