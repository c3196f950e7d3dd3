// SPDX-License-Identifier: Apache-2.0

/// The consumer of a walk in terms of records and named fields, without knowing the records: for formats that write
/// down everything, such as JSON, logs and digests.
///
/// A ``MetadataVisitor`` has a method for each record of the format; this protocol has one for each *kind of value*. So
/// a field or a record of a later version of the format needs no change of the consumer. Wrap a field visitor into
/// ``MetadataFieldEvents`` to walk:
///
/// ```swift
/// import FlinkMetadata
///
/// /// Passes all records and fields of a file to a visitor, and returns it.
/// func fields<Visitor: MetadataFieldVisitor>(
///   of file: MetadataFile, _ visitor: Visitor
/// ) throws(FlinkMetadataError) -> Visitor {
///   var events = MetadataFieldEvents(visitor)
///   try file.walk(&events)
///   return events.visitor
/// }
/// ```
///
/// Names are Flink's names of fields. Events come in file order, so fields that come after a nested record in the file
/// come after that record.
public protocol MetadataFieldVisitor: ~Copyable {
  /// As ``MetadataVisitor/visits(operatorName:operatorUid:operatorID:)``. The default is true.
  mutating func visits(operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID) -> Bool
  /// As ``MetadataVisitor/visits(masterStateName:)``. The default is true.
  mutating func visits(masterStateName: ModifiedUTF8Span) -> Bool

  /// The header has been read; see ``MetadataVisitor/beginMetadata(version:dialect:)``. The default does nothing.
  mutating func beginMetadata(version: FormatVersion, dialect: Dialect) throws(FlinkMetadataError)

  // MARK: Parts

  /// Enters a part; see ``MetadataVisitor/enter(_:index:offset:)``. A record, bytes or null follows.
  mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64?) throws(FlinkMetadataError)
  /// Leaves the part that was entered last.
  mutating func leave(_ field: MetadataPath.Field, index: Int?) throws(FlinkMetadataError)
  /// A part that the file says is absent.
  mutating func absent(_ field: MetadataPath.Field) throws(FlinkMetadataError)
  /// Begins a list of parts. `count` is the number of elements that the file declares, which has not been checked yet.
  mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64?) throws(FlinkMetadataError)
  /// Ends a list of parts.
  mutating func endList(_ field: MetadataPath.Field) throws(FlinkMetadataError)
  /// A part that is null.
  mutating func null() throws(FlinkMetadataError)

  // MARK: Records

  /// Begins a record. It is the content of the part that was entered last, or, if `name` is given, of the field with
  /// that name, which is not a part.
  mutating func beginRecord(_ type: RecordType, tag: HandleTag?, name: StaticString?) throws(FlinkMetadataError)
  /// Ends a record. The type can be more exact than at its beginning: see ``RecordType/isRefinedAtEnd``.
  mutating func endRecord(_ type: RecordType) throws(FlinkMetadataError)

  // MARK: Fields

  /// A number.
  mutating func field(_ name: StaticString, _ value: Int64) throws(FlinkMetadataError)
  /// A truth value.
  mutating func field(_ name: StaticString, _ value: Bool) throws(FlinkMetadataError)
  /// A string of the file.
  mutating func field(_ name: StaticString, _ value: ModifiedUTF8Span) throws(FlinkMetadataError)
  /// A name of Flink's, such as that of an enum constant: ASCII that needs no escapes.
  mutating func field(_ name: StaticString, constant value: StaticString) throws(FlinkMetadataError)
  /// An operator's id.
  mutating func field(_ name: StaticString, _ value: OperatorID) throws(FlinkMetadataError)
  /// A field that is null in Flink.
  mutating func nullField(_ name: StaticString) throws(FlinkMetadataError)

  // MARK: Bytes and offsets

  /// Begins a field that has bytes of the file; they follow with ``bytes(_:offset:)``, then ``endBytes(_:)``.
  mutating func beginBytes(_ field: BytesField, count: Int) throws(FlinkMetadataError)
  /// The next bytes of the field; called as often as needed.
  mutating func bytes(_ bytes: RawSpan, offset: Int64?) throws(FlinkMetadataError)
  /// Ends a field that has bytes.
  mutating func endBytes(_ field: BytesField) throws(FlinkMetadataError)
  /// Begins the field `offsets`; the numbers follow with ``offsets(_:)``, then ``endOffsets()``.
  mutating func beginOffsets(count: Int) throws(FlinkMetadataError)
  /// The next offsets; called as often as needed.
  mutating func offsets(_ offsets: OffsetsSpan) throws(FlinkMetadataError)
  /// Ends the field `offsets`.
  mutating func endOffsets() throws(FlinkMetadataError)

  /// Bytes after the body. The default does nothing.
  mutating func trailingBytes(_ bytes: RawSpan) throws(FlinkMetadataError)
}

extension MetadataFieldVisitor where Self: ~Copyable {
  /// Returns true.
  @inlinable
  public mutating func visits(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID
  ) -> Bool { true }
  /// Returns true.
  @inlinable public mutating func visits(masterStateName: ModifiedUTF8Span) -> Bool { true }
  /// Does nothing.
  @inlinable public mutating func beginMetadata(version: FormatVersion, dialect: Dialect) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func trailingBytes(_ bytes: RawSpan) throws(FlinkMetadataError) {}
}

/// A field that has bytes of the file.
@nonexhaustive
public enum BytesField: Sendable, Hashable, CaseIterable {
  /// The bytes of a master state.
  case bytes
  /// The bytes of inlined state.
  case data
  /// The bytes of a state change.
  case change
  /// The offsets of merged channel state, in serialized form.
  case serializedChannelOffsets

  /// Flink's name of the field.
  @inlinable public var name: StaticString {
    switch self {
    case .bytes: "bytes"
    case .data: "data"
    case .change: "change"
    case .serializedChannelOffsets: "serializedChannelOffsets"
    }
  }
}
