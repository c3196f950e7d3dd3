// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

extension AtomicFile {
  /// Writes a text as a file that appears complete or not at all. Of existing files it replaces empty ones, and those that
  /// begin as the text does.
  ///
  /// - Parameter beginning: what all texts of this form begin with.
  /// - Returns: false if there is another file, which stays.
  package static func write(_ text: String, to path: String, replacing beginning: String) throws(OutputError) -> Bool {
    if let existing = DirectoryTree.file(at: path), existing.size > 0, !begins(path, with: Array(beginning.utf8)) {
      return false
    }
    let file = try AtomicFile(path)
    do {
      try file.output.write(text)
    } catch {
      throw file.output.failure ?? .closedPipe(name: path)
    }
    try file.commit()
    return true
  }

  private static func begins(_ path: String, with beginning: [UInt8]) -> Bool {
    let found = try? MetadataInput(path).read(beginningOf: beginning.count) { found, _ in found }
    return found == beginning
  }
}
