// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Writes all that a metadata file holds as one JSON document, with Flink's names, while the file is being read: what
/// `metadata-dump --format json` prints.
///
/// ```swift
/// try JSONDescription(sink).write(source)
/// ```
///
/// A file in memory is walked over:
///
/// ```swift
/// var events = MetadataFieldEvents(JSONDescription(sink))
/// let summary = try file.walk(&events)
/// try events.visitor.finish(summary)
/// ```
///
/// Memory stays constant, with one exception: the offsets of merged channels are collected (up to
/// ``largestChannelOffsets`` bytes a handle) so that they can be decoded.
///
/// The document is described by `Schemas/metadata-dump.schema.json`. A description can be used for one file after the
/// other; each becomes a line.
public struct JSONDescription: ~Copyable {
  /// Serialized channel offsets of more bytes are described by size and checksum only.
  public static let largestChannelOffsets = 16 * 1024 * 1024

  private var writer: JSONWriter
  /// The operators that are described.
  public var operators: OperatorSelection

  private var version = FormatVersion.version2
  private var listed = ListedNames()
  private var inline: InlineBytes
  /// Whether the part that was entered last is a list of at most one element, which a null handle leaves empty.
  private var isListOfOne = false
  /// Serialized channel offsets as far as they have come; nil where none are being read or they are too many.
  private var channelOffsets: [UInt8]?
  private var channelKind = ChannelStateKind.inputChannel

  /// The name of the file, if it is written.
  private let file: String?

  /// Writes to `sink`; with `inlineData` also the bytes of inlined state, in base64, and with `file` a first member
  /// `file`, which tells the documents of several files apart.
  public init(
    _ sink: any ByteSink, operators: OperatorSelection = OperatorSelection(), inlineData: Bool = false,
    file: String? = nil
  ) {
    writer = JSONWriter(sink)
    self.file = file
    self.operators = operators
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

  /// Gives up the document after an error. If a part of it has been written, a line feed is added; if not, because the
  /// document is still short, nothing is written.
  public mutating func abandon() throws(FlinkMetadataError) {
    channelOffsets = nil
    try writer.abandonDocument()
  }

}

extension JSONDescription: SelectingFieldVisitor {
  // MARK: Parts

  /// Begins the document.
  public mutating func beginMetadata(version: FormatVersion, dialect: Dialect) { self.version = version }

  /// Begins an array.
  public mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64?) {
    writer.key(field.name)
    writer.beginArray()
  }

  /// Ends an array.
  public mutating func endList(_ field: MetadataPath.Field) { writer.endArray() }

