// SPDX-License-Identifier: Apache-2.0

import FileTable

/// Feeds the files of a listing to a ``ListingMatcher``.
struct ListingFeed: ListingVisitor, ~Copyable {
  private var matcher: Handover<ListingMatcher>
  private var batch = ListedFiles()
  private var keys: LocationKeys
  private let isTimeZoneKnown: Bool
  /// The first file.
  private(set) var firstLocation: [UInt8]?
  /// What all locations have in common.
  private(set) var common = CommonDirectory()

  /// - Parameters:
  ///   - hash: that of the matcher's table.
  ///   - form: that of locations of storages.
  init(_ matcher: consuming ListingMatcher, _ hash: KeyHash, _ form: LocationForm, isTimeZoneKnown: Bool) {
    keys = LocationKeys(hash, form)
    self.matcher = Handover(matcher)
    self.isTimeZoneKnown = isTimeZoneKnown
  }

  /// The matcher with all files, also after an error.
  consuming func finish() -> ListingMatcher { matcher.finish(batch) }

  mutating func begin(_ form: ListingForm) {
    let uncertainty = form.hasLocalTimes && !isTimeZoneKnown ? OrphanRules.unknownTimeZone : 0
    if !batch.entries.isEmpty, uncertainty != batch.uncertainty { submit() }
    batch.uncertainty = uncertainty
  }

  mutating func listed(_ file: ListedFile) {
    let key = file.location.withUnsafeBytes { bytes in
      common.add(bytes)
      return keys(bytes)
    }
    if firstLocation == nil { firstLocation = file.location.withUnsafeBytes { Array($0) } }
    batch.append(file, key)
    if batch.isFull { submit() }
  }

  private mutating func submit() {
    let uncertainty = batch.uncertainty
    matcher.submit(&batch)
    batch.uncertainty = uncertainty
  }
}
