import FlinkMetadata

/// Writes what a metadata file holds as lines of JSON while the file is being read: one for each handle, subtask,
/// operator and master state, and one for the checkpoint.
///
/// What contains others comes after them, because some of its fields stand behind them in the file: so the line of the
/// checkpoint is the last, and tells that all are there. `docs/metadata-dump.md` describes the members.
///
/// Memory stays constant, and nothing is allocated for a line.
public struct JSONLines: MetadataVisitor, ~Copyable {
  /// The line that is being written.
  var line: JSONWriter
  /// Where it begins, while there is one: its offset in the buffer, and how much had been passed on by then.
  private var lineStart: (offset: Int, flushedByteCount: Int64)?
  /// The members that are known of everything that is around the current part, outermost first, and where they begin.
  var around = JSONWriter()
  private var aroundStarts: [Int] = []
  /// Members that stand in front of a handle in the file and belong on its line.
  var annotation = JSONWriter()
  private var place = PathText()

  /// Bytes that are being read.
  var inline: InlineBytes
  /// Whether the line ends with them.
  var inlineEndsLine = false

  var version = FormatVersion.version2
  private var checkpointId: Int64 = 0
  private var properties: CheckpointProperties?
  private var operatorCount: Int64 = 0
  var handleCount: Int64 = 0
  var subtaskCount: Int64 = 0
  var isFullyFinished = false
  var operatorStateType: StaticString = "OperatorStreamStateHandle"

  /// Writes to `sink`; with `inlineData` also the bytes that stand in the file, in base64.
  public init(_ sink: any ByteSink, inlineData: Bool = false) {
    line = JSONWriter(sink)
    inline = InlineBytes(base64: inlineData)
  }

  /// Writes the line of the checkpoint. Call it when the walk has returned its summary.
  public mutating func finish(_ summary: MetadataSummary) throws(FlinkMetadataError) {
    beginLine("checkpoint")
    line.member("version", version.rawValue)
    line.member("dialect", plain: summary.dialect.rawValue)
    line.member("checkpointId", checkpointId)
    if version > .version1 {
      line.key("checkpointProperties")
      if let properties { line.checkpointProperties(properties) } else { line.null() }
    }
    line.member(version == .version1 ? "taskCount" : "operatorCount", operatorCount)
    line.member("handleCount", handleCount)
    line.member("byteCount", summary.byteCount)
    line.member("trailingByteCount", summary.trailingByteCount)
    try endLine()
    try line.text.flush()
  }

