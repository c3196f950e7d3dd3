import FlinkMetadata

/// What a metadata file says of an operator (in version 1: of a task), in short.
public struct OperatorSummary: Sendable {
  /// The operator's name, from version 5.
  public var name: String?
  /// The uid that the job gave the operator, from version 5.
  public var uid: String?
  /// The operator's id.
  public var id: OperatorID
  /// The number of subtasks that the operator had.
  public var parallelism: Int32
  /// The number of key groups.
  public var maxParallelism: Int32
  /// Whether all subtasks have finished, so that there is no state.
  public var isFullyFinished = false
  /// How many subtasks the file has, finished ones included.
  public var subtaskCount = 0
  /// How many of them have finished.
  public var finishedSubtaskCount = 0
  /// The size of the state, by kind.
  public var sizes = StateSizes()
  /// How many bytes of the state stand in the metadata file; the others are in files.
  public var inlinedSize: Int64 = 0
  /// The bytes that the checkpoint itself added, and the coordinator's state (Flink:
  /// `OperatorState.getCheckpointedSize`). As in Flink, handles without a size count as -1, and the sum can overflow.
  public var checkpointedSize: Int64 = 0
  /// How many handles do not tell the size of their state.
  public var unknownSizes: Int64 = 0

  mutating func add(_ amounts: StateMeasure.Amounts) {
    sizes.add(amounts.sizes)
    inlinedSize = inlinedSize.saturatingAdding(amounts.inlinedSize)
    checkpointedSize &+= amounts.checkpointedSize
    unknownSizes = unknownSizes.saturatingAdding(amounts.unknownSizes)
  }
}

/// The subtasks of one operator. Of two with the same index the last counts, as in Flink.
struct SubtaskTable {
  /// For each index where its amounts are, or ``finished``. So the many subtasks that a hostile file can say have
  /// finished, in four bytes each, take little memory.
  private var positions: [Int32: Int32] = [:]
  private var amounts: [StateMeasure.Amounts] = []
  private var finishedCount = 0

  private static let finished: Int32 = -1

  mutating func removeAll() {
    positions.removeAll(keepingCapacity: true)
    amounts.removeAll(keepingCapacity: true)
    finishedCount = 0
  }

  /// Sets what a subtask has; nil if it has finished.
  mutating func set(_ index: Int32, _ newAmounts: StateMeasure.Amounts?) {
    var position = Self.finished
    if let newAmounts {
      position = Int32(amounts.count)
      amounts.append(newAmounts)
    } else {
      finishedCount += 1
    }
    let replaced = positions.updateValue(position, forKey: index)
    if replaced == Self.finished {
      finishedCount -= 1
    } else if let replaced {
      amounts[Int(replaced)] = StateMeasure.Amounts()
    }
  }

  /// Adds all subtasks to the operator.
  func add(to summary: inout OperatorSummary) {
    summary.subtaskCount = positions.count
    summary.finishedSubtaskCount = finishedCount
    for amounts in amounts { summary.add(amounts) }
  }
}
