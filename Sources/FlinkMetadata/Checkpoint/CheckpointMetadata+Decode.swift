extension CheckpointMetadata {
  /// Decodes a metadata file. The bytes are kept as long as any value that was decoded from them.
  ///
  /// - Parameters:
  ///   - bytes: the whole file, not compressed.
  ///   - dialect: the layout of version 3, or nil to find it out, which costs a pass or two more for version 3.
  /// - Throws: ``FlinkMetadataError`` where Flink's reader would reject the file; SPEC.md 13 lists the differences.
  ///   Trailing bytes are not an error: see ``init(_:dialect:summary:)``.
  ///
  /// Linear in the size of the file.
  public init(_ bytes: [UInt8], dialect: Dialect? = nil) throws(FlinkMetadataError) {
    var summary: MetadataSummary?
    try self.init(bytes, dialect: dialect, summary: &summary)
  }

  /// Decodes a metadata file and tells how far the body went: what ``init(_:dialect:)`` does, with
  /// ``MetadataSummary/trailingByteCount``.
  public init(_ bytes: [UInt8], dialect: Dialect? = nil, summary: inout MetadataSummary?)
    throws(FlinkMetadataError)
  {
    var builder = MetadataBuilder(storage: ByteStorage(bytes))
    summary = try walkMetadata(unsafe bytes.span.bytes, dialect: dialect, visitor: &builder)
    self = builder.metadata
  }
}

/// Builds values of the events of a walk over the bytes of its storage.
///
/// A handle that has been read waits in `stream`, `keyed` or `operatorHandle` until the walk leaves the field that it
/// belongs to, and is put there. Handles that contain handles wait half-made in a stack of their kind.
struct MetadataBuilder: MetadataVisitor {
  let storage: ByteStorage
  var metadata = CheckpointMetadata(version: .version2, checkpointId: 0)

  var operatorState: OperatorState?
  var subtask: OperatorSubtaskState?
  var task: TaskState?
  var taskSubtask: TaskSubtaskState?

  var stream: StreamStateHandle?
  var keyed: KeyedStateHandle?
  var operatorHandle: OperatorStreamStateHandle?

  // The delegate of half-made handles is the last thing that is read of them; until then they have none.
  var keyGroups: [(tag: HandleTag, range: KeyGroupRange, offsets: Offsets)] = []
  var stateMetaInfos: [StateMetaInfo] = []
  var fileMerging: FileMergingDirectories?
  var incremental: IncrementalRemoteKeyedStateHandle?
  var localPath = ModifiedUTF8String.empty
  var changelogs: [ChangelogStateBackendHandle] = []
  var inMemoryChangelog: InMemoryChangelogStateHandle?
  var changelogStream: ChangelogStateHandleStream?
  var streamOffset: Int64 = 0
  var channel: (subtaskIndex: Int32?, info: ChannelInfo, offsets: Offsets, size: Int64)?
  var merged: MergedChannelStateHandle?
  var channelHandle: ChannelStateHandle?

  /// What the next bytes or offsets belong to.
  var run = Run.none
  enum Run {
    case none, masterState, byteStream, stateChange, channelOffsets
    case keyGroupOffsets, stateOffsets, singleChannelOffsets
  }

  init(storage: ByteStorage) { self.storage = storage }

  func string(_ span: ModifiedUTF8Span) -> ModifiedUTF8String {
    ModifiedUTF8String(storage: storage, start: Int(span.offset), count: span.bytes.byteCount)
  }

  func string(_ span: ModifiedUTF8Span?) -> ModifiedUTF8String? {
    guard let span else { return nil }
    return string(span)
  }

  /// How much of a promised count to make room for: at most a sixty-fourth of the bytes that are there, so that a
  /// false count costs no more memory than the file, and a real one of large handles is met exactly.
  func reservation(_ count: Int) -> Int { min(count, storage.bytes.count / 64) }

  mutating func trailingBytes(_ bytes: RawSpan) {
    // They are the last bytes of the storage.
    let start = storage.bytes.count - bytes.byteCount
    metadata.trailingBytes = SharedBytes(storage: storage, start: start, count: bytes.byteCount)
  }

  // MARK: Bytes and offsets

  mutating func bytes(_ bytes: RawSpan, offset: Int64) {
    let shared = SharedBytes(storage: storage, start: Int(offset), count: bytes.byteCount)
    switch run {
    case .masterState: metadata.masterStates[metadata.masterStates.count - 1].bytes = shared
    case .byteStream:
      guard case .byteStream(var handle) = stream else { return }
      handle.data = shared
      stream = .byteStream(handle)
    case .stateChange:
      if let count = inMemoryChangelog?.changes.count { inMemoryChangelog?.changes[count - 1].change = shared }
    case .channelOffsets: merged?.serializedChannelOffsets = shared
    default: break
    }
    run = .none
  }

  mutating func offsets(_ offsets: OffsetsSpan) {
    let shared = Offsets(
      bytes: SharedBytes(storage: storage, start: Int(offsets.offset), count: offsets.bytes.byteCount))
    switch run {
    case .keyGroupOffsets: keyGroups[keyGroups.count - 1].offsets = shared
    case .stateOffsets: stateMetaInfos[stateMetaInfos.count - 1].offsets = shared
    case .singleChannelOffsets: channel?.offsets = shared
    default: break
    }
    run = .none
  }

  // MARK: Stream state handles

  mutating func nullHandle() {
    stream = nil
    keyed = nil
    operatorHandle = nil
  }

  mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int) {
    stream = .byteStream(ByteStreamStateHandle(handleName: string(handleName), data: SharedBytes()))
    run = .byteStream
  }

  mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) {
    stream = .file(FileStateHandle(filePath: string(filePath), stateSize: stateSize))
  }

  mutating func relativeFileStateHandle(relativePath: ModifiedUTF8Span, stateSize: Int64) {
    stream = .relativeFile(RelativeFileStateHandle(relativePath: string(relativePath), stateSize: stateSize))
  }

  mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) {
    stream = .segment(
      SegmentFileStateHandle(
        filePath: string(filePath), startPos: startPos, stateSize: stateSize, scope: scope,
        logicalFileId: string(logicalFileId)))
  }

  mutating func emptySegmentFileStateHandle() { stream = .emptySegment }
}
