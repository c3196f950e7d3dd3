// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataStorage
import Testing

/// The reader understands what real clients print.
@Suite struct RecordedListingTests {
  static let all = RecordedListing.aws + RecordedListing.otherS3 + RecordedListing.others

  @Test(arguments: all)
  func recording(_ recording: RecordedListing) throws {
    let bytes = try RecordedStorage.bytes(recording.file)
    switch recording.expectation {
    case .objects(let objects, let place):
      let listing = try read(bytes, recording.options)
      #expect(listing.summary.form == recording.form)
      // Clients differ in what they know beside these, and in the order.
      let files = listing.files.map { ListedCopy(location: $0.location, $0.size, $0.modified, $0.state) }
      #expect(Self.sorted(files) == Self.sorted(recording.expectedFiles(objects, at: place)))
    case .files(let files):
      let listing = try read(bytes, recording.options)
      #expect(listing.summary.form == recording.form)
      #expect(Self.sorted(listing.files) == Self.sorted(files))
    case .problem(let problem, let line):
      #expect(throws: ListingError(problem, name: "list", line: line)) { try read(bytes, recording.options) }
    case .clientError(let form, let start, let line):
      let error = #expect(throws: ListingError.self) { try read(bytes, recording.options) }
      guard case .clientError(form, let message) = error?.problem else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(message.hasPrefix(start))
      #expect(error?.line == line)
    case .hint(let text):
      let error = #expect(throws: ListingError.self) { try read(bytes, recording.options) }
      guard case .unsupported(let hint) = error?.problem else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(hint.contains(text))
    }
  }

  @Test func everyRecordingIsTested() {
    #expect(Set(RecordedStorage.entries.map(\.file)) == Set(Self.all.map(\.file)))
  }

  private static func sorted(_ files: [ListedCopy]) -> [ListedCopy] {
    // An old version comes before the current one.
    files.sorted {
      $0.location == $1.location
        ? ($0.modified ?? 0) < ($1.modified ?? 0) : $0.location.lexicographicallyPrecedes($1.location)
    }
  }
}