  /// Writes the key of a single field.
  @inline(__always)
  public mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64?) {
    isListOfOne = false
    guard index == nil else { return }
    writer.key(field.name)
    guard field.isListOfOne(in: version) else { return }
    writer.beginArray()
    isListOfOne = true
  }

  /// Ends the array, if the field is written as one.
  @inline(__always)
  public mutating func leave(_ field: MetadataPath.Field, index: Int?) throws(FlinkMetadataError) {
    if index == nil && field.isListOfOne(in: version) { writer.endArray() }
    try writer.text.flushIfFull()
  }

  /// Writes an empty array.
  public mutating func absent(_ field: MetadataPath.Field) {
    writer.key(field.name)
    writer.emptyArray()
  }

  /// Writes null, or leaves a list of at most one element empty.
  public mutating func null() {
    if !isListOfOne { writer.null() }
  }

  // MARK: Records

  /// Begins an object, with the class and the tag of a handle.
  @inline(__always)
  public mutating func beginRecord(_ type: RecordType, tag: HandleTag?, name: StaticString?) {
    if let name { writer.key(name) }
    writer.beginObject()
    switch type {
    case .metadata:
      if let file { writer.member("file", text: file) }
      writer.member("version", version.rawValue)
    case .mergedInputChannelStateHandle: channelKind = .inputChannel
    case .mergedResultSubpartitionStateHandle: channelKind = .resultSubpartition
    default: break
    }
    if !type.isRefinedAtEnd, let className = type.className { writer.member("type", plain: className) }
    writer.memberIfPresent("tag", tag?.rawValue)
  }

  /// Ends an object.
  @inline(__always)
  public mutating func endRecord(_ type: RecordType) {
    // The document has more members.
    if type == .metadata { return }
    if type.isRefinedAtEnd, let className = type.className { writer.member("type", plain: className) }
    writer.endObject()
  }

  // MARK: Fields

  /// Writes a member.
  @inline(__always)
  public mutating func field(_ name: StaticString, _ value: Int64) { writer.member(name, value) }
  /// Writes a member.
  public mutating func field(_ name: StaticString, _ value: Bool) { writer.member(name, value) }
  /// Writes a member.
  @inline(__always)
  public mutating func field(_ name: StaticString, _ value: ModifiedUTF8Span) { writer.member(name, value) }
  /// Writes a member.
  public mutating func field(_ name: StaticString, constant value: StaticString) { writer.member(name, plain: value) }
  /// Writes a member.
  public mutating func field(_ name: StaticString, _ value: OperatorID) {
    writer.member(name, plain: value.description)
    listed.follow(value, of: operators.names, version, &writer)
  }
  /// Writes a member.
  public mutating func nullField(_ name: StaticString) {
    if let value = listed.value(of: name) { return writer.member(name, text: value) }
    writer.key(name)
    writer.null()
  }

  // MARK: Bytes and offsets

  /// Begins the description of bytes.
  public mutating func beginBytes(_ field: BytesField, count: Int) {
    if field == .serializedChannelOffsets { channelOffsets = count <= Self.largestChannelOffsets ? [] : nil }
    writer.key(field.name)
    inline.begin(count: count, &writer)
  }

  /// Takes bytes of the file.
  public mutating func bytes(_ bytes: RawSpan, offset: Int64?) throws(FlinkMetadataError) {
    if channelOffsets != nil { bytes.withUnsafeBytes { channelOffsets?.append(contentsOf: $0) } }
    try inline.take(bytes, &writer)
  }

  /// Ends the description of bytes; that of merged channels is followed by the channels.
  public mutating func endBytes(_ field: BytesField) throws(FlinkMetadataError) {
    if field == .serializedChannelOffsets { writeUnmerged() }
    try writer.text.flushIfFull()
  }

  /// Begins an array.
  public mutating func beginOffsets(count: Int) {
    writer.key("offsets")
    writer.beginArray()
  }

  /// Takes offsets.
  public mutating func offsets(_ offsets: OffsetsSpan) throws(FlinkMetadataError) {
    for index in 0..<offsets.count {
      writer.integer(offsets[index])
      try writer.text.flushIfFull()
    }
  }

  /// Ends an array.
  public mutating func endOffsets() { writer.endArray() }

  /// Writes the channels that were merged, or null where Flink could not read them either or they are too many.
  private mutating func writeUnmerged() {
    let handle = channelOffsets.take().map { serialized in
      MergedChannelStateHandle(
        subtaskIndex: 0, stateSize: 0, delegate: nil, serializedChannelOffsets: SharedBytes(serialized))
    }
    writer.key("unmerged")
    guard let handle, let channels = try? handle.channelOffsets() else { return writer.null() }
    let isInput = channelKind == .inputChannel
    writer.beginArray()
    for channel in channels {
      writer.beginObject()
      writer.key("info")
      writer.beginObject()
      writer.member(isInput ? "gateIdx" : "partitionIdx", channel.info.firstIndex)
      writer.member(isInput ? "inputChannelIdx" : "subPartitionIdx", channel.info.secondIndex)
      writer.endObject()
      writer.member("stateSize", channel.stateSize)
      writer.key("offsets")
      writer.beginArray()
      for offset in channel.offsets { writer.integer(offset) }
      writer.endArray()
      writer.endObject()
    }
    writer.endArray()
  }
}
