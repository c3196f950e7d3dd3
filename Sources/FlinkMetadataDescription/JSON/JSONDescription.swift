import FlinkMetadata

/// Writes all that a metadata file holds as one JSON document, with Flink's names, while the file is being read.
///
/// Memory stays constant, with one exception: the offsets of merged channels are collected (up to
/// ``largestChannelOffsets`` bytes a handle) so that they can be decoded.
///
/// The document is described by `Schemas/metadata-dump.schema.json`. A description can be used for one file after the
/// other; each becomes a line.
public struct JSONDescription: MetadataVisitor, ~Copyable {
  /// Serialized channel offsets of more bytes are described by size and checksum only.
  public static let largestChannelOffsets = 16 * 1024 * 1024

  var writer: JSONWriter
  var version = FormatVersion.version2

  /// Bytes that are being read.
  var inline: InlineBytes
  /// What to write behind the bytes that are being read.
  var inlineEnd = InlineEnd.nothing
  enum InlineEnd { case nothing, handle, channelOffsets }

  /// Offsets that have not come yet.
  var remainingOffsets = 0
  /// Whether the part that was entered last is a list of at most one element, which a null handle leaves empty.
  var isListOfOne = false
  /// The lists of at most one element that this subtask has had.
  var written: ListsOfOne = []
  /// Serialized channel offsets as far as they have come; nil where none are being read or they are too many.
  var channelOffsets: [UInt8]?
  var channelKind = ChannelStateKind.inputChannel
  var operatorStateType: StaticString = "OperatorStreamStateHandle"
  var isFullyFinished = false
  var hasProperties = false

  /// Writes to `sink`; with `inlineData` also the bytes that stand in the file, in base64.
  public init(_ sink: any ByteSink, inlineData: Bool = false) {
    writer = JSONWriter(sink)
    inline = InlineBytes(base64: inlineData)
  }

  /// Ends the document. Call it when the walk has returned its summary.
  public mutating func finish(_ summary: MetadataSummary) throws(FlinkMetadataError) {
    // A walk over a pipe knows the dialect only now.
    writer.member("dialect", plain: summary.dialect.rawValue)
    writer.member("byteCount", summary.byteCount)
    writer.member("trailingByteCount", summary.trailingByteCount)
    writer.endObject()
    writer.endDocument()
    try writer.text.flush()
    writer.text.removeAll()
  }

  /// Gives up the document after an error. What was written already gets a line feed; if that was nothing yet, because
  /// the document is short so far, nothing will be.
  public mutating func abandon() throws(FlinkMetadataError) {
    channelOffsets = nil
    try writer.abandonDocument()
  }

  // MARK: The checkpoint

  /// Begins the document.
  public mutating func beginMetadata(version: FormatVersion, dialect: Dialect) {
    self.version = version
    hasProperties = false
    writer.beginObject()
    writer.member("version", version.rawValue)
  }

  /// Writes the id.
  public mutating func checkpointId(_ checkpointId: Int64) { writer.member("checkpointId", checkpointId) }

  /// Writes the kind of checkpoint.
  public mutating func checkpointProperties(_ properties: CheckpointProperties) {
    hasProperties = true
    writer.key("checkpointProperties")
    writer.checkpointProperties(properties)
  }

  /// Writes that the kind of checkpoint is not known, if nothing was said of it.
  public mutating func endMetadata() {
    guard !hasProperties && version > .version1 else { return }
    writer.key("checkpointProperties")
    writer.null()
  }

  /// Begins a master state.
  public mutating func masterState(name: ModifiedUTF8Span, version: Int32, byteCount: Int) throws(FlinkMetadataError) {
    writer.member("version", version)
    writer.member("name", name)
    try beginBytes("bytes", count: byteCount)
  }

  // MARK: Parts

  /// Begins an array.
  public mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64) {
    writer.key(field.name)
    writer.beginArray()
  }

  /// Ends an array.
  public mutating func endList(_ field: MetadataPath.Field) { writer.endArray() }

  /// Begins an element, or a field.
  public mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64) {
    isListOfOne = false
    switch field {
    case .masterStates, .operatorStates, .taskStates, .subtaskStates, .stateNameToPartitionOffsets, .sharedState,
      .privateState, .changes, .streamStateHandles:
      writer.beginObject()
    case .managedOperatorState, .rawOperatorState, .managedKeyedState, .rawKeyedState:
      guard index == nil else { break }
      writer.key(field.name)
      guard version > .version1 else { break }
      writer.beginArray()
      written.insert(ListsOfOne(field))
      isListOfOne = true
    case .coordinatorState, .delegateStateHandle, .stateHandle, .metaStateHandle, .handle, .delegate:
      writer.key(field.name)
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

  // MARK: Bytes and offsets

  mutating func beginBytes(_ name: StaticString, count: Int, then end: InlineEnd = .nothing)
    throws(FlinkMetadataError)
  {
    inlineEnd = end
    writer.key(name)
    inline.begin(count: count, &writer)
    if count == 0 { try endBytes() }
  }

  /// Takes bytes of the file.
  public mutating func bytes(_ bytes: RawSpan, offset: Int64) throws(FlinkMetadataError) {
    if channelOffsets != nil { bytes.withUnsafeBytes { channelOffsets?.append(contentsOf: $0) } }
    try inline.take(bytes, &writer)
    if inline.remaining == 0 { try endBytes() }
  }

  private mutating func endBytes() throws(FlinkMetadataError) {
    switch inlineEnd {
    case .nothing: break
    case .handle: writer.endObject()
    case .channelOffsets: writeUnmerged()
    }
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
