// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

extension MetadataFile {
  /// Opens a metadata file by its path and reads it into memory, decompressed.
  ///
  /// ```swift
  /// let file = try MetadataFile(path: "/checkpoints/job/chk-42")
  /// ```
  ///
  /// - Parameters:
  ///   - path: the path of a metadata file, or of a directory that holds one under the name `_metadata`, or `-` for
  ///     standard input.
  ///   - dialect: the layout of version 3, or nil to detect it.
  ///   - maximumByteCount: the most bytes that a compressed file may expand to, or nil for no limit. A plain file is
  ///     read whatever its size.
  /// - Throws: ``MetadataInputError``; what is wrong with the header is ``MetadataInputError/Problem/malformed(_:)``.
  public init(
    path: String, dialect: Dialect? = nil, maximumByteCount: Int64? = MetadataInput.standardMaximumByteCount
  ) throws(MetadataInputError) {
    let input = try MetadataInput(path, maximumByteCount: maximumByteCount)
    do throws(FlinkMetadataError) {
      try self.init(try input.readAll(), dialect: dialect)
    } catch {
      throw MetadataInputError(.malformed(error), path: input.name)
    }
  }
}
