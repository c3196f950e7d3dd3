// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Measures a metadata file while it is being read; see ``MetadataSizes``.
///
/// Use it for files of any size; for a file in memory there is ``MetadataSizes/init(_:operators:valueCount:)``. It is
/// not for values, which have no places in a file. Memory grows with the number of operators.
///
/// The end of a part is where the next one begins. So this visits the operators that are not selected too.
public struct MetadataSizesVisitor: ~Copyable {
  /// The operators that are measured.
  public private(set) var operators: OperatorSelection
  private var sizes = MetadataSizes()
  var measure: ContentMeasure
  /// Whether the operator that comes next is selected.
  private var isNextSelected = true

  private var current: OperatorSizes?
  private var operatorStart: Int64 = 0
  /// The subtask that is being read: its place in the list and in the file.
  private var subtask: (listIndex: Int, start: Int64)?
  private var subtaskIndex: Int32 = 0
  /// How many bytes of the subtask come after its channel state.
  private var refCheckpointByteCount: Int64 = 0
  /// How many handles of the subtask have been read.
  var handleCount: Int64 = 0
  private var kind = StateKind.managedOperator
  private var masterStatesStart: Int64 = 0
  private var propertiesStart: Int64?

  /// Measures one file.
  ///
  /// - Parameters:
  ///   - operators: the operators that are measured.
  ///   - valueCount: how many of the largest values are wanted.
  public init(operators: OperatorSelection = OperatorSelection(), valueCount: Int = 10) {
    self.operators = operators
    measure = ContentMeasure(valueCount: valueCount)
    measure.keepsValues = operators.isAll
  }

  /// What was measured. Call it when the walk has returned its summary.
  public consuming func finish(_ walked: MetadataSummary) -> MetadataSizes {
    endOperator(at: walked.byteCount)
    sizes.operators.sort { ($0.contents.total, $1.index) > ($1.contents.total, $0.index) }
    // The properties are the last part.
    if let propertiesStart { sizes.fileContents[.checkpointProperties] = walked.byteCount - propertiesStart }
    sizes.fileContents[.structure] = walked.byteCount - sizes.contents.total - sizes.unselectedByteCount
    sizes.fileContents[.trailingBytes] = walked.trailingByteCount
    sizes.fileSize = walked.byteCount + walked.trailingByteCount
    sizes.operatorCount = operators.operatorCount
    sizes.largestValues = measure.largest.values
    return sizes
  }

  private mutating func endOperator(at end: Int64) {
    endSubtask(at: end)
    guard var ended = current.take() else { return }
    if measure.keepsValues {
      ended.contents = measure.contents
      ended.contents[.structure] = end - operatorStart - ended.contents.total
      sizes.operators.append(ended)
    } else {
      sizes.unselectedByteCount += end - operatorStart
    }
  }

  private mutating func endSubtask(at end: Int64) {
    guard let ended = subtask.take(), let owner = current else { return }
    measure.endChannels(at: end - refCheckpointByteCount)
    let byteCount = end - ended.start
    guard measure.keepsValues, byteCount > sizes.largestSubtask?.byteCount ?? 0 else { return }
    let path = MetadataPath([
      .init(sizes.version == .version1 ? .taskStates : .operatorStates, index: owner.index),
      .init(.subtaskStates, index: ended.listIndex),
    ])
    sizes.largestSubtask = SubtaskBytes(
      path: path, subtaskIndex: subtaskIndex, byteCount: byteCount, handleCount: handleCount)
  }

  /// Announces bytes of the state that is being read.
  mutating func inlined(_ byteCount: Int) {
    let content: MetadataContent =
      switch kind {
      case .coordinator: .coordinatorState
      case .managedKeyed, .rawKeyed: .inlinedKeyedState
      case .channel: .inlinedChannelState
      default: .inlinedOperatorState
      }
    measure.announce(content, byteCount: Int64(byteCount))
  }
}

extension MetadataSizesVisitor: MetadataVisitor {
  // MARK: The checkpoint

