// SPDX-License-Identifier: Apache-2.0

import FileTable

/// Compares listed files with what metadata refers to.
///
/// Files come in batches, so that the accesses to memory of their look-ups overlap.
struct ListingMatcher: ~Copyable {
  private var references: ReferenceTable
  private let form: LocationForm

  /// The keys of the given metadata files, and their indices.
  private let metadataFiles: [FileKey: [Int]]
  /// When the storage says that the given metadata files were written, by their indices.
  private(set) var listedMetadata: [Int: Int64?] = [:]
  /// Metadata files that were not given, in canonical form.
  private(set) var otherMetadata: [[UInt8]] = []
  /// The newest older version of each file that is needed and has one.
  private(set) var olderVersions: [FileKey: OlderVersion] = [:]
  /// How many listed files are needed.
  private(set) var matchCount: Int64 = 0
  /// How many of these have no size.
  private(set) var matchesWithoutSize: Int64 = 0
  /// How many current files were listed.
  private(set) var fileCount: Int64 = 0
  private(set) var orphans: OrphanSearch?
  /// The first file that was listed twice, with different sizes.
  private(set) var contradiction: ListingError?

  /// A version that can be brought back.
  struct OlderVersion {
    let modified: Int64
    let versionID: String
  }

  /// Takes the table; ``finish()`` gives it back.
  init(
    _ references: consuming ReferenceTable, _ form: LocationForm, metadataFiles: [FileKey: [Int]],
    orphans: OrphanSearch?
  ) {
    self.references = references
    self.form = form
    self.metadataFiles = metadataFiles
    self.orphans = orphans
  }

  /// The table with what was found.
  consuming func finish() -> ReferenceTable { references }

  private mutating func current(_ file: ListedFile, _ key: FileKey, _ uncertainty: Int64) {
    fileCount += 1
    let size = file.size
    let modified = file.modified
    let isArchived = file.isArchived
    let isSame = references.update(key) { $0.find(size: size, modified: modified, isArchived: isArchived) }
    if let isSame {
      matchCount += 1
      if size == nil { matchesWithoutSize += 1 }
      if !isSame, contradiction == nil {
        contradiction = ListingError(.contradiction(location: String(decoding: bytes(of: file), as: UTF8.self)))
      }
    } else {
      unneeded(file, key, uncertainty)
    }
  }

  private mutating func olderVersion(_ file: ListedFile, _ key: FileKey) {
    guard references.update(key, { $0.findOlderVersion() }) != nil else { return }
    let modified = file.modified ?? .min
    if let other = olderVersions[key], other.modified >= modified { return }
    let versionID = file.versionID.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    olderVersions[key] = OlderVersion(modified: modified, versionID: versionID)
  }

  /// A file that no metadata refers to: perhaps a metadata file itself.
  private mutating func unneeded(_ file: ListedFile, _ key: FileKey, _ uncertainty: Int64) {
    let isMetadata = file.location.withUnsafeBytes { $0.isMetadataFile }
    if isMetadata {
      if let indices = metadataFiles[key] {
        for index in indices { listedMetadata[index] = .some(file.modified) }
        return
      }
      otherMetadata.append(form.canonical(bytes(of: file)))
    }
    if orphans != nil {
      let canonical = form.canonical(bytes(of: file))
      orphans?.consider(file, canonical: canonical, uncertainty: uncertainty)
    }
  }

  private func bytes(of file: ListedFile) -> [UInt8] { file.location.withUnsafeBytes { Array($0) } }
}

extension ListingMatcher: BatchWorker {
  typealias Batch = ListedFiles

  static func makeBatch() -> Batch { ListedFiles() }

  mutating func work(on batch: inout Batch) {
    for start in stride(from: 0, to: batch.entries.count, by: Self.rowLength) {
      let row = Self.row(from: start, of: batch.entries.count)
      for index in row { references.touch(batch.entries[index].key) }
      for index in row {
        let file = batch.file(index)
        let key = batch.entries[index].key
        switch file.state {
        case .current: current(file, key, batch.uncertainty)
        case .noncurrent: olderVersion(file, key)
        case .deleteMarker: break
        }
      }
    }
    batch.removeAll()
  }
}

extension UnsafeRawBufferPointer {
  /// Whether the last component is `_metadata`.
  var isMetadataFile: Bool {
    let name: StaticString = "/_metadata"
    return name.withUTF8Buffer { name in
      count >= name.count ? suffix(name.count).elementsEqual(name) : elementsEqual(name.dropFirst())
    }
  }
}
