import FlinkMetadata

/// Writes all that a metadata file holds as one JSON document, with Flink's names, while the file is being read.
///
/// Memory stays constant, with one exception: the offsets of merged channels are collected (up to
/// ``largestChannelOffsets`` bytes a handle) so that they can be decoded.
///
/// The document is described by `Schemas/metadata-dump.schema.json`.
public struct JSONDescription: MetadataVisitor {
  /// Serialized channel offsets of more bytes are described by size and checksum only.
  public static let largestChannelOffsets = 16 * 1024 * 1024

  var writer: JSONWriter
  let inlineData: Bool
  var version = FormatVersion.version2

  /// Bytes that are being read, and what to write behind them.
  var inline = InlineBytes()
  /// Offsets that have not come yet.
  var remainingOffsets = 0
  /// Whether the part that was entered last is a list of at most one element, which a null handle leaves empty.
  var isListOfOne = false
  /// The lists of at most one element that this subtask has had.
  var written: Set<MetadataPath.Field> = []
  /// Serialized channel offsets as far as they have come; nil where none are being read or they are too many.
  var channelOffsets: [UInt8]?
  var channelKind = ChannelStateKind.inputChannel
  /// Whether the end of the bytes that are being read also ends the handle that holds them.
  var closesHandle = false
  var operatorStateType: StaticString = "OperatorStreamStateHandle"
  var isFullyFinished = false

  /// Writes to `sink`; with `inlineData` also the bytes that stand in the file, in base64.
  public init(_ sink: any ByteSink, inlineData: Bool = false) {
    writer = JSONWriter(sink)
    self.inlineData = inlineData
  }

  /// Ends the document. Call it when the walk has returned its summary.
  public mutating func finish(_ summary: MetadataSummary) throws(FlinkMetadataError) {
    writer.key("byteCount")
    writer.integer(summary.byteCount)
    writer.key("trailingByteCount")
    writer.integer(summary.trailingByteCount)
    writer.endObject()
    writer.endDocument()
    try writer.text.flush()
  }

  // MARK: The checkpoint

  /// Begins the document.
  public mutating func beginMetadata(version: FormatVersion, dialect: Dialect) {
    self.version = version
    writer.beginObject()
    writer.key("version")
    writer.integer(version.rawValue)
    writer.key("dialect")
    writer.plain(dialect.rawValue)
  }

  /// Writes the id.
  public mutating func checkpointId(_ checkpointId: Int64) {
    writer.key("checkpointId")
    writer.integer(checkpointId)
  }

  /// Writes the kind of checkpoint.
  public mutating func checkpointProperties(_ properties: CheckpointProperties) {
    writer.key("checkpointProperties")
    writer.checkpointProperties(properties)
  }

  /// Begins a master state.
  public mutating func masterState(name: ModifiedUTF8Span, version: Int32, byteCount: Int) throws(FlinkMetadataError) {
    writer.key("version")
    writer.integer(version)
    writer.key("name")
    writer.string(name)
    try beginBytes("bytes", count: byteCount)
  }

  // MARK: Parts

  /// Begins an array.
  public mutating func beginList(_ field: MetadataPath.Field, count: Int) {
    writer.key(field.rawValue)
    writer.beginArray()
  }

  /// Ends an array.
  public mutating func endList(_ field: MetadataPath.Field) { writer.endArray() }

  /// Begins an element, or a field.
  public mutating func enter(_ field: MetadataPath.Field, index: Int?) {
    isListOfOne = false
    switch field {
    case .masterStates, .operatorStates, .taskStates, .subtaskStates, .stateNameToPartitionOffsets, .sharedState,
      .privateState, .changes, .streamStateHandles:
      writer.beginObject()
    case .managedOperatorState, .rawOperatorState, .managedKeyedState, .rawKeyedState:
      guard index == nil else { break }
      writer.key(field.rawValue)
      guard version > .version1 else { break }
      writer.beginArray()
      written.insert(field)
      isListOfOne = true
    case .coordinatorState, .delegateStateHandle, .stateHandle, .metaStateHandle, .handle, .delegate:
      writer.key(field.rawValue)
    case .legacyOperatorState, .inputChannelState, .resultSubpartitionState, .materialized, .nonMaterialized,
      .serializedChannelOffsets, .checkpointProperties:
      break
    }
  }

  /// Ends an element, or a field.
  public mutating func leave(_ field: MetadataPath.Field, index: Int?) throws(FlinkMetadataError) {
    switch field {
    case .masterStates, .operatorStates, .taskStates, .subtaskStates, .stateNameToPartitionOffsets, .sharedState,
      .privateState, .changes, .streamStateHandles:
      writer.endObject()
    case .managedOperatorState, .rawOperatorState, .managedKeyedState, .rawKeyedState:
      if index == nil && version > .version1 { writer.endArray() }
    case .coordinatorState, .delegateStateHandle, .stateHandle, .metaStateHandle, .handle, .delegate,
      .legacyOperatorState, .inputChannelState, .resultSubpartitionState, .materialized, .nonMaterialized,
      .serializedChannelOffsets, .checkpointProperties:
      break
    }
    try writer.text.flushIfFull()
  }

