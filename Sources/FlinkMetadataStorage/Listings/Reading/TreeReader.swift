// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles
import SystemPackage

/// Lists a local tree as if it were a listing.
struct TreeReader {
  let path: String

  /// The absolute path of the tree.
  var directory: String? { DirectoryTree(path).absolutePath }

  /// Returns the first symbolic link.
  func read<Visitor: ListingVisitor & ~Copyable>(_ visitor: inout Visitor) throws(ListingError) -> String? {
    var count: Int64 = 0
    let firstLink: String?
    do {
      firstLink = try DirectoryTree(path).visit { (file) throws(ListingError) in
        count += 1
        try visitor.listed(
          ListedFile(location: file.path.span.bytes, size: file.size, modified: file.modified))
      }
    } catch let error as ListingError {
      throw error
    } catch let error as DirectoryTree.Failure {
      throw ListingError(.cannotRead(.sourceFailed(code: error.error.rawValue)), name: error.path)
    } catch {
      preconditionFailure("unexpected error: \(error)")
    }
    if count == 0 { throw ListingError(.empty, name: path) }
    return firstLink
  }
}
