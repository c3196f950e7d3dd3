import FlinkMetadata

/// Writes what a metadata file holds as lines of JSON while the file is being read: one for each handle, subtask,
/// operator and master state, and one for the checkpoint. This is what `metadata-dump --format jsonl` prints.
///
/// A record that contains others comes after them, because some of its fields come after them in the file. So the line
/// of the checkpoint is the last; its presence means that the output is complete. `docs/metadata-dump.md` describes the
/// members. Use this type like ``JSONDescription``.
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
  /// The records that are being read, and where their members begin.
  private var records: [(type: RecordType, start: Int)] = []
  /// Members of a pair of a name or an offset and a handle: they belong on the line of the handle.
  private var annotation = JSONWriter()
  private var isAnnotating = false
  private var place = PathText()
  private var inline: InlineBytes

  private var version = FormatVersion.version2
  private var listed = ListedNames()
  private var handleCount: Int64 = 0
  private var subtaskCount: Int64 = 0

  /// The beginning of each line: the name of the file, if it is written.
  private var fileMember = JSONWriter()
  /// The members that tell which operator a line belongs to: those of the last operator.
  private var operatorMembers = JSONWriter()

  /// Writes to `sink`; with `inlineData` also the bytes of inlined state, in base64, and with `file` a first member
  /// `file` on each line, which tells the lines of several files apart.
  public init(
    _ sink: any ByteSink, operators: OperatorSelection = OperatorSelection(), inlineData: Bool = false,
    file: String? = nil
  ) {
    line = JSONWriter(sink)
    if let file { fileMember.member("file", text: file) }
    self.operators = operators
    inline = InlineBytes(base64: inlineData)
  }

  /// Writes the line of the checkpoint. Call it when the walk has returned its summary.
  public mutating func finish(_ summary: MetadataSummary) throws(FlinkMetadataError) {
    beginLine("checkpoint")
    line.member("version", version.rawValue)
    line.member("dialect", plain: summary.dialect.rawValue)
    Self.move(&members.text, from: 0, to: &line.text)
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
    annotation.text.removeAll()
    isAnnotating = false
    place.removeAll()
    try line.text.flush()
  }

  // MARK: Lines

  /// Begins the line of the part that is being read.
  private mutating func beginLine(_ kind: StaticString) {
    lineStart = (line.text.count, line.text.flushedByteCount)
    line.beginObject()
    Self.append(fileMember, to: &line)
    line.member("kind", plain: kind)
    line.key("path")
    line.beginQuoted()
    Self.append(place, to: &line.text)
    line.endQuoted()
  }

  private mutating func endLine() throws(FlinkMetadataError) {
    line.endObject()
    line.endDocument()
    lineStart = nil
    try line.text.flushIfFull()
  }

  /// Begins the line of the innermost record, with the members that are known of it.
  private mutating func beginLineOfRecord() {
    guard let record = records.last, let kind = record.type.lineKind else { return }
    beginLine(kind)
    if record.type.isInOperator { Self.append(operatorMembers, to: &line) }
    Self.move(&members.text, from: record.start, to: &line.text)
  }

  private static func append(_ place: borrowing PathText, to text: inout TextBuffer) { text.append(place.bytes) }

  /// Appends members.
  private static func append(_ members: borrowing JSONWriter, to line: inout JSONWriter) {
    if members.text.isEmpty { return }
    if line.needsComma { line.text.append(UInt8(ascii: ",")) }
    line.text.append(members.text.bytes)
    line.needsComma = true
  }

  /// Moves the end of a text to another one.
  private static func move(_ source: inout TextBuffer, from start: Int, to text: inout TextBuffer) {
    text.append(source.bytes.extracting(droppingFirst: start))
    source.truncate(to: start)
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
    operatorMembers.member(version == .version1 ? "jobVertexID" : "operatorID", plain: operatorID.description)
    operatorMembers.memberIfPresent("operatorName", operatorName)
    operatorMembers.memberIfPresent("operatorUid", operatorUid)
    return true
  }

  /// Enters a part.
  public mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64?) {
    place.enter(field, index: index ?? (field.isListOfOne(in: version) ? 0 : nil))
    if field == .checkpointProperties { members.key(field.name) }
  }

  /// Leaves a part.
  public mutating func leave(_ field: MetadataPath.Field, index: Int?) { place.leave() }

  /// An absent part has no line.
  public mutating func absent(_ field: MetadataPath.Field) {}

  /// A list has no line.
  public mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64?) {}

  /// A list has no line.
  public mutating func endList(_ field: MetadataPath.Field) {}

  /// Null is no handle and has no line; the properties of a checkpoint are a member.
  public mutating func null() {
    annotation.text.truncate(to: 0)
    isAnnotating = false
    if records.count == 1 { members.null() }
  }

  // MARK: Records

  /// Begins to collect the members of a record.
  public mutating func beginRecord(_ type: RecordType, tag: HandleTag?, name: StaticString?) {
    if let name { members.key(name) }
    if type.isMember { return members.beginObjectOfClass(type) }
    if type.annotatesHandle {
      isAnnotating = true
      annotation.needsComma = true
      return
    }
    isAnnotating = false
    records.append((type, members.text.count))
    members.needsComma = true
    switch type {
    case .subtaskState: subtaskCount += 1
    case .operatorState, .taskState: subtaskCount = 0
    default: break
    }
    guard type.isHandle else { return }
    handleCount += 1
    Self.move(&annotation.text, from: 0, to: &members.text)
    if !type.isRefinedAtEnd, let className = type.className { members.member("type", plain: className) }
    members.memberIfPresent("tag", tag?.rawValue)
  }

  /// Writes the line of a record.
  public mutating func endRecord(_ type: RecordType) throws(FlinkMetadataError) {
    if type.isMember { return members.endObject() }
    // The line of the checkpoint is written at the end.
    if type.annotatesHandle || type == .metadata { return }
    if lineStart == nil { beginLineOfRecord() }
    records.removeLast()
    if type.isRefinedAtEnd, let className = type.className { line.member("type", plain: className) }
    if type == .operatorState || type == .taskState { line.member("subtaskCount", subtaskCount) }
    try endLine()
  }

  // MARK: Fields

  /// Collects a member.
  public mutating func field(_ name: StaticString, _ value: Int64) {
    if isAnnotating { annotation.member(name, value) } else { members.member(name, value) }
  }
  /// Collects a member.
  public mutating func field(_ name: StaticString, _ value: ModifiedUTF8Span) {
    if isAnnotating { annotation.member(name, value) } else { members.member(name, value) }
  }
  /// Collects a member.
  public mutating func field(_ name: StaticString, _ value: Bool) { members.member(name, value) }
  /// Collects a member.
  public mutating func field(_ name: StaticString, constant value: StaticString) { members.member(name, plain: value) }
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

  /// Begins the line of the record that has the bytes, so that they need no memory.
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

  /// Collects how many offsets there are.
  public mutating func beginOffsets(count: Int) { members.member("offsetCount", count) }

  /// Offsets are not written.
  public mutating func offsets(_ offsets: OffsetsSpan) {}

  /// Offsets are not written.
  public mutating func endOffsets() {}
}

extension RecordType {
  /// The kind of line that a record gets; nil if it gets none.
  fileprivate var lineKind: StaticString? {
    switch self {
    case .masterState: "masterState"
    case .operatorState: "operator"
    case .taskState: "task"
    case .subtaskState: "subtask"
    case .stateMetaInfo: "state"
    case .stateChange: "change"
    default: isHandle ? "handle" : nil
    }
  }

  /// Whether the record's line tells the operator around it.
  fileprivate var isInOperator: Bool {
    switch self {
    case .masterState, .operatorState, .taskState: false
    default: true
    }
  }

  /// Whether the record is an object on the line of another record.
  fileprivate var isMember: Bool {
    switch self {
    case .channelInfo, .checkpointProperties, .checkpointType, .savepointType: true
    default: false
    }
  }

  /// Whether the record's own fields belong on the line of the handle inside it.
  fileprivate var annotatesHandle: Bool { self == .handleAndLocalPath || self == .streamStateHandleAndOffset }
}

extension JSONWriter {
  /// Begins an object with the name of its class, if it has one.
  fileprivate mutating func beginObjectOfClass(_ type: RecordType) {
    beginObject()
    if let className = type.className { member("type", plain: className) }
  }
}
