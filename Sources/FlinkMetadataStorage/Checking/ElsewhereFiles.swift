// SPDX-License-Identifier: Apache-2.0

import FileTable

/// Finds files that relative handles lead to in vain in another known directory (FLINK-39964).
///
/// A known directory is that of a metadata file, given or listed. First the names of the files are noted with
/// ``want(_:)``; then a second look at the storage finds where files of these names are.
final class ElsewhereFiles {
  private let hash = KeyHash()
  private var names = KeyTable<Place>()
  /// The canonical directories, without a slash at their ends.
  private let directories: [[UInt8]]
  private let indices: [[UInt8]: Int]
  /// Whether the storage has been looked at.
  private(set) var isComplete = false

  /// Where a name was found.
  private struct Place: BitwiseCopyable {
    var size: Int64 = -1
    var directory: Int32 = 0
    var count: Int32 = 0
  }

  /// - Parameter directories: the known directories, in canonical form and without a slash at their ends.
  init(directories: Set<[UInt8]>) {
    self.directories = Array(directories)
    indices = Dictionary(uniqueKeysWithValues: self.directories.enumerated().map { ($0.element, $0.offset) })
  }

  /// Whether there is more than one known directory, and so a place elsewhere.
  var hasOtherDirectories: Bool { directories.count > 1 }

  /// Whether there is anything to look for.
  var isEmpty: Bool { names.count == 0 }

  /// Notes the name of a file that was not found where it should be.
  func want(_ name: [UInt8]) {
    names.update(key(name[...]), inserting: Place()) { _, _ in }
  }

  /// Whether a file of this name is looked for.
  func wants(_ name: UnsafeRawBufferPointer) -> Bool { names.value(hash(name, after: hash.start)) != nil }

  /// Takes a listed file, by its canonical location.
  func found(_ location: [UInt8], size: Int64?) {
    let slash = location.lastIndex(of: UInt8(ascii: "/")) ?? 0
    guard let index = indices[Array(location[..<slash])] else { return }
    _ = names.find(key(location[min(slash + 1, location.count)...])) { place in
      // The same directory can be listed twice.
      if place.count == 1 && place.directory == Int32(clamping: index) { return }
      place = Place(size: size ?? -1, directory: Int32(clamping: index), count: place.count &+ 1)
    }
  }

  /// Ends the look at the storage.
  func complete() { isComplete = true }

  /// The only directory that has a file of this name, if its size will do.
  func directory(of name: [UInt8], _ need: SizeNeed) -> [UInt8]? {
    guard let place = names.value(key(name[...])), place.count == 1 else { return nil }
    return need.isMet(by: place.size < 0 ? nil : place.size) ? directories[Int(place.directory)] : nil
  }

  private func key(_ name: ArraySlice<UInt8>) -> FileKey { name.withUnsafeBytes { hash($0, after: hash.start) } }
}

/// The second look at a storage.
struct ElsewhereVisitor: ListingVisitor {
  let files: ElsewhereFiles
  let form: LocationForm

  mutating func listed(_ file: ListedFile) {
    guard file.state == .current, !file.isArchived else { return }
    // Few files are looked for, so few locations have to be made canonical.
    let isWanted = file.location.withUnsafeBytes { bytes in
      let start = bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
      return files.wants(UnsafeRawBufferPointer(rebasing: bytes[start...]))
    }
    guard isWanted else { return }
    files.found(form.canonical(file.location.withUnsafeBytes { Array($0) }), size: file.size)
  }
}
