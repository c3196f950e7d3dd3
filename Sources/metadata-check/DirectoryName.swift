// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataFiles

/// Directories of the command line.
enum DirectoryName {
  /// An absolute path for a relative one; URIs stay.
  static func absolute(_ directory: String) -> String {
    if directory.contains(":") { return directory }
    var path = DirectoryTree(directory).absolutePath ?? directory
    while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
    return path
  }
}
