import FileTable
import FlinkMetadata

/// Sums up a metadata file while it is being read.
///
/// Memory grows with the number of operators, and with the number of subtasks of one operator. Counting files takes at
/// most 10 MB.
public struct CheckpointSummaryVisitor: SelectingVisitor, ~Copyable {
  /// The operators that are summed up.
  public var operators: OperatorSelection
  private let keepsSubtasks: Bool
  private var summary = CheckpointSummary()
  private var current: OperatorSummary?
  private var subtasks = SubtaskTable()
  private var subtask: (index: Int32, isFinished: Bool)?
  private var measure = StateMeasure()
  private var files: ReferenceCounts?

  /// Sums up one file.
  ///
  /// - Parameters:
  ///   - countsFiles: whether to count the files that handles refer to.
  ///   - location: the directory of the file, if known.
  ///   - operators: the operators that are summed up.
  ///   - keepsSubtasks: whether ``OperatorSummary/subtasks`` is wanted.
  public init(
    countsFiles: Bool, location: FileLocation?, operators: OperatorSelection = OperatorSelection(),
    keepsSubtasks: Bool = false
  ) {
    files = countsFiles ? ReferenceCounts(location: location) : nil
    self.operators = operators
    self.keepsSubtasks = keepsSubtasks
    summary.files.isLocationKnown = location != nil
  }

  /// What the file holds. Call it when the walk has returned its summary.
  public consuming func finish(_ walked: MetadataSummary) -> CheckpointSummary {
    // A walk over a pipe knows the dialect only now.
    summary.dialect = walked.dialect
    summary.byteCount = walked.byteCount
    summary.trailingByteCount = walked.trailingByteCount
    return finish()
  }

  /// What values hold.
  consuming func finish() -> CheckpointSummary {
    if let files {
      summary.files.distinct = files.distinct.count
      summary.files.isDistinctExact = files.distinct.isExact
      summary.files.relativeReferences = files.relativeReferenceCount
      summary.files.outsideReferences = files.outsideReferenceCount
      summary.files.jobReferences = files.jobReferenceCount
      summary.files.firstOutside = files.firstOutside
    }
    return summary
  }

  // MARK: The checkpoint

  /// Takes version and dialect.
  public mutating func beginMetadata(version: FormatVersion, dialect: Dialect) {
    summary.version = version
    summary.dialect = dialect
  }

  /// Takes the id.
  public mutating func checkpointId(_ checkpointId: Int64) { summary.checkpointId = checkpointId }

  /// Takes the kind of checkpoint.
  public mutating func checkpointProperties(_ properties: CheckpointProperties?) { summary.properties = properties }

  /// Counts a master state.
  public mutating func masterState(name: ModifiedUTF8Span, version: Int32, byteCount: Int) {
    summary.masterStates.count += 1
    summary.masterStates.size = summary.masterStates.size.saturatingAdding(Int64(byteCount))
  }

  // MARK: Operators and their subtasks

  /// Begins an operator.
  public mutating func beginOperatorState(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID,
    parallelism: Int32, maxParallelism: Int32, chainLength: Int32?
  ) {
    var begun = OperatorSummary(id: operatorID, parallelism: parallelism, maxParallelism: maxParallelism)
    if let operatorName { begun.name = String(operatorName) }
    if let operatorUid { begun.uid = String(operatorUid) }
    current = begun
    subtasks.removeAll()
  }

  /// Begins a task.
  public mutating func beginTaskState(
    jobVertexID: OperatorID, parallelism: Int32, maxParallelism: Int32, chainLength: Int32
  ) {
    current = OperatorSummary(id: jobVertexID, parallelism: parallelism, maxParallelism: maxParallelism)
    subtasks.removeAll()
  }

  /// Completes an operator.
  public mutating func endOperatorState(isFullyFinished: Bool) {
    current?.isFullyFinished = isFullyFinished
    endTaskState()
  }

  /// Completes a task.
  public mutating func endTaskState() {
    guard var ended = current.take() else { return }
    subtasks.add(to: &ended, keepingSubtasks: keepsSubtasks)
    summary.operators.append(ended)
  }

