/// Why a change to a checkpoint's metadata was refused.
@nonexhaustive
public enum EditError: Error, Sendable, Hashable {
  /// There is no operator with this id.
  case noSuchOperator(OperatorID)
  /// Another operator has this id already; Flink would give it the state of both.
  case operatorExists(OperatorID)
  /// The version has no place for operator names and uids.
  case namesNeedVersion5
  /// An operator name or uid is empty, or longer than ``MetadataLimits/stringByteCount``.
  case illegalName
  /// An operator with keyed state keeps its max parallelism: its keys have been distributed by it.
  case keyedStateFixesMaxParallelism
  /// The max parallelism is less than the parallelism or greater than ``MetadataLimits/maxParallelism``.
  case illegalMaxParallelism(Int32)
}

extension EditError: CustomStringConvertible {
  /// One line: what was expected and found.
  public var description: String {
    switch self {
    case .noSuchOperator(let id): "expected the id of an operator of the checkpoint, found \(id)"
    case .operatorExists(let id): "expected an id that no operator has, but there is an operator \(id)"
    case .namesNeedVersion5: "operator names and uids need version 5: convert the checkpoint first"
    case .illegalName:
      "expected a name or uid of 1 to \(MetadataLimits.stringByteCount) bytes of modified UTF-8"
    case .keyedStateFixesMaxParallelism: "the operator has keyed state, which fixes its max parallelism"
    case .illegalMaxParallelism(let maxParallelism):
      "expected a max parallelism from the parallelism to \(MetadataLimits.maxParallelism), found \(maxParallelism)"
    }
  }
}
