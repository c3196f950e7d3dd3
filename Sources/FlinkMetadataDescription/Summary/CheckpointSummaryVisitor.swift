// SPDX-License-Identifier: Apache-2.0

import FileTable
import FlinkMetadata

/// Sums up a metadata file while it is being read.
///
/// Memory grows with the number of operators, and with the number of subtasks of one operator, or with details of all.
/// Counting files takes at most 10 MB.
public struct CheckpointSummaryVisitor: SelectingVisitor, ~Copyable {
  /// The operators that are summed up.
  public var operators: OperatorSelection
  /// How many ``OperatorSummary/subtaskGroups`` are kept; nil for none.
  package var subtaskGroupLimits: SubtaskGroupLimits?
  /// The operators that have groups of subtasks.
  private var groupedOperators: [Int] = []
  private let keepsDetails: Bool
  /// Whether ``OperatorSummary/subtasks`` are kept, which take more memory than the other details.
  package var keepsSubtasks: Bool
  private var summary = CheckpointSummary()
  private var current: OperatorSummary?
  private var subtasks = SubtaskTable()
  private var subtask: (index: Int32, isFinished: Bool)?
  private var measure = StateMeasure()
  private var keyGroupRange: KeyGroupRange?
  private var isInManagedKeyedState = false
  private var files: ReferenceCounts?
  /// Where the files are noted to be compared with those of another checkpoint.
  var comparedFiles: FileComparer?

  /// Sums up one file.
  ///
  /// - Parameters:
  ///   - countsFiles: whether to count the files that handles refer to.
  ///   - location: the directory of the file, if known.
  ///   - operators: the operators that are summed up.
  ///   - keepsDetails: whether ``OperatorSummary/subtasks`` and ``OperatorSummary/details`` are wanted.
  public init(
    countsFiles: Bool, location: FileLocation?, operators: OperatorSelection = OperatorSelection(),
    keepsDetails: Bool = false
  ) {
    files = countsFiles ? ReferenceCounts(location: location) : nil
    self.operators = operators
    self.keepsDetails = keepsDetails
    keepsSubtasks = keepsDetails
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
    subtaskGroupLimits?.keepLargest(of: &summary.operators, grouped: &groupedOperators)
    if let files {
      summary.files = files.counts(relativeReferences: summary.restoreFacts.relativeReferences)
      summary.directories = files.summaries
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
    if keepsDetails { summary.masterStateNames.append(String(name)) }
    summary.masterStates.size = summary.masterStates.size.saturatingAdding(Int64(byteCount))
  }

  // MARK: Operators and their subtasks

  /// Begins an operator.
  public mutating func beginOperatorState(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID,
    parallelism: Int32, maxParallelism: Int32, chainLength: Int32?
  ) {
    let identity = operators.identity(name: operatorName, uid: operatorUid, id: operatorID)
    current = OperatorSummary(
      name: identity.name, uid: identity.uid, id: operatorID, parallelism: parallelism, maxParallelism: maxParallelism)
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
    ended.fileReferences = fileReferences
    ended.files = operatorFiles
    fileReferences = 0
    operatorFiles = 0
    subtasks.add(to: &ended, keepingSubtasks: keepsSubtasks)
    guard let limits = subtaskGroupLimits else { return summary.operators.append(ended) }
    ended.subtaskGroups = subtasks.groups(atMost: limits.groups)
    groupedOperators.append(summary.operators.count)
    summary.operators.append(ended)
    limits.apply(to: &summary.operators, grouped: &groupedOperators)
  }

  /// Begins a subtask.
  public mutating func beginSubtaskState(subtaskIndex: Int32, isFinished: Bool, duration: Int64?) {
    subtask = (subtaskIndex, isFinished)
    keyGroupRange = nil
    measure.reset()
  }

  /// Completes a subtask.
  public mutating func endSubtaskState() {
    guard let ended = subtask.take() else { return }
    subtasks.set(ended.index, ended.isFinished ? nil : measure, keyGroupRange)
  }

  // MARK: State

  /// Begins a state, unless a part of one is entered.
  public mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64?) {
    isStateEntered = false
    if field == .sharedState { return measure.isInSharedState = true }
    guard let kind = StateKind(field) else { return }
    if kind == .coordinator { measure.reset() }
    isInManagedKeyedState = kind == .managedKeyed
    measure.beginState()
    isStateEntered = true
  }

  /// Completes a state.
  public mutating func leave(_ field: MetadataPath.Field, index: Int?) {
    if field == .sharedState { return measure.isInSharedState = false }
    guard let kind = StateKind(field) else { return }
    isInManagedKeyedState = false
    measure.endState(kind)
    guard kind == .coordinator else { return }
    current?.totals.add(measure.totals)
    current?.shape.formUnion(measure.shape)
  }

  /// Takes that there is no state, unless a part of one is null.
  public mutating func nullHandle() {
    if isStateEntered { measure.noState() }
  }

