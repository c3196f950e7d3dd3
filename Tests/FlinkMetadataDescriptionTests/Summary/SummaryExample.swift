// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription

/// The size of each operator's state as `metadata-dump` shows it, and the files that the checkpoint refers to.
func report(_ file: MetadataFile) throws(FlinkMetadataError) -> String {
  var lines = try CheckpointSummary(file).operators.map { "\($0.name ?? "\($0.id)"): \($0.totals.sizes.total) bytes" }
  lines += try file.referencedFiles().map { "\($0.path)" }
  return lines.joined(separator: "\n")
}
