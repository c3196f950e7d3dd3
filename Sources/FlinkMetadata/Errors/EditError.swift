// SPDX-License-Identifier: Apache-2.0

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

  // MARK: OperatorEdits

  /// No operator has this name, uid or id.
  case noOperator(String)
  /// Several operators have this name, uid or id; `first` has the ids of at most ``mostListed`` of them.
  case severalOperators(String, count: Int, first: [OperatorID])
  /// An operator is to be dropped and changed as well, or changed twice in the same way.
  case contradiction(OperatorID)
  /// The file is of version 1, which holds tasks.
  case tasks
  /// To drop operators from a source needs a plan: see ``PathRewriter/plan(_:dialect:)``.
  case dropNeedsPlan
  /// The file has other operators than when the plan was made.
  case planDiffers

  /// The most ids that ``severalOperators(_:count:first:)`` has.
  public static let mostListed = 10
}

extension EditError: CustomStringConvertible {
  /// One line: what was expected and found.
  public var description: String {
    switch self {
    case .noSuchOperator(let id): "expected the id of an operator of the checkpoint, found \(id)"
    case .operatorExists(let id): "expected an id that no operator has, but there is an operator \(id)"
    case .namesNeedVersion5: "no names of operators are recorded before version 5"
    case .illegalName:
      "expected a name or uid of 1 to \(MetadataLimits.stringByteCount) bytes of modified UTF-8"
    case .keyedStateFixesMaxParallelism: "the operator has keyed state, which fixes its max parallelism"
    case .illegalMaxParallelism(let maxParallelism):
      "expected a max parallelism from the parallelism to \(MetadataLimits.maxParallelism), found \(maxParallelism)"
    case .noOperator(let text): "no operator has the name, uid or id '\(text.escapedForTerminal)'"
    case .severalOperators(let text, let count, let first):
      "\(count) operators have the name, uid or id '\(text.escapedForTerminal)'; give the id of one: "
        + first.map(\.description).joined(separator: ", ") + (first.count < count ? ", and more" : "")
    case .contradiction(let id): "the edits of operator \(id) contradict each other"
    case .tasks: "expected operators, found the tasks of version 1, which cannot be edited"
    case .dropNeedsPlan:
      "an operator is dropped in a second pass, because the number of operators stands before them"
    case .planDiffers: "the operators are not those of the first pass: the file has changed meanwhile"
    }
  }
}
