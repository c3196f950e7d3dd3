/// Where a piece of state lies (Flink: `StreamStateHandle` and its implementations), in place.
public struct StreamStateHandleView: MetadataView, ~Escapable {
  private let file: MetadataFile
  private let outline: StreamOutline

  /// Reads the handle; see ``MetadataViews/next()``.
  @_lifetime(copy source)
  public init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    file = source.file
    var outline = StreamOutline()
    offset = try file.walk(at: offset, &outline) { walk, visitor throws(FlinkMetadataError) in
      try walk.streamStateHandle(isOptional: true, &visitor)
    }
    self.outline = outline
  }

  @_lifetime(copy file)
  init(_ file: MetadataFile, _ outline: StreamOutline) {
    self.file = file
    self.outline = outline
  }

  /// The kind of handle: null, byteStream, file, relativeFile, fileSegment, emptyFileSegment or keyGroups.
  public var tag: HandleTag { outline.tag }
  /// The file's path (tags 2, 6 and 15) or the handle's name (tag 1).
  public var path: ModifiedUTF8Span? {
    @_lifetime(copy self) get { file.string(outline.path) }
  }
  /// The size in bytes (tags 1, 2, 6 and 15; -1 where a file's is not known), else 0.
  public var stateSize: Int64 { outline.stateSize }
  /// Where in its file a segment begins (tag 15), else 0.
  public var startPos: Int64 { outline.startPos }
  /// Who may use a segment (tag 15).
  public var scope: CheckpointedStateScope? { tag == .fileSegment ? outline.scope : nil }
  /// A segment's id (tag 15).
  public var logicalFileId: ModifiedUTF8Span? {
    @_lifetime(copy self) get { file.string(outline.logicalFileId) }
  }
  /// The state itself (tag 1), else no bytes.
  public var data: RawSpan {
    @_lifetime(copy self) get { file.bytes(outline.data) }
  }
  /// The key groups (tag 3).
  public var keyGroupRange: KeyGroupRange? { tag == .keyGroups ? outline.range : nil }
  /// For each key group where in its stream it begins (tag 3), else none.
  public var offsets: OffsetsSpan {
    @_lifetime(copy self) get { file.offsets(outline.offsets) }
  }
  /// The stream that key groups lie in (tag 3): at most one.
  public var stateHandle: MetadataViews<StreamStateHandleView> {
    @_lifetime(copy self) get { MetadataViews(file, outline.stateHandle) }
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
    var outline = StreamOutline(streamDepth: 1)
    offset = try source.file.walk(at: offset, &outline) { walk, visitor throws(FlinkMetadataError) in
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
    var outline = StreamOutline(streamDepth: 1)
    offset = try source.file.walk(at: offset, &outline) { walk, visitor throws(FlinkMetadataError) in
      try walk.streamHandleAndOffset(&visitor)
    }
    self.offset = outline.streamOffset
    handle = StreamStateHandleView(source.file, outline)
  }
}