  /// Measures inlined state.
  public mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int) {
    measure.inlined(byteCount)
  }

  /// Measures an inlined change.
  public mutating func stateChange(keyGroup: Int32, byteCount: Int) { measure.inlined(byteCount) }

  /// Measures a file.
  public mutating func fileReference(_ reference: FileReference) { add(reference, isShared: false) }

  /// Measures a part of a file.
  public mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) {
    let reference = FileReference(.segment, path: filePath, startPos: startPos, stateSize: stateSize)
    add(reference, isShared: scope == .shared)
  }

  private mutating func add(_ reference: FileReference, isShared: Bool) {
    measure.referenced(reference.stateSize, isShared: isShared)
    fileReferences += 1
    let size = measure.isEnclosed ? 0 : reference.stateSize
    if let added = files?.add(reference, size: size, operatorIndex: summary.operators.count) { operatorFiles += added }
    comparedFiles?.add(reference)
    if reference.kind == .relativeFile {
      summary.restoreFacts.relativeReferences += 1
    } else {
      summary.restoreFacts.note(reference.path.bytes)
    }
  }

  // Those of the operator that is being read.
  private var fileReferences: Int64 = 0
  private var operatorFiles = 0

  /// Notes the form of keyed state.
  public mutating func beginKeyGroupsStateHandle(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    note(tag == .savepointKeyGroups ? .canonical : .keyGroups, keyGroupRange)
  }

  private mutating func note(_ form: KeyedStateForms, _ range: KeyGroupRange) {
    guard isInManagedKeyedState else { return }
    current?.keyedStateForms.insert(form)
    if keyGroupRange == nil { keyGroupRange = range }
  }

  /// Takes the size that the checkpoint added.
  public mutating func beginIncrementalRemoteKeyedStateHandle(
    tag: HandleTag, checkpointId: Int64, backendIdentifier: ModifiedUTF8Span, keyGroupRange: KeyGroupRange,
    checkpointedSize: Int64?
  ) {
    note(.incremental, keyGroupRange)
    measure.beginIncremental(checkpointedSize: checkpointedSize)
  }

  /// Takes the size that the checkpoint added.
  public mutating func beginChangelogStateBackendHandle(
    tag: HandleTag, keyGroupRange: KeyGroupRange, checkpointedSize: Int64?
  ) {
    note(.changelog, keyGroupRange)
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
    addEnclosed(stateSize)
    measure.endChangelogStream(size: stateSize, checkpointedSize: checkpointedSize)
  }

  /// Takes the name of a state, and how its elements are distributed.
  public mutating func stateMetaInfo(name: ModifiedUTF8Span, distributionMode: DistributionMode, offsetCount: Int) {
    measure.distributed(distributionMode)
    if keepsDetails { current?.details.add(name, distributionMode) }
  }

  /// Begins the state of a channel.
  public mutating func beginChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32?, info: ChannelInfo, offsetCount: Int
  ) {
    measure.beginEnclosing()
    addChannels(1, kind)
  }

  /// Takes the size of the state of a channel.
  public mutating func channelStateSize(_ stateSize: Int64) {
    summary.restoreFacts.hasChannelState = true
    channelSize = stateSize
  }

  /// Completes the state of a channel.
  public mutating func endChannelStateHandle() { endChannelState() }

  /// Begins the state of several channels.
  public mutating func beginMergedChannelStateHandle(kind: ChannelStateKind, subtaskIndex: Int32, stateSize: Int64) {
    summary.restoreFacts.hasChannelState = true
    channelSize = stateSize
    measure.beginEnclosing()
    mergedKind = kind
  }

  /// The number of merged channels follows, in four bytes.
  public mutating func serializedChannelOffsets(byteCount: Int) { missingBytesOfCount = min(4, byteCount) }

  /// Takes the number of merged channels.
  public mutating func bytes(_ bytes: RawSpan, offset: Int64?) {
    guard missingBytesOfCount > 0 else { return }
    for index in 0..<min(missingBytesOfCount, bytes.byteCount) {
      mergedCount = mergedCount << 8 | UInt32(bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self))
      missingBytesOfCount -= 1
    }
    guard missingBytesOfCount == 0 else { return }
    addChannels(Int64(mergedCount), mergedKind)
    mergedCount = 0
  }

  private var mergedKind = ChannelStateKind.inputChannel
  private var mergedCount: UInt32 = 0
  private var missingBytesOfCount = 0

  private mutating func addChannels(_ count: Int64, _ kind: ChannelStateKind) {
    if kind == .inputChannel {
      current?.details.inputChannels += count
    } else {
      current?.details.resultSubpartitions += count
    }
  }

  /// Completes the state of several channels.
  public mutating func endMergedChannelStateHandle() { endChannelState() }

  private mutating func endChannelState() {
    addEnclosed(channelSize)
    measure.endEnclosing(size: channelSize)
  }

  /// State in a file that other handles refer to, too.
  private mutating func addEnclosed(_ size: Int64) {
    if measure.hasEnclosedFile, size > 0 { files?.addSize(size) }
  }

  /// The size of the channel state handle.
  private var channelSize: Int64 = 0
  /// Whether a state, and nothing in it, was the last thing to be entered.
  private var isStateEntered = false
}
