/// Writes a metadata file of the events of a walk: over another file, or over values (``CheckpointMetadata/encode()``).
///
/// The mirror of the grammar: the methods of each section of SPEC.md are in the file `…+Encode.swift` of that section. An
/// encoder writes what it is told in the canonical form (SPEC.md 12.3) and checks nothing but lengths; what may be told
/// is checked by whoever tells it.
///
/// ```swift
/// var encoder = MetadataEncoder(sink)
/// try walkMetadata(bytes, visitor: &encoder)
/// try encoder.finish()
/// ```
public struct MetadataEncoder: MetadataVisitor {
  var writer: ByteWriter
  var version = FormatVersion.version2

  /// How many of the two operator states of the subtask have been written, or their absence.
  var operatorStatesWritten = 0
  var hasRefCheckpointId = false
  var isFinishedSubtask = false
  var hasProperties = false
  /// Operator states of version 1 stand in lists and have no presence field.
  var hasPresenceFields: Bool { version > .version1 }

  /// Writes to a sink. Call ``finish()`` at the end.
  public init(_ sink: any ByteSink) { writer = ByteWriter(sink) }

  /// Keeps what it writes.
  init() { writer = ByteWriter() }

  /// Passes on what has not been passed on yet.
  public mutating func finish() throws(FlinkMetadataError) { try writer.flush() }

  // MARK: 2. File header

  /// Writes the header.
  public mutating func beginMetadata(version: FormatVersion, dialect: Dialect) {
    self.version = version
    hasProperties = false
    writer.int32(Int32(bitPattern: MetadataWalk.magic))
    writer.int32(version.rawValue)
  }

  /// Writes absent properties.
  public mutating func endMetadata() throws(FlinkMetadataError) {
    if version >= .version4 && !hasProperties { absentCheckpointProperties() }
  }

  /// Writes what follows the body.
  public mutating func trailingBytes(_ bytes: RawSpan) throws(FlinkMetadataError) { try writer.run(bytes) }

  // MARK: 3. Body

  /// Writes the id.
  public mutating func checkpointId(_ checkpointId: Int64) { writer.int64(checkpointId) }

  /// Writes the number of elements.
  public mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64) throws(FlinkMetadataError) {
    try writer.count(count)
  }

  /// Writes the presence of operator state.
  public mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64) {
    guard hasPresenceFields else { return }
    switch field {
    case .managedOperatorState:
      writer.int32(1)
      operatorStatesWritten = 1
    case .rawOperatorState:
      absentOperatorStates(before: 1)
      writer.int32(1)
      operatorStatesWritten = 2
    case .managedKeyedState:
      absentOperatorStates(before: 2)
    default: break
    }
  }

  private mutating func absentOperatorStates(before count: Int) {
    while operatorStatesWritten < count {
      writer.int32(0)
      operatorStatesWritten += 1
    }
  }

  // MARK: 4. Handle tags

  /// Writes the tag of null.
  public mutating func nullHandle() { writer.uint8(HandleTag.null.rawValue) }

  /// Writes bytes as they are.
  public mutating func bytes(_ bytes: RawSpan, offset: Int64) throws(FlinkMetadataError) { try writer.run(bytes) }

  /// Writes offsets as they are.
  public mutating func offsets(_ offsets: OffsetsSpan) throws(FlinkMetadataError) { try writer.run(offsets.bytes) }

  mutating func tag(_ tag: HandleTag) { writer.uint8(tag.rawValue) }
}
