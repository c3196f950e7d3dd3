// SPDX-License-Identifier: Apache-2.0

/// Turns the events of a walk, one for each record of the format, into events for records and fields.
///
/// This is the only type that reports the fields of all records; the ``MetadataFieldVisitor`` decides what to write of
/// them. It has no cost of its own, because it is compiled into the walk together with the visitor.
public struct MetadataFieldEvents<Visitor: MetadataFieldVisitor & ~Copyable>: ~Copyable {
  /// The consumer.
  public var visitor: Visitor

  @usableFromInline var version = FormatVersion.version2
  /// The bytes that are being read.
  @usableFromInline var bytesField = BytesField.bytes
  @usableFromInline var remainingBytes = 0
  /// Offsets that have not come yet.
  @usableFromInline var remainingOffsets = 0
  /// The type of the operator state that is being read.
  @usableFromInline var operatorStateType = RecordType.operatorStreamStateHandle
  /// The type of the key groups that are being read, and how deep they are nested. Only the outermost can be a
  /// savepoint's.
  @usableFromInline var keyGroupsType = RecordType.keyGroupsStateHandle
  @usableFromInline var keyGroupsDepth = 0
  /// The type of the channel state that is being read.
  @usableFromInline var channelStateType = RecordType.inputChannelStateHandle

  /// Reports to a field visitor.
  @inlinable public init(_ visitor: consuming Visitor) { self.visitor = visitor }

  // MARK: Optional fields

  // Fields that the version or the tag has no place for are not reported.

  @inlinable @inline(__always)
  mutating func optional(_ name: StaticString, _ value: Int64?) throws(FlinkMetadataError) {
    if let value { try visitor.field(name, value) }
  }

  @inlinable @inline(__always)
  mutating func optional(_ name: StaticString, _ value: ModifiedUTF8Span?) throws(FlinkMetadataError) {
    if let value { try visitor.field(name, value) }
  }

  // Fields that the version has a place for, and that are null in Flink, are reported.

  @inlinable @inline(__always)
  mutating func nullable(_ name: StaticString, _ value: ModifiedUTF8Span?) throws(FlinkMetadataError) {
    if let value { try visitor.field(name, value) } else { try visitor.nullField(name) }
  }

  @inlinable @inline(__always)
  mutating func field(_ name: StaticString, _ value: Int32) throws(FlinkMetadataError) {
    try visitor.field(name, Int64(value))
  }

  @inlinable @inline(__always)
  mutating func beginHandle(_ type: RecordType, _ tag: HandleTag?) throws(FlinkMetadataError) {
    try visitor.beginRecord(type, tag: tag, name: nil)
  }

  // MARK: Bytes and offsets

  @inlinable
  mutating func beginBytes(_ field: BytesField, _ count: Int) throws(FlinkMetadataError) {
    bytesField = field
    remainingBytes = count
    try visitor.beginBytes(field, count: count)
    if count == 0 { try endBytes() }
  }

  @inlinable
  mutating func endBytes() throws(FlinkMetadataError) {
    try visitor.endBytes(bytesField)
    if bytesField == .data { try visitor.endRecord(.byteStreamStateHandle) }
  }

  @inlinable
  mutating func beginOffsets(_ count: Int) throws(FlinkMetadataError) {
    remainingOffsets = count
    try visitor.beginOffsets(count: count)
    if count == 0 { try visitor.endOffsets() }
  }

}

extension MetadataFieldEvents: MetadataVisitor where Visitor: ~Copyable {
  // MARK: Selection

  /// Asks the visitor.
  @inlinable
  public mutating func visits(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID
  ) -> Bool {
    visitor.visits(operatorName: operatorName, operatorUid: operatorUid, operatorID: operatorID)
  }

  /// Asks the visitor.
  @inlinable
  public mutating func visits(masterStateName: ModifiedUTF8Span) -> Bool {
    visitor.visits(masterStateName: masterStateName)
  }

  // MARK: Parts

  /// Enters the part. If its record always has the same type, begins the record too.
  @inlinable @inline(__always)
  public mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64?) throws(FlinkMetadataError) {
    try visitor.enter(field, index: index, offset: offset)
    if let type = field.elementType { try visitor.beginRecord(type, tag: nil, name: nil) }
  }

  /// Leaves the part. If its record always has the same type, ends the record first.
  @inlinable @inline(__always)
  public mutating func leave(_ field: MetadataPath.Field, index: Int?) throws(FlinkMetadataError) {
    if let type = field.elementType { try visitor.endRecord(type) }
    try visitor.leave(field, index: index)
  }

  /// Passes the absence on.
  @inlinable
  public mutating func absent(_ field: MetadataPath.Field) throws(FlinkMetadataError) { try visitor.absent(field) }

  /// Begins the list.
  @inlinable
  public mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64?) throws(FlinkMetadataError) {
    try visitor.beginList(field, count: count, offset: offset)
  }

  /// Ends the list.
  @inlinable
  public mutating func endList(_ field: MetadataPath.Field) throws(FlinkMetadataError) { try visitor.endList(field) }

  /// Reports null.
  @inlinable public mutating func nullHandle() throws(FlinkMetadataError) { try visitor.null() }

  // MARK: Bytes and offsets

  /// Passes the bytes on.
  @inlinable
  public mutating func bytes(_ bytes: RawSpan, offset: Int64?) throws(FlinkMetadataError) {
    try visitor.bytes(bytes, offset: offset)
    remainingBytes -= bytes.byteCount
    if remainingBytes == 0 { try endBytes() }
  }

  /// Passes the offsets on.
  @inlinable
  public mutating func offsets(_ offsets: OffsetsSpan) throws(FlinkMetadataError) {
    try visitor.offsets(offsets)
    remainingOffsets -= offsets.count
    if remainingOffsets == 0 { try visitor.endOffsets() }
  }
}
