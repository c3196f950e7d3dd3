// SPDX-License-Identifier: Apache-2.0

/// Reports the files of a listing to its visitor, and adds up the summary.
struct ListingReport: ~Copyable {
  let form: ListingForm
  let options: ListingOptions
  var summary: ListingSummary
  /// How many entries of any kind there were, directories and their markers included.
  private(set) var entryCount: Int64 = 0
  private var level: LevelCheck
  private var join: LocationJoin
  private var hasPrefix = true

  /// - Parameter rule: how the form's keys become locations.
  init(_ form: ListingForm, _ rule: LocationJoin.Rule, _ options: ListingOptions) {
    self.form = form
    self.options = options
    summary = ListingSummary(form: form)
    level = LevelCheck(form)
    join = LocationJoin(
      base: options.base, form: form, rule: rule, encoding: options.isURLEncoded ? .form : .raw)
  }

  // MARK: Entries

  /// Notes an entry that is no file of its own, such as a version that nobody can get.
  mutating func skip() { entryCount += 1 }

  /// Notes a directory of a form that has entries for them.
  mutating func skipDirectory(_ key: RawSpan) {
    entryCount += 1
    level.note(key, isDirectory: true)
  }

  /// Reports a file by its key; not if it is a marker of a directory.
  mutating func report<V: ListingVisitor & ~Copyable>(
    _ key: RawSpan, size: Int64?, modified: Int64?, state: ListedFile.State = .current, versionID: RawSpan = RawSpan(),
    isArchived: Bool = false, to visitor: inout V
  ) throws(ListingError) {
    entryCount += 1
    if key.byteCount == 0 { throw ListingError(.malformed(form, expected: "a key that is not empty")) }
    level.note(key, isDirectory: false)
    let location = try key.withUnsafeBytes { bytes throws(ListingError) in try join.location(of: bytes) }
    // A listing without sizes has markers, too.
    if DirectoryMarker.matches(key: location, size: size ?? 0) { return }
    summary.fileCount += 1
    if let modified, modified > summary.newest ?? .min { summary.newest = modified }
    // Safe: the location is valid until the next call, and no longer than the key, which the caller lends.
    try visitor.listed(
      ListedFile(
        location: location.bytes, size: size, modified: modified, state: state, versionID: versionID,
        isArchived: isArchived))
  }

  // MARK: The listing

  /// Notes what a page says that it lists; nil if it does not say. Pages of several listings have no prefix in common.
  mutating func note(prefix: RawSpan?) throws(ListingError) {
    guard hasPrefix else { return }
    guard let prefix else {
      hasPrefix = false
      summary.prefix = nil
      return
    }
    let location = try prefix.withUnsafeBytes { bytes throws(ListingError) in try join.location(of: bytes) }
    let text = String(decoding: location, as: UTF8.self)
    if let other = summary.prefix, !other.utf8.elementsEqual(text.utf8) {
      hasPrefix = false
      summary.prefix = nil
    } else {
      summary.prefix = text
    }
  }

  /// What one command has listed has ended, and another one's output may follow.
  mutating func endCommand() throws(ListingError) {
    if level.isOneLevel { throw ListingError(.notRecursive(form)) }
    level = LevelCheck(form)
  }

  /// The summary of a listing that has been read to its end.
  func finished() throws(ListingError) -> ListingSummary {
    if entryCount == 0 { throw ListingError(.empty) }
    if level.isOneLevel { throw ListingError(.notRecursive(form)) }
    return summary
  }
}
