// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Reads two checkpoints one after the other and compares them, in memory that does not grow with their files.
///
/// Use it for files of any size, and for pipes; for two files in memory there is
/// ``CheckpointDifference/init(from:to:locations:operators:)``.
///
/// ```swift
/// var comparer = CheckpointComparer()
/// try comparer.read(location: nil) { visitor throws(FlinkMetadataError) in try first.walk(&visitor) }
/// try comparer.read(location: nil) { visitor throws(FlinkMetadataError) in try second.walk(&visitor) }
/// let difference = comparer.finish()
/// ```
///
/// Memory grows with the number of operators, and by at most 5 MB with the number of files.
public struct CheckpointComparer: ~Copyable {
  /// The operators that are compared. It can be set anew before each read.
  public var operators: OperatorSelection
  private var files: FileComparer? = FileComparer()
  private var summaries: [CheckpointSummary] = []

  /// Compares the operators of a selection, and the files that they refer to.
  public init(operators: OperatorSelection = OperatorSelection()) { self.operators = operators }

  /// Reads a checkpoint: first the older one, then the newer one.
  ///
  /// - Parameters:
  ///   - location: the directory of the metadata file, which relative paths are resolved against. If it is nil, relative paths
  ///     stay as they are.
  ///   - walk: walks over the file with the visitor, and returns what the walk says.
  /// - Throws: what `walk` throws. The comparer is of no use then.
  public mutating func read(
    location: FileLocation?, _ walk: (inout CheckpointSummaryVisitor) throws(FlinkMetadataError) -> MetadataSummary
  ) throws(FlinkMetadataError) {
    var visitor = CheckpointSummaryVisitor(countsFiles: false, location: location, operators: operators)
    visitor.comparedFiles = files.take()
    visitor.comparedFiles?.begin(isSecond: !summaries.isEmpty, location: location)
    let walked = try walk(&visitor)
    files = visitor.comparedFiles.take()
    summaries.append(visitor.finish(walked))
  }

  /// What changed. Call it when both checkpoints have been read without an error.
  public consuming func finish() -> CheckpointDifference {
    guard summaries.count == 2, let comparison = files.take()?.finish() else {
      preconditionFailure("a CheckpointComparer compares two checkpoints")
    }
    return CheckpointDifference(from: summaries[0], to: summaries[1], files: comparison)
  }
}
