import FlinkMetadata

/// Passes the events of a walk on to another visitor, but leaves out the operators (in version 1: the tasks) that were
/// not asked for, and the master states, if operators were asked for.
///
/// The announced number of elements of a list stays that of the file.
public struct OperatorFilter<Visitor: MetadataVisitor & ~Copyable>: MetadataVisitor, ~Copyable {
  /// Who gets the events.
  public var visitor: Visitor
  /// How many operators (or tasks) the file has.
  public private(set) var operatorCount = 0
  /// How many of them were passed on.
  public private(set) var selectedCount = 0

  @usableFromInline let selection: OperatorSelection?
  /// Whether what is being read is passed on.
  @usableFromInline var isPassing = true
  /// Where the operator begins of which nothing is known yet.
  private var pending: (index: Int?, offset: Int64) = (nil, 0)

  /// Passes on the operators of `selection`, or everything if it is nil.
  public init(_ visitor: consuming Visitor, selection: OperatorSelection?) {
    self.visitor = visitor
    self.selection = selection
  }

  /// Gives the visitor back.
  public consuming func finish() -> Visitor { visitor }

  // MARK: Parts

  /// Passed on, but for the beginning of an operator, which has to wait until it is known which one it is.
  @inlinable
  public mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64) throws(FlinkMetadataError) {
    if selection == nil || !isElement(field) {
      if isPassing { try visitor.enter(field, index: index, offset: offset) }
    } else {
      holdBack(index, offset)
    }
  }

  @usableFromInline
  mutating func holdBack(_ index: Int?, _ offset: Int64) {
    pending = (index, offset)
    isPassing = false
  }

  /// Passed on, if the beginning was.
  @inlinable
  public mutating func leave(_ field: MetadataPath.Field, index: Int?) throws(FlinkMetadataError) {
    if isPassing { try visitor.leave(field, index: index) }
    if isElement(field) { isPassing = true }
  }

  /// Whether the elements of a list are passed on one by one.
  @inlinable @inline(__always)
  func isElement(_ field: MetadataPath.Field) -> Bool {
    field == .operatorStates || field == .taskStates || field == .masterStates
  }

  /// Passed on.
  @inlinable
  public mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64) throws(FlinkMetadataError) {
    if isPassing { try visitor.beginList(field, count: count, offset: offset) }
  }

  /// Passed on.
  @inlinable
  public mutating func endList(_ field: MetadataPath.Field) throws(FlinkMetadataError) {
    if isPassing { try visitor.endList(field) }
  }

  // MARK: Operators and tasks

  /// Passed on, if the operator was asked for.
  public mutating func beginOperatorState(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID,
    parallelism: Int32, maxParallelism: Int32, chainLength: Int32?
  ) throws(FlinkMetadataError) {
    guard try begin(.operatorStates, name: operatorName, uid: operatorUid, id: operatorID) else { return }
    try visitor.beginOperatorState(
      operatorName: operatorName, operatorUid: operatorUid, operatorID: operatorID, parallelism: parallelism,
      maxParallelism: maxParallelism, chainLength: chainLength)
  }

  /// Passed on, if the task was asked for.
  public mutating func beginTaskState(
    jobVertexID: OperatorID, parallelism: Int32, maxParallelism: Int32, chainLength: Int32
  ) throws(FlinkMetadataError) {
    guard try begin(.taskStates, name: nil, uid: nil, id: jobVertexID) else { return }
    try visitor.beginTaskState(
      jobVertexID: jobVertexID, parallelism: parallelism, maxParallelism: maxParallelism, chainLength: chainLength)
  }

  private mutating func begin(
    _ field: MetadataPath.Field, name: ModifiedUTF8Span?, uid: ModifiedUTF8Span?, id: OperatorID
  ) throws(FlinkMetadataError) -> Bool {
    operatorCount += 1
    if let selection {
      isPassing = selection.contains(name: name, uid: uid, id: id)
      if isPassing { try visitor.enter(field, index: pending.index, offset: pending.offset) }
    }
    if isPassing { selectedCount += 1 }
    return isPassing
  }

  // MARK: The checkpoint

  /// Passed on.
  public mutating func beginMetadata(version: FormatVersion, dialect: Dialect) throws(FlinkMetadataError) {
    operatorCount = 0
    selectedCount = 0
    isPassing = true
    try visitor.beginMetadata(version: version, dialect: dialect)
  }

  /// Passed on.
  public mutating func endMetadata() throws(FlinkMetadataError) { try visitor.endMetadata() }

  /// Passed on.
  public mutating func trailingBytes(_ bytes: RawSpan) throws(FlinkMetadataError) { try visitor.trailingBytes(bytes) }

  /// Passed on.
  public mutating func checkpointId(_ checkpointId: Int64) throws(FlinkMetadataError) {
    try visitor.checkpointId(checkpointId)
  }

  /// Passed on.
  public mutating func checkpointProperties(_ properties: CheckpointProperties) throws(FlinkMetadataError) {
    try visitor.checkpointProperties(properties)
  }
}
