// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataStorage

/// A file of a listing, kept. Locations are bytes, because strings compare by canonical equivalence.
struct ListedCopy: Equatable, Sendable, CustomStringConvertible {
  var location: [UInt8]
  var size: Int64?
  var modified: Int64?
  var state = ListedFile.State.current
  var versionID: [UInt8] = []
  var isArchived = false

  init(
    _ location: String, size: Int64? = 1234, modified: Int64? = 1_795_547_567,
    state: ListedFile.State = .current, versionID: String = "", isArchived: Bool = false
  ) {
    self.location = Array(location.utf8)
    self.size = size
    self.modified = modified
    self.state = state
    self.versionID = Array(versionID.utf8)
    self.isArchived = isArchived
  }

  init(_ location: String, _ size: Int64?, _ modified: Int64? = nil) {
    self.init(location, size: size, modified: modified)
  }

  init(location: [UInt8], _ size: Int64?, _ modified: Int64?, _ state: ListedFile.State) {
    self.location = location
    self.size = size
    self.modified = modified
    self.state = state
  }

  init(_ file: ListedFile) {
    location = file.location.withUnsafeBytes { Array($0) }
    size = file.size
    modified = file.modified
    state = file.state
    versionID = file.versionID.withUnsafeBytes { Array($0) }
    isArchived = file.isArchived
  }

  var description: String {
    "\(String(decoding: location, as: UTF8.self)) \(size ?? -1) \(modified ?? -1) \(state) "
      + "\(String(decoding: versionID, as: UTF8.self)) \(isArchived)"
  }
}

/// Keeps what it hears.
struct ListingRecorder: ListingVisitor {
  var files: [ListedCopy] = []

  mutating func listed(_ file: ListedFile) throws(ListingError) { files.append(ListedCopy(file)) }
}

/// What reading gives.
struct ListingResult: Equatable, Sendable {
  var summary: ListingSummary
  var files: [ListedCopy]
}

/// Reads a listing that is in memory.
func read(
  _ bytes: [UInt8], _ options: ListingOptions = ListingOptions(), chunkSize: Int? = nil
) throws(ListingError) -> ListingResult {
  var recorder = ListingRecorder()
  let source = MemorySource(bytes, chunkSize: chunkSize)
  let summary = try ListingReader(options).read(source, name: "list", &recorder)
  return ListingResult(summary: summary, files: recorder.files)
}

/// Reads a listing that is text.
func read(_ text: String, _ options: ListingOptions = ListingOptions()) throws(ListingError) -> ListingResult {
  try read(Array(text.utf8), options)
}

/// The problem that reading ends with; nil if there is none.
func problem(_ text: String, _ options: ListingOptions = ListingOptions()) -> ListingError? {
  do {
    _ = try read(text, options)
    return nil
  } catch {
    return error
  }
}
