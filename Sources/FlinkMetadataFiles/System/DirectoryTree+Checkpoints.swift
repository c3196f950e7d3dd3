// SPDX-License-Identifier: Apache-2.0

extension DirectoryTree {
  /// The metadata files of checkpoints at most so many levels below the tree's directory, in the order of their paths.
  /// Directories at the last level are not listed, because those of shared state can have very many files. Names that are
  /// not UTF-8 are left out.
  ///
  /// The paths begin with the tree's path as it was given.
  package func metadataFiles(levels: Int) throws -> [(path: String, file: File)] {
    var found: [(path: String, file: File)] = []
    var directories = [givenPath]
    for level in 1...levels {
      var next: [String] = []
      for directory in directories {
        // One that may not be read, such as a `shared` of somebody else, hides no checkpoint.
        let names = level == 1 ? try names(in: directory) : (try? names(in: directory)) ?? []
        for name in names {
          guard let name = String(validating: name, as: UTF8.self) else { continue }
          let path = directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
          let metadata = "\(path)/_metadata"
          if let file = Self.file(at: metadata) {
            found.append((metadata, file))
          } else if level < levels && Self.isDirectory(path) {
            next.append(path)
          }
        }
      }
      directories = next
    }
    return found
  }

  private func names(in directory: String) throws -> [[UInt8]] {
    try names(in: Array(directory.utf8), isRoot: directory == givenPath)
  }
}
