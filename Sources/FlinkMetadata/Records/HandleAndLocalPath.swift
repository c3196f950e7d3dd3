// SPDX-License-Identifier: Apache-2.0

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
    // A scanner that consumes paths looks at each path itself.
    if Scanner.consumesPaths { return try anyHandleAndLocalPath(&visitor) }
    guard let (localPath, fields, filePath) = reader.fileInWindow() else {
      return try rareHandleAndLocalPath(&visitor)
    }
    unsafe reader.consume(upTo: fields.start)
    // One test for both texts.
    let areASCII =
      unsafe Scanner.trustsText || isASCII(union: unionOfBytes(localPath.bytes) | unionOfBytes(filePath.bytes))
    if !areASCII { try check(localPath) }
    try visitor.localPath(span(localPath))
    reader.places.enterPrepared()
    try visitor.enter(.handle, index: nil, offset: reader.offset)
    unsafe reader.consume(upTo: filePath.start + filePath.count)
    try fileStateHandle(fields, filePath, isASCII: areASCII, &visitor)
    try leave(.handle, &visitor)
  }

  /// Not inlined, because it would take registers from the frequent case.
  @inlinable @inline(never)
  mutating func rareHandleAndLocalPath<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    try anyHandleAndLocalPath(&visitor)
  }

  /// A file whose handle can be of any kind, and need not be in the window as a whole.
  @inlinable @inline(__always)
  mutating func anyHandleAndLocalPath<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
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
  /// The loop is written out, because the general one copies each element, and that counts references.
  mutating func handlesAndLocalPaths(
    _ field: MetadataPath.Field, _ files: [HandleAndLocalPath], _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    try beginList(field, count: files.count, &visitor)
    for index in files.indices {
      try enter(field, index: index, &visitor)
      if let file = files[index].fileInPlace {
        try handleAndLocalPath(file, &visitor)
      } else {
        let file = files[index]
        try visitor.localPath(file.localPath.span)
        try streamStateHandle(.handle, file.handle, &visitor)
      }
      try visitor.leave(field, index: index)
    }
    try endList(field, &visitor)
  }

  /// Safe although the spans of the texts have no lifetime: the caller's array keeps the texts alive meanwhile.
  @inline(__always)
  private mutating func handleAndLocalPath(_ file: HandleAndLocalPath.FileInPlace, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let localPath = unsafe ModifiedUTF8Span(bytes: file.localPath.bytes, fileOffset: -1)
    try visitor.localPath(localPath)
    try part(.handle, &visitor) { walk, visitor throws(FlinkMetadataError) in
      if unsafe file.filePath.isEmpty { throw walk.error(.emptyPath) }
      try walk.requireFileSize(file.stateSize)
      let filePath = unsafe ModifiedUTF8Span(bytes: file.filePath.bytes, fileOffset: -1)
      try visitor.fileStateHandle(filePath: filePath, stateSize: file.stateSize)
    }
  }
}

extension HandleAndLocalPath {
  /// What a pair with a `FileStateHandle` holds. The texts live as long as the pair.
  @safe
  fileprivate struct FileInPlace {
    let localPath: UnsafeRawBufferPointer
    let filePath: UnsafeRawBufferPointer
    let stateSize: Int64
  }

  /// Nil if the handle is of another kind.
  @inline(__always)
  fileprivate var fileInPlace: FileInPlace? {
    guard case .file(let file) = handle else { return nil }
    return unsafe FileInPlace(
      localPath: localPath.unsafeBytes, filePath: file.filePath.unsafeBytes, stateSize: file.stateSize)
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
    if let file = file.take() {
      files.append(HandleAndLocalPath(localPath: string(localPath), handle: .file(value(file))))
    } else if let handle = stream.take() {
      files.append(HandleAndLocalPath(localPath: string(localPath), handle: handle))
    }
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

  /// Reads the pair; see ``MetadataViews/next()->Element?``.
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
