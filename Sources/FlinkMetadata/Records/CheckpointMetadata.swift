// SPDX-License-Identifier: Apache-2.0

// SPEC.md 2, "Header and versions", and 3.1, "Body of versions 2 to 7"
//
//   file   i32 magic 0x4960672D, i32 version, body of that version
//   body   i64 checkpointId
//          version 1: i32 n, TaskState * n
//          version 2 and up: i32 n, MasterState * n, i32 m, OperatorState * m
//          version 4 and up: CheckpointProperties

/// The whole content of a metadata file as values (Flink: `CheckpointMetadata`).
///
/// Use values to keep, compare or change what a file holds, and to write one. Make them with
/// ``MetadataFile/metadata()``. They refer to the file's bytes and keep them alive. Besides those bytes they take about
/// as much memory again for files of large handles, and up to twice as much for many small ones. For files that are
/// larger than memory use a ``MetadataVisitor``.
public struct CheckpointMetadata: Sendable, Hashable {
  /// The version that the file has or is to be written in.
  public var version: FormatVersion
  /// The layout of version 3 that the file has or is to be written in.
  public var dialect: Dialect
  /// The checkpoint's id.
  public var checkpointId: Int64
  /// State of the job manager's hooks, from version 2.
  public var masterStates: [MasterState]
  /// State of the operators, from version 2.
  public var operatorStates: [OperatorState]
  /// State of the tasks, in version 1 only.
  public var taskStates: [TaskState]
  /// What kind of checkpoint this is, from version 4; nil if the file does not say, which Flink accepts.
  public var properties: CheckpointProperties?
  /// Bytes after the body, kept so that encoding reproduces the file. Flink neither writes nor reads such bytes.
  public var trailingBytes = SharedBytes()

  /// Makes the content of a file, at first without any state.
  public init(
    version: FormatVersion, dialect: Dialect = .standard, checkpointId: Int64, masterStates: [MasterState] = [],
    operatorStates: [OperatorState] = [], taskStates: [TaskState] = [], properties: CheckpointProperties? = nil
  ) {
    self.version = version
    self.dialect = dialect
    self.checkpointId = checkpointId
    self.masterStates = masterStates
    self.operatorStates = operatorStates
    self.taskStates = taskStates
    self.properties = properties
  }
}

/// Facts of the header.
package enum MetadataHeader {
  /// The first four bytes of every metadata file.
  package static let magic: UInt32 = 0x4960_672D

  /// Whether bytes begin as a metadata file does.
  package static func begins(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 4 && bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) } == magic
  }
}

// MARK: Walking

extension MetadataWalk {
  /// `i32 magic, i32 version`. Sets the version, which the other rules depend on.
  @usableFromInline
  mutating func fileHeader() throws(FlinkMetadataError) {
    let magic = UInt32(bitPattern: try reader.int32())
    if magic != MetadataHeader.magic { throw reader.errorBefore(4, .notMetadata(found: magic)) }
    let number = try reader.int32()
    guard let version = FormatVersion(rawValue: number) else {
      throw reader.errorBefore(4, number == 0 ? .javaSerializedVersion : .unknownVersion(number))
    }
    self.version = version
  }

  /// What follows the header.
  @inlinable
  mutating func body<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor) throws(FlinkMetadataError) {
    try visitor.beginMetadata(version: version, dialect: dialect)
    try checkpointId(&visitor)
    if version == .version1 {
      try taskStates(&visitor)
    } else {
      try masterStates(&visitor)
      try operatorStates(&visitor)
    }
    if version >= .version4 {
      try checkpointProperties(&visitor)
    }
    try visitor.endMetadata()
  }

  @inlinable
  mutating func checkpointId<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let checkpointId = try reader.int64()
    // Flink 1.9 and 1.10 do not look at the id of version 1.
    if checkpointId < 0 && version > .version1 {
      throw reader.errorBefore(8, .negativeCheckpointId(checkpointId))
    }
    try visitor.checkpointId(checkpointId)
  }
}

// MARK: Walking values

