// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FlinkMetadataDescription
import FlinkMetadataFiles

/// How `--files` writes paths.
struct FileListOptions: ParsableArguments {
  @Option(
    name: .customLong("paths"),
    help: ArgumentHelp(
      """
      With --files: write the paths of local files as URIs (file:/a), or plain (/a). The default is plain if the \
      checkpoint is in a directory that is given as a plain path, else they are as in the metadata.
      """, valueName: "uri|plain"))
  var pathForm: PathForm?

  /// How the paths of a metadata file are written; nil for the default.
  var style: FilePathStyle? {
    switch pathForm {
    case .uri: .uri
    case .plain: .plain
    case nil: nil
    }
  }
}

/// How the paths of local files are written.
enum PathForm: String, ExpressibleByArgument, CaseIterable {
  case uri, plain
}