  /// Writes the lines that are complete, after an error. One that is not is taken back, or ended where it was cut if
  /// it has been written in part.
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
    around.text.removeAll()
    annotation.text.removeAll()
    aroundStarts.removeAll()
    place.removeAll()
    try line.text.flush()
  }

  // MARK: Lines

  /// Begins the line of the part that is being read.
  mutating func beginLine(_ kind: StaticString) {
    lineStart = (line.text.count, line.text.flushedByteCount)
    line.beginObject()
    line.member("kind", plain: kind)
    line.key("path")
    line.beginQuoted()
    Self.append(place, to: &line.text)
    line.endQuoted()
  }

  mutating func endLine() throws(FlinkMetadataError) {
    line.endObject()
    line.endDocument()
    lineStart = nil
    try line.text.flushIfFull()
  }

  private static func append(_ place: borrowing PathText, to text: inout TextBuffer) { text.append(place.bytes) }

  /// Begins to collect members of something that contains others.
  mutating func beginAround() {
    aroundStarts.append(around.text.count)
    around.needsComma = true
  }

  /// Begins the line of something that contains others, with the members that were collected.
  mutating func beginLineOfAround(_ kind: StaticString) {
    beginLine(kind)
    guard let start = aroundStarts.popLast() else { return }
    Self.move(&around.text, from: start, to: &line.text)
  }

  /// Moves the end of a text to another one.
  static func move(_ source: inout TextBuffer, from start: Int, to text: inout TextBuffer) {
    text.append(source.bytes.extracting(droppingFirst: start))
    source.truncate(to: start)
  }

  // MARK: The checkpoint

  /// Takes the version.
  public mutating func beginMetadata(version: FormatVersion, dialect: Dialect) {
    self.version = version
    properties = nil
    operatorCount = 0
    handleCount = 0
  }

  /// Takes the id.
  public mutating func checkpointId(_ checkpointId: Int64) { self.checkpointId = checkpointId }

  /// Takes the kind of checkpoint.
  public mutating func checkpointProperties(_ properties: CheckpointProperties) { self.properties = properties }

  /// Begins the line of a master state.
  public mutating func masterState(name: ModifiedUTF8Span, version: Int32, byteCount: Int) throws(FlinkMetadataError) {
    beginLine("masterState")
    line.member("version", version)
    line.member("name", name)
    try beginBytes("bytes", count: byteCount, endsLine: true)
  }

  // MARK: Parts

  /// Goes into a part.
  public mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64) {
    place.enter(field, index: index)
  }

  /// Goes out of a part.
  public mutating func leave(_ field: MetadataPath.Field, index: Int?) { place.leave() }

  // MARK: Bytes

  mutating func beginBytes(_ name: StaticString, count: Int, endsLine: Bool) throws(FlinkMetadataError) {
    inlineEndsLine = endsLine
    line.key(name)
    inline.begin(count: count, &line)
    if count == 0 && endsLine { try endLine() }
  }

  /// Takes bytes of the file.
  public mutating func bytes(_ bytes: RawSpan, offset: Int64) throws(FlinkMetadataError) {
    try inline.take(bytes, &line)
    if inline.remaining == 0 && inlineEndsLine { try endLine() }
  }

  // MARK: Operators and their subtasks

  /// Collects what is known of an operator.
  public mutating func beginOperatorState(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID,
    parallelism: Int32, maxParallelism: Int32, chainLength: Int32?
  ) {
    beginOperator("operatorID", operatorID, parallelism: parallelism, maxParallelism: maxParallelism)
    if version >= .version5 {
      around.key("operatorName")
      around.stringOrNull(operatorName)
      around.key("operatorUid")
      around.stringOrNull(operatorUid)
    }
    around.memberIfPresent("chainLength", chainLength)
  }

  /// Collects what is known of a task.
  public mutating func beginTaskState(
    jobVertexID: OperatorID, parallelism: Int32, maxParallelism: Int32, chainLength: Int32
  ) {
    beginOperator("jobVertexID", jobVertexID, parallelism: parallelism, maxParallelism: maxParallelism)
    around.member("chainLength", chainLength)
  }

  private mutating func beginOperator(_ key: StaticString, _ id: OperatorID, parallelism: Int32, maxParallelism: Int32)
  {
    operatorCount += 1
    subtaskCount = 0
    isFullyFinished = false
    beginAround()
    around.member(key, plain: id.description)
    around.member("parallelism", parallelism)
    around.member("maxParallelism", maxParallelism)
  }

  /// Remembers that the operator has finished.
  public mutating func fullyFinished() { isFullyFinished = true }

  /// Writes the line of an operator.
  public mutating func endOperatorState() throws(FlinkMetadataError) {
    beginLineOfAround("operator")
    line.member("fullyFinished", isFullyFinished)
    line.member("subtaskCount", subtaskCount)
    try endLine()
  }

  /// Writes the line of a task.
  public mutating func endTaskState() throws(FlinkMetadataError) {
    beginLineOfAround("task")
    line.member("subtaskCount", subtaskCount)
    try endLine()
  }

  /// Collects what is known of a subtask.
  public mutating func beginSubtaskState(index: Int32, isFinished: Bool, duration: Int64?) {
    subtaskCount += 1
    beginAround()
    around.member("index", index)
    if version > .version1 { around.member("finished", isFinished) }
    around.memberIfPresent("duration", duration)
  }

  /// Collects where a regional checkpoint took the state from.
  public mutating func refCheckpointId(_ checkpointId: Int64) { around.member("refCheckpointId", checkpointId) }

  /// Writes the line of a subtask.
  public mutating func endSubtaskState() throws(FlinkMetadataError) {
    beginLineOfAround("subtask")
    try endLine()
  }
}