extension ValueWalk where Visitor: ~Copyable {
  mutating func metadata(_ metadata: CheckpointMetadata, _ visitor: inout Visitor) throws(FlinkMetadataError) {
    try require(dialect == .standard || version == .version3, .dialectOutsideVersion3)
    try visitor.beginMetadata(version: version, dialect: dialect)
    if metadata.checkpointId < 0 && version > .version1 {
      throw error(.negativeCheckpointId(metadata.checkpointId))
    }
    try visitor.checkpointId(metadata.checkpointId)
    if version == .version1 {
      try require(metadata.operatorStates.isEmpty, .operatorsInVersion1)
      try require(metadata.masterStates.isEmpty, .mastersInVersion1)
      try taskStates(metadata.taskStates, &visitor)
    } else {
      try require(metadata.taskStates.isEmpty, .tasksAfterVersion1)
      try masterStates(metadata.masterStates, &visitor)
      try operatorStates(metadata.operatorStates, &visitor)
    }
    try checkpointProperties(metadata.properties, &visitor)
    try visitor.endMetadata()
    if metadata.trailingBytes.count > 0 { try visitor.trailingBytes(metadata.trailingBytes.bytes) }
  }
}

// MARK: Fields

extension MetadataFieldEvents where Visitor: ~Copyable {
  /// Begins the record of the file.
  @inlinable
  public mutating func beginMetadata(version: FormatVersion, dialect: Dialect) throws(FlinkMetadataError) {
    self.version = version
    try visitor.beginMetadata(version: version, dialect: dialect)
    try visitor.beginRecord(.metadata, tag: nil, name: nil)
  }

  /// Reports the id.
  @inlinable
  public mutating func checkpointId(_ checkpointId: Int64) throws(FlinkMetadataError) {
    try visitor.field("checkpointId", checkpointId)
  }

  /// Ends the record of the file.
  @inlinable
  public mutating func endMetadata() throws(FlinkMetadataError) {
    // Flink's object has the field in every version of operator states.
    if version > .version1 && version < .version4 { try visitor.nullField("checkpointProperties") }
    try visitor.endRecord(.metadata)
  }

  /// Passes the bytes on.
  @inlinable
  public mutating func trailingBytes(_ bytes: RawSpan) throws(FlinkMetadataError) { try visitor.trailingBytes(bytes) }
}

// MARK: Encoding

extension MetadataEncoder {
  /// Writes the header.
  public mutating func beginMetadata(version: FormatVersion, dialect: Dialect) {
    self.version = version
    writer.int32(Int32(bitPattern: MetadataHeader.magic))
    writer.int32(version.rawValue)
  }

  /// Writes the id.
  public mutating func checkpointId(_ checkpointId: Int64) { writer.int64(checkpointId) }

  /// Writes what follows the body.
  public mutating func trailingBytes(_ bytes: RawSpan) throws(FlinkMetadataError) { try writer.run(bytes) }
}

// MARK: Building

extension MetadataBuilder {
  mutating func beginMetadata(version: FormatVersion, dialect: Dialect) {
    metadata.version = version
    metadata.dialect = dialect
  }

  mutating func checkpointId(_ checkpointId: Int64) { metadata.checkpointId = checkpointId }

  mutating func trailingBytes(_ bytes: RawSpan) {
    // They are the last bytes of the storage.
    let start = storage.bytes.count - bytes.byteCount
    metadata.trailingBytes = SharedBytes(storage: storage, start: start, count: bytes.byteCount)
  }
}

// MARK: View

/// A metadata file in memory as views: they read single parts on demand, in place, and allocate nothing.
///
/// Use views to look at a part of a file that is in memory, at the highest speed. Get one from ``MetadataFile/view``,
/// or make one of any memory.
///
/// ```swift
/// let metadata = try CheckpointMetadataView(bytes.span.bytes)
/// var operators = metadata.operatorStates
/// while let operatorState = try operators.next() {
///   var subtasks = operatorState.subtaskStates
///   while let subtask = try subtasks.next() {
///     if case .incrementalRemote(let state)? = try subtask.managedKeyedState { print(state.sharedState.remaining) }
///   }
/// }
/// ```
///
/// Views cannot outlive the bytes, which the compiler checks. For input that is not in memory use a
/// ``MetadataVisitor``; for values that can be kept use ``CheckpointMetadata``.
public struct CheckpointMetadataView: ~Escapable, Copyable {
  private let file: ViewedFile
  private let masters: StoredList
  private let operators: StoredList
  private let tasks: StoredList
  /// The checkpoint's id.
  public let checkpointId: Int64

