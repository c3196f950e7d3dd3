// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataFiles

/// Directories of the command line.
enum DirectoryName {
  /// An absolute path for a relative one; URIs stay.
  static func absolute(_ directory: String) -> String {
    if directory.utf8.contains(UInt8(ascii: ":")) { return directory }
    var path = (DirectoryTree(directory).absolutePath ?? directory)[...].utf8
    while path.count > 1 && path.last == UInt8(ascii: "/") { path.removeLast() }
    return String(Substring(path))
  }
}
