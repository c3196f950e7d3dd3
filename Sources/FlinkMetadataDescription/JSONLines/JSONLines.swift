// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Writes what a metadata file holds as lines of JSON while the file is being read: one for each handle, subtask,
/// operator and master state, and one for the checkpoint. This is what `metadata-dump --format jsonl` prints.
///
/// The line of a record that contains others comes after theirs, because some of its fields come after them in the file.
/// So the line of the checkpoint is the last; its presence means that the output is complete. `docs/metadata-dump.md`
/// describes the members. Use this type like ``JSONDescription``.
///
/// Memory stays constant, and nothing is allocated for a line.
public struct JSONLines: ~Copyable {
  /// The operators that are described.
  public var operators: OperatorSelection

  /// The line that is being written.
  private var line: JSONWriter
  /// Where it begins, while there is one: its offset in the buffer, and how much had been passed on by then.
  private var lineStart: (offset: Int, flushedByteCount: Int64)?
  /// The members that are known so far of the records that are being read, outermost first.
  private var members = JSONWriter()
  /// The records that are being read and can contain others, and where their members begin.
  private var records: [(type: RecordType, start: Int)] = []
  /// Where the members of a pair of a name or an offset and a handle begin: they belong on the line of the handle.
  private var annotationStart: Int?
  private var place = PathText()
  private var inline: InlineBytes

  private var version = FormatVersion.version2
  private var listed = ListedNames()
  private var handleCount: Int64 = 0
  private var subtaskCount: Int64 = 0

  /// The beginning of each line: the name of the file, if it is written, and the key of the kind.
  private var lineBeginning = JSONWriter()
  /// The members that tell which operator a line belongs to: those of the last operator, with a comma before each.
  private var operatorMembers = JSONWriter()

  /// Writes to `sink`; with `inlineData` also the bytes of inlined state, in base64, and with `file` a first member
  /// `file` on each line, which tells the lines of several files apart.
  public init(
    _ sink: any ByteSink, operators: OperatorSelection = OperatorSelection(), inlineData: Bool = false,
    file: String? = nil
  ) {
    line = JSONWriter(sink)
    lineBeginning.beginObject()
    if let file { lineBeginning.member("file", text: file) }
    lineBeginning.key("kind")
    self.operators = operators
    inline = InlineBytes(base64: inlineData)
  }

  /// Writes the line of the checkpoint. Call it when the walk has returned its summary.
  public mutating func finish(_ summary: MetadataSummary) throws(FlinkMetadataError) {
    beginLine(of: "checkpoint")
    line.member("version", version.rawValue)
    line.member("dialect", plain: summary.dialect.rawValue)
    moveMembers(from: 0)
    line.member(version == .version1 ? "taskCount" : "operatorCount", operators.selectedCount)
    line.member("handleCount", handleCount)
    line.member("byteCount", summary.byteCount)
    line.member("trailingByteCount", summary.trailingByteCount)
    try endLine()
    records.removeAll()
    try line.text.flush()
  }

  /// Writes the complete lines after an error. An incomplete line is taken back; if a part of it has been written, it
  /// is ended where it was cut.
  public mutating func abandon() throws(FlinkMetadataError) {
    if let lineStart {
      if lineStart.flushedByteCount == line.text.flushedByteCount {
        line.text.truncate(to: lineStart.offset)
      } else {
        line.endDocument()
      }
    }
    lineStart = nil
    line.needsComma = false
    members.text.removeAll()
    records.removeAll()
    annotationStart = nil
    place.removeAll()
    try line.text.flush()
  }

  // MARK: Lines

  /// Begins the line of the part that is being read.
  @inline(__always)
  private mutating func beginLine(of kind: StaticString) {
    lineStart = (line.text.count, line.text.flushedByteCount)
    line.beginLine(lineBeginning, of: kind, at: place)
  }

  /// Begins the line of a record, with the members that are known of it.
  private mutating func beginLine(of type: RecordType, membersFrom start: Int) {
    beginLine(of: type.lineKind)
    if type.isInOperator { line.append(operatorMembers, from: 0) }
    moveMembers(from: start)
  }

  /// Moves the last of the members that are known to the line.
  @inline(__always)
  private mutating func moveMembers(from start: Int) {
    line.append(members, from: start)
    members.text.truncate(to: start)
  }

  @inline(__always)
  private mutating func endLine() throws(FlinkMetadataError) {
    line.endObject()
    line.endDocument()
    lineStart = nil
    try line.text.flushIfFull()
  }
}

extension JSONLines: SelectingFieldVisitor {
  // MARK: Parts

  /// Takes the version.
  public mutating func beginMetadata(version: FormatVersion, dialect: Dialect) {
    self.version = version
    handleCount = 0
  }

  /// Asks the selection, and keeps what tells the operator's lines from those of others.
  public mutating func visits(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID
  ) -> Bool {
    guard operators.visits(name: operatorName, uid: operatorUid, id: operatorID) else { return false }
    operatorMembers.removeAll()
    operatorMembers.needsComma = true
    operatorMembers.member(version == .version1 ? "jobVertexID" : "operatorID", plain: operatorID.description)
    operatorMembers.memberIfPresent("operatorName", operatorName)
    operatorMembers.memberIfPresent("operatorUid", operatorUid)
    return true
  }