  /// Reads the header and the master states. Version 3 costs a pass over the file to detect its dialect, unless
  /// `dialect` is given.
  ///
  /// Throws ``FlinkMetadataError`` if these are not what Flink reads. The rest of the file is checked when its views
  /// are made: each operator by ``MetadataViews/next()->Element?``.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan, dialect: Dialect? = nil) throws(FlinkMetadataError) {
    let dialect = dialect ?? detectDialect(bytes)
    var outline = HeadOutline()
    let version = try withWalk(bytes, CheckingScanner()) { (walk) throws(FlinkMetadataError) -> FormatVersion in
      try walk.fileHeader()
      try walk.checkpointId(&outline)
      if walk.version > .version1 { try walk.masterStates(&outline) }
      // What follows is a list; only its beginning is read here.
      let count = try walk.reader.count()
      let list = StoredList(offset: Int(walk.reader.offset), count: count)
      if walk.version == .version1 { outline.tasks = list } else { outline.operators = list }
      return walk.version
    }
    file = ViewedFile(bytes: bytes, version: version, dialect: version == .version3 ? dialect : .standard)
    checkpointId = outline.checkpointId
    masters = outline.masters
    operators = outline.operators
    tasks = outline.tasks
  }

  /// The file's version.
  public var version: FormatVersion { file.version }
  /// The layout of version 3 that the file has.
  public var dialect: Dialect { file.dialect }

  /// State of the job manager's hooks.
  public var masterStates: MetadataViews<MasterStateView> {
    @_lifetime(copy self) get { MetadataViews(file, masters) }
  }
  /// State of the operators; empty in version 1.
  public var operatorStates: MetadataViews<OperatorStateView> {
    @_lifetime(copy self) get { MetadataViews(file, operators) }
  }
  /// State of the tasks in version 1; empty in other versions.
  public var taskStates: MetadataViews<TaskStateView> {
    @_lifetime(copy self) get { MetadataViews(file, tasks) }
  }

  /// What kind of checkpoint this is, or nil before version 4 and if the file does not say. Walks over all operators,
  /// because the properties come after them.
  public func properties() throws(FlinkMetadataError) -> CheckpointProperties? {
    guard version >= .version4 else { return nil }
    var validation = Validation()
    let start = operators.offset - MetadataViews<OperatorStateView>.countByteCount
    let offset = try file.walk(CheckingScanner(), at: start, &validation) {
      walk, visitor throws(FlinkMetadataError) in
      try walk.operatorStates(&visitor)
    }
    var properties: CheckpointProperties?
    _ = try file.walk(CheckingScanner(), at: offset, &validation) { walk, _ throws(FlinkMetadataError) in
      properties = try walk.readCheckpointProperties()
    }
    return properties
  }

  /// Walks over the whole file and reports to the visitor what it finds; see ``MetadataFile/walk(_:)``.
  @discardableResult @inlinable
  public func walk<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError) -> MetadataSummary
  {
    try walkMetadata(bytes, dialect: dialect, &visitor)
  }

  /// The bytes of the file.
  public var bytes: RawSpan {
    @_lifetime(copy self) get { file.bytes }
  }
}

/// What the view of a file keeps.
private struct HeadOutline: RecordOutline {
  var depth = 0
  var checkpointId: Int64 = 0
  var masters = StoredList()
  var operators = StoredList()
  var tasks = StoredList()

  mutating func checkpointId(_ checkpointId: Int64) { self.checkpointId = checkpointId }

  mutating func list(_ field: MetadataPath.Field, _ list: StoredList) { masters = list }
}