  /// Takes the version.
  public mutating func beginMetadata(version: FormatVersion, dialect: Dialect) {
    sizes.version = version
    measure.version = version
  }

  /// Takes the id.
  public mutating func checkpointId(_ checkpointId: Int64) { sizes.checkpointId = checkpointId }

  /// Announces a master state.
  public mutating func masterState(name: ModifiedUTF8Span, version: Int32, byteCount: Int) {
    measure.add(name, .masterStates)
    measure.announce(.masterStates, byteCount: Int64(byteCount))
  }

  // MARK: Parts

  /// Visits every operator, and measures those of the selection.
  public mutating func visits(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID
  ) -> Bool {
    isNextSelected = operators.visits(name: operatorName, uid: operatorUid, id: operatorID)
    return true
  }

  /// Ends what came before a part.
  public mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64?) {
    switch field {
    case .operatorStates, .taskStates:
      endOperator(at: offset ?? 0)
      measure.keepsValues = isNextSelected
      measure.reset()
      operatorStart = offset ?? 0
    case .subtaskStates:
      endSubtask(at: offset ?? 0)
      subtask = (index ?? 0, offset ?? 0)
    case .checkpointProperties:
      endOperator(at: offset ?? 0)
      propertiesStart = offset
    default:
      if let kind = StateKind(field) { self.kind = kind }
    }
    measure.enter(field, index: index)
  }

  /// Leaves a part.
  public mutating func leave(_ field: MetadataPath.Field, index: Int?) { measure.leave() }

  /// Takes where the lists begin that are measured as a whole.
  public mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64?) {
    guard let offset else { return }
    // A list begins after its number of elements.
    let end = offset - 4
    switch field {
    case .masterStates: masterStatesStart = offset
    case .operatorStates:
      let byteCount = end - masterStatesStart
      if operators.isAll {
        sizes.fileContents[.masterStates] = byteCount
      } else {
        sizes.unselectedByteCount = byteCount
      }
    case .inputChannelState: measure.beginChannels(at: offset)
    case .resultSubpartitionState:
      measure.endChannels(at: end)
      measure.beginChannels(at: offset)
    default: break
    }
  }

  // MARK: Operators and subtasks

  /// Begins an operator.
  public mutating func beginOperatorState(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID,
    parallelism: Int32, maxParallelism: Int32, chainLength: Int32?
  ) {
    var begun = OperatorSizes(index: operators.operatorCount - 1, id: operatorID)
    if isNextSelected {
      let identity = operators.identity(name: operatorName, uid: operatorUid, id: operatorID)
      begun.name = identity.name
      begun.uid = identity.uid
    }
    measure.addIfPresent(operatorName, .operatorNames)
    measure.addIfPresent(operatorUid, .operatorNames)
    current = begun
  }

  /// Begins a task.
  public mutating func beginTaskState(
    jobVertexID: OperatorID, parallelism: Int32, maxParallelism: Int32, chainLength: Int32
  ) {
    current = OperatorSizes(index: operators.operatorCount - 1, id: jobVertexID)
  }

  /// Begins a subtask.
  public mutating func beginSubtaskState(subtaskIndex: Int32, isFinished: Bool, duration: Int64?) {
    handleCount = 0
    refCheckpointByteCount = 0
    self.subtaskIndex = subtaskIndex
  }

  /// Measures the field after the lists of channel state: a mark, and the id if there is one.
  public mutating func refCheckpointId(_ refCheckpointId: Int64?) {
    refCheckpointByteCount = refCheckpointId == nil ? 1 : 9
  }

  // MARK: Runs

  /// Takes where announced bytes are.
  public mutating func bytes(_ bytes: RawSpan, offset: Int64?) { measure.announcedValue(isAt: offset) }

  /// Takes where announced offsets are.
  public mutating func offsets(_ offsets: OffsetsSpan) { measure.announcedValue(isAt: offsets.offset) }
}
