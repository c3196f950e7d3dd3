// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles

extension MetadataInputError {
  /// The message, on one line. For a URI it says how to pipe the file to the tool.
  ///
  /// - Parameter call: the call of the tool that reads standard input, for a metadata file of a directory.
  package func message(piping call: (_ directory: String) -> String) -> String {
    guard problem == .notLocal, let client = StorageClient(uri: path) else { return description }
    let command = "\(client.command ?? "COMMAND") | \(call(client.directory))"
    return "\(description): \(command.escapedForTerminal)"
  }
}