  /// Begins a subtask.
  public mutating func beginSubtaskState(subtaskIndex: Int32, isFinished: Bool, duration: Int64?) {
    subtask = (subtaskIndex, isFinished)
    measure.reset()
  }

  /// Completes a subtask.
  public mutating func endSubtaskState() {
    guard let ended = subtask.take() else { return }
    subtasks.set(ended.index, ended.isFinished ? nil : measure.totals)
  }

  // MARK: State

  /// Begins a state, unless a part of one is entered.
  public mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64?) {
    guard let kind = StateKind(field) else { return }
    if kind == .coordinator { measure.reset() }
    measure.beginState()
  }

  /// Completes a state.
  public mutating func leave(_ field: MetadataPath.Field, index: Int?) {
    guard let kind = StateKind(field) else { return }
    measure.endState(kind)
    if kind == .coordinator { current?.totals.add(measure.totals) }
  }

  /// Measures inlined state.
  public mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int) {
    measure.inlined(byteCount)
  }

  /// Measures an inlined change.
  public mutating func stateChange(keyGroup: Int32, byteCount: Int) { measure.inlined(byteCount) }

  /// Measures a file.
  public mutating func fileReference(_ reference: FileReference) {
    measure.referenced(reference.stateSize)
    files?.add(reference)
    if reference.kind == .relativeFile {
      summary.restoreFacts.relativeReferences += 1
    } else {
      summary.restoreFacts.note(reference.path.bytes)
    }
  }

  /// Takes the size that the checkpoint added.
  public mutating func beginIncrementalRemoteKeyedStateHandle(
    tag: HandleTag, checkpointId: Int64, backendIdentifier: ModifiedUTF8Span, keyGroupRange: KeyGroupRange,
    checkpointedSize: Int64?
  ) {
    measure.beginIncremental(checkpointedSize: checkpointedSize)
  }

  /// Takes the size that the checkpoint added.
  public mutating func beginChangelogStateBackendHandle(
    tag: HandleTag, keyGroupRange: KeyGroupRange, checkpointedSize: Int64?
  ) {
    summary.restoreFacts.hasChangelog = true
    measure.beginChangelog(checkpointedSize: checkpointedSize)
  }

  /// Ends the handle.
  public mutating func endChangelogStateBackendHandle(
    materializationId: Int64?, checkpointId: Int64?, stateHandleId: ModifiedUTF8Span?
  ) {
    measure.endChangelog()
  }

  /// Begins changes in files.
  public mutating func beginChangelogStateHandleStream(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    measure.beginEnclosing()
  }

  /// Takes the size of changes in files.
  public mutating func endChangelogStateHandleStream(
    stateSize: Int64, checkpointedSize: Int64?, stateHandleId: ModifiedUTF8Span?,
    storageIdentifier: ModifiedUTF8Span?
  ) {
    measure.endChangelogStream(size: stateSize, checkpointedSize: checkpointedSize)
  }

  /// Begins the state of a channel.
  public mutating func beginChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32?, info: ChannelInfo, offsetCount: Int
  ) {
    measure.beginEnclosing()
  }

  /// Takes the size of the state of a channel.
  public mutating func channelStateSize(_ stateSize: Int64) {
    summary.restoreFacts.hasChannelState = true
    channelSize = stateSize
  }

  /// Completes the state of a channel.
  public mutating func endChannelStateHandle() { measure.endEnclosing(size: channelSize) }

  /// Begins the state of several channels.
  public mutating func beginMergedChannelStateHandle(kind: ChannelStateKind, subtaskIndex: Int32, stateSize: Int64) {
    summary.restoreFacts.hasChannelState = true
    channelSize = stateSize
    measure.beginEnclosing()
  }

  /// Completes the state of several channels.
  public mutating func endMergedChannelStateHandle() { measure.endEnclosing(size: channelSize) }

  /// The size of the channel state handle.
  private var channelSize: Int64 = 0
}
