/// State of input channels (Flink: `InputChannelStateHandle`, `MergedInputChannelStateHandle`), in place.
public struct InputChannelStateHandleView: MetadataView, ~Escapable {
  /// What both sides of a channel have.
  public let handle: ChannelStateHandleView

  /// Reads the handle; see ``MetadataViews/next()``.
  @_lifetime(copy source)
  public init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    handle = try ChannelStateHandleView(source, at: &offset, .inputChannel)
  }
}

/// State of result subpartitions (Flink: `ResultSubpartitionStateHandle`, `MergedResultSubpartitionStateHandle`), in
/// place.
public struct ResultSubpartitionStateHandleView: MetadataView, ~Escapable {
  /// What both sides of a channel have.
  public let handle: ChannelStateHandleView

  /// Reads the handle; see ``MetadataViews/next()``.
  @_lifetime(copy source)
  public init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    handle = try ChannelStateHandleView(source, at: &offset, .resultSubpartition)
  }
}

/// State of one channel, or merged state of several (Flink: `AbstractChannelStateHandle`,
/// `AbstractMergedChannelStateHandle`), in place.
public struct ChannelStateHandleView: ~Escapable, Copyable {
  private let file: MetadataFile
  private let outline: Outline

  @_lifetime(copy source)
  init(_ source: MetadataViewSource, at offset: inout Int, _ kind: ChannelStateKind) throws(FlinkMetadataError) {
    file = source.file
    var outline = Outline()
    offset = try file.walk(at: offset, &outline) { walk, visitor throws(FlinkMetadataError) in
      try walk.channelStateHandle(kind, &visitor)
    }
    self.outline = outline
  }

  /// The subtask that wrote the state; nil in the dialect of Flink 1.11.
  public var subtaskIndex: Int32? { outline.channelSubtaskIndex }
  /// The channel; nil for merged state.
  public var info: ChannelInfo? { outline.channelInfo }
  /// The size of the state in bytes.
  public var size: Int64 { outline.size ?? 0 }
  /// Where in the stream each buffer begins; empty for merged state.
  public var offsets: OffsetsSpan {
    @_lifetime(copy self) get { file.offsets(outline.offsets) }
  }
  /// The stream: at most one.
  public var delegate: MetadataViews<StreamStateHandleView> {
    @_lifetime(copy self) get { MetadataViews(file, outline[.delegate]) }
  }
  /// The channels of merged state with sizes and offsets, in serialized form; empty for the state of one channel.
  public var serializedChannelOffsets: RawSpan {
    @_lifetime(copy self) get { file.bytes(outline.data) }
  }
}
