// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataFiles
import ToolSupport

/// The golden file of the command line.
struct GoldenFile {
  /// What it is called in messages.
  let name: String
  let checkpoint: GoldenCheckpoint

  /// Reads the file, which is a text or a metadata file.
  ///
  /// - Throws: `DumpError` if it is neither, or cannot be read.
  init(_ path: String, _ request: MetadataDump) throws(DumpError) {
    let input: MetadataInput
    do {
      input = try MetadataInput(path, maximumByteCount: request.common.maxExpanded.byteCount)
    } catch {
      throw .input(error)
    }
    name = input.name
    do {
      var checkpoint = try input.read(beginningOf: GoldenCheckpoint.largestText + 1) { beginning, whole in
        try GoldenCheckpoint(beginning: beginning, source: whole, dialect: request.common.dialect)
      }
      if let tolerance = request.golden.tolerance { try checkpoint.setTolerance(tolerance) }
      self.checkpoint = checkpoint
    } catch let error as GoldenError {
      throw .golden(error, path: name)
    } catch let error as FlinkMetadataError {
      throw .metadata(error, message: input.message(for: error))
    } catch {
      preconditionFailure("unexpected error: \(error)")
    }
  }
}
