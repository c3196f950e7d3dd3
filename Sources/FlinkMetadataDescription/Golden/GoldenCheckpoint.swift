// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// What a golden file keeps of a checkpoint: all that stays the same when the same job writes another one.
///
/// That is the version and the kind of the checkpoint, the names of master states, and of each operator (in version 1: of
/// each task) its id, uid, name, parallelism and maximum parallelism, the kinds of its state, the forms of keyed state, and the
/// names of operator state with their way of distribution. Ids of checkpoints, paths, names of files and the order of
/// operators are random or change with each checkpoint, and are left out. Sizes are kept only with a ``tolerance``.
///
/// ```swift
/// let golden = try GoldenCheckpoint(text: bytes)
/// for difference in try GoldenCheckpoint(file).differences(from: golden) { print(difference) }
/// ```
///
/// In tests, `expectGolden` of the module `FlinkMetadataTesting` reads, compares and records.
public struct GoldenCheckpoint: Sendable {
  /// By how much sizes can differ; nil if they are not compared.
  public private(set) var tolerance: SizeTolerance?
  /// Whether the sizes of states are known. They are not in a text that was recorded without a tolerance.
  public let hasSizes: Bool
  /// The operators, each once, in the order of their ids; what a text does not have is as in a summary of nothing.
  let summary: CheckpointSummary
  let kind: Kind?

  /// The kinds of checkpoints that are told apart. The raw values are those of the text.
  enum Kind: String, CaseIterable {
    case checkpoint
    case canonicalSavepoint = "canonical savepoint"
    case nativeSavepoint = "native savepoint"

    init?(_ properties: CheckpointProperties?) {
      switch properties?.checkpointType {
      case .checkpoint: self = .checkpoint
      case .savepoint(let type): self = type.formatType == .canonical ? .canonicalSavepoint : .nativeSavepoint
      default: return nil
      }
    }
  }

  /// Takes from a file in memory what a golden file keeps. Linear.
  ///
  /// - Parameters:
  ///   - file: the file.
  ///   - tolerance: by how much sizes can differ; nil not to compare them.
  /// - Throws: `FlinkMetadataError` if the file is damaged.
  public init(_ file: MetadataFile, tolerance: SizeTolerance? = nil) throws(FlinkMetadataError) {
    var visitor = CheckpointSummaryVisitor.forGolden()
    self.init(visitor.finish(try file.walk(&visitor)), tolerance: tolerance)
  }

  /// Takes from a summary what a golden file keeps.
  ///
  /// - Parameters:
  ///   - summary: the whole file, summed up with details.
  ///   - tolerance: by how much sizes can differ; nil not to compare them.
  public init(_ summary: CheckpointSummary, tolerance: SizeTolerance? = nil) {
    self.init(summary, kind: Kind(summary.properties), tolerance: tolerance, hasSizes: true)
  }

  init(_ summary: CheckpointSummary, kind: Kind?, tolerance: SizeTolerance?, hasSizes: Bool) {
    var kept = CheckpointSummary()
    kept.version = summary.version
    kept.masterStateNames = summary.masterStateNames.sorted { ExactText($0) < ExactText($1) }
    kept.operators = OperatorDifference.lastOfEachID(summary.operators).map { ($0.id.description, $0) }
      .sorted { $0.0 < $1.0 }.map(\.1)
    self.summary = kept
    self.kind = kind
    self.tolerance = tolerance
    self.hasSizes = hasSizes
  }

  /// Compares sizes with another tolerance, or not any more.
  ///
  /// - Throws: ``GoldenError/noSizes`` if sizes are to be compared that are not known.
  public mutating func setTolerance(_ tolerance: SizeTolerance?) throws(GoldenError) {
    if tolerance != nil && !hasSizes { throw .noSizes }
    self.tolerance = tolerance
  }

  /// How many operators there are.
  public var operatorCount: Int { summary.operators.count }
}

extension CheckpointSummaryVisitor {
  /// Sums up what a ``GoldenCheckpoint`` is made of. Memory grows with the number of operators, and of the names of states.
  ///
  /// - Parameter operators: what operators are called that the file has no names for.
  package static func forGolden(operators: OperatorSelection = OperatorSelection()) -> CheckpointSummaryVisitor {
    var visitor = CheckpointSummaryVisitor(countsFiles: false, location: nil, operators: operators, keepsDetails: true)
    visitor.keepsSubtasks = false
    return visitor
  }
}