  /// Enters a part.
  @inline(__always)
  public mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64?) {
    if let index { return place.enter(index: index) }
    place.enter(field, in: version)
    if field == .checkpointProperties { members.key(field.name) }
  }

  /// Leaves a part.
  @inline(__always)
  public mutating func leave(_ field: MetadataPath.Field, index: Int?) {
    if index != nil { place.leaveElement() } else { place.leave(field, in: version) }
  }

  /// An absent part has no line.
  public mutating func absent(_ field: MetadataPath.Field) {}

  /// Begins a list, which has no line.
  public mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64?) { place.beginList(field) }

  /// Ends a list.
  public mutating func endList(_ field: MetadataPath.Field) { place.endList(field) }

  /// Null is no handle and has no line; the properties of a checkpoint are a member.
  public mutating func null() {
    if let annotationStart { members.text.truncate(to: annotationStart) }
    annotationStart = nil
    if records.count == 1 { members.null() }
  }

  // MARK: Records

  /// Begins the line of a record, or if it can contain others begins to collect its members.
  @inline(__always)
  public mutating func beginRecord(_ type: RecordType, tag: HandleTag?, name: StaticString?) {
    if let name { members.key(name) }
    if type.isMember { return members.beginObjectOfClass(type) }
    if type.annotatesHandle {
      annotationStart = members.text.count
      members.needsComma = true
      return
    }
    let start = annotationStart ?? members.text.count
    annotationStart = nil
    switch type {
    case .subtaskState: subtaskCount += 1
    case .operatorState, .taskState: subtaskCount = 0
    default: break
    }
    if type.isLeaf {
      beginLine(of: type, membersFrom: start)
    } else {
      records.append((type, start))
      members.needsComma = true
    }
    guard type.isHandle else { return }
    handleCount += 1
    put { members in
      if !type.isRefinedAtEnd, let className = type.className { members.member("type", plain: className) }
      members.memberIfPresent("tag", tag?.rawValue)
    }
  }

  /// Ends the line of a record.
  @inline(__always)
  public mutating func endRecord(_ type: RecordType) throws(FlinkMetadataError) {
    if type.isMember { return members.endObject() }
    // The line of the checkpoint is written at the end.
    if type.annotatesHandle || type == .metadata { return }
    if !type.isLeaf {
      beginLineOfRecord()
      records.removeLast()
      if type.isRefinedAtEnd, let className = type.className { line.member("type", plain: className) }
      if type == .operatorState || type == .taskState { line.member("subtaskCount", subtaskCount) }
    }
    try endLine()
  }

  /// Begins the line of the innermost record that can contain others, unless its bytes have begun it.
  private mutating func beginLineOfRecord() {
    guard lineStart == nil, let record = records.last else { return }
    beginLine(of: record.type, membersFrom: record.start)
  }

  // MARK: Fields

  /// Writes members on the line that has begun, or collects them for the line of the record that is being read.
  @inline(__always)
  private mutating func put(_ write: (inout JSONWriter) -> Void) {
    if lineStart == nil { write(&members) } else { write(&line) }
  }

  /// Writes or collects a member.
  @inline(__always)
  public mutating func field(_ name: StaticString, _ value: Int64) { put { $0.member(name, value) } }
  /// Writes or collects a member.
  @inline(__always)
  public mutating func field(_ name: StaticString, _ value: ModifiedUTF8Span) { put { $0.member(name, value) } }
  /// Writes or collects a member.
  public mutating func field(_ name: StaticString, _ value: Bool) { put { $0.member(name, value) } }
  /// Writes or collects a member.
  public mutating func field(_ name: StaticString, constant value: StaticString) {
    put { $0.member(name, plain: value) }
  }
  /// Collects a member.
  public mutating func field(_ name: StaticString, _ value: OperatorID) {
    members.member(name, plain: value.description)
    listed.follow(value, of: operators.names, version, &members)
  }
  /// Collects a member.
  public mutating func nullField(_ name: StaticString) {
    if let value = listed.value(of: name) { return members.member(name, text: value) }
    members.key(name)
    members.null()
  }

  // MARK: Bytes and offsets

  /// Begins the line of the record that has the bytes, if need be, so that they need no memory.
  public mutating func beginBytes(_ field: BytesField, count: Int) {
    beginLineOfRecord()
    line.key(field.name)
    inline.begin(count: count, &line)
  }

  /// Takes bytes of the file.
  public mutating func bytes(_ bytes: RawSpan, offset: Int64?) throws(FlinkMetadataError) {
    try inline.take(bytes, &line)
  }

  /// The line ends with its record.
  public mutating func endBytes(_ field: BytesField) {}

  /// Writes or collects how many offsets there are.
  public mutating func beginOffsets(count: Int) { put { $0.member("offsetCount", count) } }

  /// Offsets are not written.
  public mutating func offsets(_ offsets: OffsetsSpan) {}

  /// Offsets are not written.
  public mutating func endOffsets() {}
}

extension JSONWriter {
  /// Begins a line, from its beginning to its path.
  @inline(__always)
  fileprivate mutating func beginLine(
    _ beginning: borrowing JSONWriter, of kind: StaticString, at place: borrowing PathText
  ) {
    let beginning = beginning.text.bytes
    let path = place.bytes
    let middle: StaticString = "\",\"path\":\""
    text.append(atMost: beginning.byteCount + kind.utf8ByteCount + middle.utf8ByteCount + path.byteCount + 2) { end in
      end.put(beginning)
      end.put(UInt8(ascii: "\""))
      end.put(kind)
      end.put(middle)
      end.put(path)
      end.put(UInt8(ascii: "\""))
    }
    needsComma = true
  }

  /// Appends members that have a comma before each.
  @inline(__always)
  fileprivate mutating func append(_ members: borrowing JSONWriter, from start: Int) {
    text.append(members.text.bytes.extracting(droppingFirst: start))
  }

  /// Begins an object with the name of its class, if it has one.
  fileprivate mutating func beginObjectOfClass(_ type: RecordType) {
    beginObject()
    if let className = type.className { member("type", plain: className) }
  }
}
