/// Where a piece of state lies (Flink: `StreamStateHandle` and its implementations), in place.
public struct StreamStateHandleView: MetadataView, ~Escapable {
  private let file: MetadataFile
  private let offset: Int
  private let pathRange: StoredString
  /// The size in bytes (tags 1, 2, 6 and 15; -1 where a file's is not known), else 0.
  public let stateSize: Int64
  /// The kind of handle: null, byteStream, file, relativeFile, fileSegment, emptyFileSegment or keyGroups.
  public let tag: HandleTag

  /// Reads the handle; see ``MetadataViews/next()``.
  @_lifetime(copy source)
  public init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    var outline = StreamOutline(offset: offset)
    offset = try source.file.walk(at: offset, &outline) { walk, visitor throws(FlinkMetadataError) in
      try walk.streamStateHandle(isOptional: true, &visitor)
    }
    self.init(source.file, outline)
  }

  @_lifetime(copy file)
  init(_ file: MetadataFile, _ outline: StreamOutline) {
    self.file = file
    offset = outline.offset
    pathRange = outline.path
    stateSize = outline.stateSize
    tag = outline.tag
  }

  /// The file's path (tags 2, 6 and 15) or the handle's name (tag 1).
  public var path: ModifiedUTF8Span? {
    @_lifetime(copy self) get {
      switch tag {
      case .byteStream, .file, .relativeFile, .fileSegment: file.string(pathRange)
      default: nil
      }
    }
  }

  // MARK: What some kinds have; each costs one more look at the handle

  /// Where in its file a segment begins (tag 15), else 0.
  public var startPos: Int64 { details.startPos }
  /// Who may use a segment (tag 15).
  public var scope: CheckpointedStateScope? { tag == .fileSegment ? details.scope : nil }
  /// A segment's id (tag 15).
  public var logicalFileId: ModifiedUTF8Span? {
    @_lifetime(copy self) get {
      guard tag == .fileSegment else { return nil }
      return file.string(details.logicalFileId)
    }
  }
  /// The state itself (tag 1), else no bytes.
  public var data: RawSpan {
    @_lifetime(copy self) get { file.bytes(details.data) }
  }
  /// The key groups (tag 3).
  public var keyGroupRange: KeyGroupRange? { tag == .keyGroups ? details.range : nil }
  /// For each key group where in its stream it begins (tag 3), else none.
  public var offsets: OffsetsSpan {
    @_lifetime(copy self) get { file.offsets(details.offsets) }
  }
  /// The stream that key groups lie in (tag 3): at most one.
  public var stateHandle: MetadataViews<StreamStateHandleView> {
    @_lifetime(copy self) get { MetadataViews(file, details.stateHandle) }
  }

  private var details: StreamDetails {
    var details = StreamDetails()
    // The handle was read when the view was made; nothing new can be wrong with it.
    _ = try? file.walk(at: offset, &details) { walk, visitor throws(FlinkMetadataError) in
      try walk.streamStateHandle(isOptional: true, &visitor)
    }
    return details
  }
}

/// A file of incremental state and its local name (Flink: `IncrementalKeyedStateHandle.HandleAndLocalPath`), in place.
public struct HandleAndLocalPathView: MetadataView, ~Escapable {
  /// The name in the backend's working directory.
  public let localPath: ModifiedUTF8Span
  /// The file.
  public let handle: StreamStateHandleView

  /// Reads the pair; see ``MetadataViews/next()``.
  @_lifetime(copy source)
  public init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    var outline = StreamOutline()
    offset = try source.file.walk(at: offset, &outline) { walk, visitor throws(FlinkMetadataError) in
      walk.reader.places.prepare(.handle)
      try walk.handleAndLocalPath(&visitor)
    }
    localPath = source.file.string(outline.localPath)
    handle = StreamStateHandleView(source.file, outline)
  }
}

/// A file of changes (an element of Flink's `ChangelogStateHandleStreamImpl.getHandlesAndOffsets`), in place.
public struct StreamStateHandleAndOffsetView: MetadataView, ~Escapable {
  /// Where in the file the changes begin, in bytes.
  public let offset: Int64
  /// The file; its tag is null where Flink has null.
  public let handle: StreamStateHandleView

  /// Reads the pair; see ``MetadataViews/next()``.
  @_lifetime(copy source)
  public init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    var outline = StreamOutline()
    offset = try source.file.walk(at: offset, &outline) { walk, visitor throws(FlinkMetadataError) in
      try walk.streamHandleAndOffset(&visitor)
    }
    self.offset = outline.streamOffset
    handle = StreamStateHandleView(source.file, outline)
  }
}
