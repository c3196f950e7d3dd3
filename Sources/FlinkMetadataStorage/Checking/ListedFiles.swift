// SPDX-License-Identifier: Apache-2.0

import FileTable

/// Files of a listing that wait to be looked up.
struct ListedFiles {
  /// What is known of a file, in few bytes: writing memory that the other core has read takes long.
  struct Entry {
    let key: FileKey
    /// -1 if not known.
    fileprivate let size: Int64
    /// The least number if not known.
    fileprivate let modified: Int64
    /// Where the location begins in `texts`; the id of the version follows it.
    fileprivate let start: Int32
    fileprivate let locationCount: Int32
    fileprivate let versionCount: Int32
    fileprivate let state: ListedFile.State
    fileprivate let isArchived: Bool
  }

  private(set) var entries: [Entry] = []
  private var texts: [UInt8] = []
  /// By how many seconds times can be wrong.
  var uncertainty: Int64 = 0

  private static let mostEntries = 2048
  /// No listing has longer lines, nor ids of versions.
  private static let mostText = 1 << 24

  init() { entries.reserveCapacity(Self.mostEntries) }

  /// Whether the batch is to be handed over before the next file.
  var isFull: Bool { entries.count == Self.mostEntries || texts.count > Self.mostText }

  @inline(__always)
  mutating func append(_ file: ListedFile, _ key: FileKey) {
    let start = texts.count
    file.location.withUnsafeBytes { texts.append(contentsOf: $0) }
    file.versionID.withUnsafeBytes { texts.append(contentsOf: $0) }
    entries.append(
      Entry(
        key: key, size: file.size ?? -1, modified: file.modified ?? .min, start: Int32(clamping: start),
        locationCount: Int32(clamping: file.location.byteCount),
        versionCount: Int32(clamping: file.versionID.byteCount), state: file.state, isArchived: file.isArchived))
  }

  /// Lends a file.
  @inline(__always)
  @_lifetime(borrow self)
  func file(_ index: Int) -> ListedFile {
    let entry = entries[index]
    let end = Int(entry.start) + Int(entry.locationCount)
    return ListedFile(
      location: texts.span.bytes.extracting(Int(entry.start)..<end),
      size: entry.size < 0 ? nil : entry.size, modified: entry.modified == .min ? nil : entry.modified,
      state: entry.state, versionID: texts.span.bytes.extracting(end..<end + Int(entry.versionCount)),
      isArchived: entry.isArchived)
  }

  mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    texts.removeAll(keepingCapacity: true)
  }
}
