// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

extension CheckpointSummary {
  /// Sums up a file in memory. Linear; throws `FlinkMetadataError` if the file is damaged.
  ///
  /// - Parameters:
  ///   - file: the file.
  ///   - operators: the operators that are summed up.
  ///   - keepsDetails: whether ``OperatorSummary/subtasks`` and ``OperatorSummary/details`` are wanted.
  ///   - location: the directory of the file, if known, to resolve relative paths and to find paths that lead outside.
  public init(
    _ file: MetadataFile, operators: OperatorSelection = OperatorSelection(), keepsDetails: Bool = false,
    location: FileLocation? = nil
  ) throws(FlinkMetadataError) {
    var visitor = CheckpointSummaryVisitor(
      countsFiles: true, location: location, operators: operators, keepsDetails: keepsDetails)
    self = visitor.finish(try file.walk(&visitor))
  }

  /// Sums up a file by its views; otherwise as ``init(_:operators:keepsDetails:location:)-(MetadataFile,_,_,_)``.
  public init(
    _ view: borrowing CheckpointMetadataView, operators: OperatorSelection = OperatorSelection(),
    keepsDetails: Bool = false, location: FileLocation? = nil
  ) throws(FlinkMetadataError) {
    var visitor = CheckpointSummaryVisitor(
      countsFiles: true, location: location, operators: operators, keepsDetails: keepsDetails)
    self = visitor.finish(try view.walk(&visitor))
  }

  /// Sums up values, which have no size of a file: ``byteCount`` is 0. Throws if the values cannot be written.
  public init(
    _ metadata: CheckpointMetadata, operators: OperatorSelection = OperatorSelection(), keepsDetails: Bool = false,
    location: FileLocation? = nil
  ) throws(FlinkMetadataError) {
    var visitor = CheckpointSummaryVisitor(
      countsFiles: true, location: location, operators: operators, keepsDetails: keepsDetails)
    try metadata.walk(&visitor)
    self = visitor.finish()
  }
}