  // MARK: Operators, tasks and their subtasks

  /// Begins an operator.
  public mutating func beginOperatorState(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID,
    parallelism: Int32, maxParallelism: Int32, chainLength: Int32?
  ) {
    writer.key("operatorID")
    writer.plain(operatorID.description)
    if version >= .version5 {
      writer.key("operatorName")
      writer.stringOrNull(operatorName)
      writer.key("operatorUid")
      writer.stringOrNull(operatorUid)
    }
    writer.key("parallelism")
    writer.integer(parallelism)
    writer.key("maxParallelism")
    writer.integer(maxParallelism)
    if let chainLength {
      writer.key("chainLength")
      writer.integer(chainLength)
    }
    isFullyFinished = false
  }

  /// Remembers that the operator has no subtask states.
  public mutating func fullyFinished() {
    isFullyFinished = true
    writer.key("subtaskStates")
    writer.beginArray()
    writer.endArray()
  }

  /// Ends an operator.
  public mutating func endOperatorState() {
    writer.key("fullyFinished")
    writer.bool(isFullyFinished)
  }

  /// Begins a task.
  public mutating func beginTaskState(
    jobVertexID: OperatorID, parallelism: Int32, maxParallelism: Int32, chainLength: Int32
  ) {
    writer.key("jobVertexID")
    writer.plain(jobVertexID.description)
    writer.key("parallelism")
    writer.integer(parallelism)
    writer.key("maxParallelism")
    writer.integer(maxParallelism)
    writer.key("chainLength")
    writer.integer(chainLength)
  }

  /// Begins a subtask.
  public mutating func beginSubtaskState(index: Int32, isFinished: Bool, duration: Int64?) {
    written = []
    writer.key("index")
    writer.integer(index)
    if version > .version1 {
      writer.key("finished")
      writer.bool(isFinished)
    }
    if let duration {
      writer.key("duration")
      writer.integer(duration)
    }
    // A finished subtask has no state to speak of.
    if isFinished { written = Set(Self.listsOfOne) }
  }

  private static let listsOfOne: [MetadataPath.Field] = [
    .managedOperatorState, .rawOperatorState, .managedKeyedState, .rawKeyedState,
  ]

  /// Writes where a regional checkpoint took the state from.
  public mutating func refCheckpointId(_ checkpointId: Int64) {
    writer.key("refCheckpointId")
    writer.integer(checkpointId)
  }

  /// Ends a subtask.
  public mutating func endSubtaskState() {
    guard version > .version1 else { return }
    for field in Self.listsOfOne where !written.contains(field) {
      writer.key(field.rawValue)
      writer.beginArray()
      writer.endArray()
    }
  }

  // MARK: Bytes and offsets

  mutating func beginBytes(_ name: StaticString, count: Int, closesHandle: Bool = false) throws(FlinkMetadataError) {
    self.closesHandle = closesHandle
    writer.key(name)
    writer.beginObject()
    writer.key("size")
    writer.integer(count)
    if inlineData {
      writer.key("base64")
      writer.text.append(UInt8(ascii: "\""))
    }
    inline.begin(count: count)
    if count == 0 { try endBytes() }
  }

  /// Takes bytes of the file.
  public mutating func bytes(_ bytes: RawSpan, offset: Int64) throws(FlinkMetadataError) {
    bytes.withUnsafeBytes { channelOffsets?.append(contentsOf: $0) }
    try inline.take(bytes, base64: &writer, isWanted: inlineData)
    if inline.remaining == 0 { try endBytes() }
  }

  private mutating func endBytes() throws(FlinkMetadataError) {
    if inlineData { writer.endQuoted() }
    writer.key("crc32")
    writer.plain(inline.crc32Text)
    writer.endObject()
    if let channelOffsets { writeUnmerged(channelOffsets) }
    channelOffsets = nil
    if closesHandle { writer.endObject() }
    closesHandle = false
    try writer.text.flushIfFull()
  }

  mutating func beginOffsets(count: Int) {
    writer.key("offsets")
    writer.beginArray()
    remainingOffsets = count
    if count == 0 { writer.endArray() }
  }

  /// Takes offsets.
  public mutating func offsets(_ offsets: OffsetsSpan) throws(FlinkMetadataError) {
    for index in 0..<offsets.count {
      writer.integer(offsets[index])
      try writer.text.flushIfFull()
    }
    remainingOffsets -= offsets.count
    if remainingOffsets == 0 { writer.endArray() }
  }
}
