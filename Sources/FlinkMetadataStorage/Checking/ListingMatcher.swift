/// Compares what a storage lists with what metadata refers to, while it is being listed.
///
/// Files wait until there are many, so that the accesses to memory of their look-ups overlap.
struct ListingMatcher: ListingVisitor, ~Copyable {
  private var references: ReferenceTable
  private var waiting: [Waiting] = []
  /// The locations and versions of the files that wait.
  private var texts: [UInt8] = []
  private static var mostWaiting: Int { 64 }

  /// A file that waits to be looked up.
  private struct Waiting {
    let key: FileKey
    let location: Range<Int>
    let versionID: Range<Int>
    let size: Int64?
    let modified: Int64?
    let state: ListedFile.State
    let isArchived: Bool
  }
  private var keys: LocationKeys
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
  /// The first file.
  private(set) var firstLocation: [UInt8]?
  /// What all locations have in common.
  private(set) var common = CommonDirectory()
  private(set) var orphans: OrphanSearch?
  /// By how many seconds times can be wrong.
  private var uncertainty: Int64 = 0
  private let isTimeZoneKnown: Bool

  /// A version that can be brought back.
  struct OlderVersion {
    let modified: Int64
    let versionID: String
  }

  /// Takes the table; ``finish()`` gives it back.
  init(
    _ references: consuming ReferenceTable, _ form: LocationForm, metadataFiles: [FileKey: [Int]],
    orphans: OrphanSearch?, isTimeZoneKnown: Bool
  ) {
    keys = LocationKeys(references.hash, form)
    self.references = references
    self.form = form
    self.metadataFiles = metadataFiles
    self.orphans = orphans
    self.isTimeZoneKnown = isTimeZoneKnown
  }

  /// The table with what was found.
  consuming func finish() -> ReferenceTable { references }

  mutating func begin(_ form: ListingForm) {
    uncertainty = form.hasLocalTimes && !isTimeZoneKnown ? OrphanRules.unknownTimeZone : 0
  }

  mutating func listed(_ file: ListedFile) throws(ListingError) {
    let key = file.location.withUnsafeBytes { bytes in
      common.add(bytes)
      return keys(bytes)
    }
    if firstLocation == nil { firstLocation = file.location.withUnsafeBytes { Array($0) } }
    waiting.append(
      Waiting(
        key: key, location: keep(file.location), versionID: keep(file.versionID), size: file.size,
        modified: file.modified, state: file.state, isArchived: file.isArchived))
    if waiting.count == Self.mostWaiting { try lookUpWaiting() }
  }

  private mutating func keep(_ text: RawSpan) -> Range<Int> {
    let start = texts.count
    text.withUnsafeBytes { texts.append(contentsOf: $0) }
    return start..<texts.count
  }

  /// Looks up the files that wait. Call it when the listing has ended, too.
  mutating func lookUpWaiting() throws(ListingError) {
    let files = exchange(&waiting, with: [])
    let texts = exchange(&self.texts, with: [])
    var touched: UInt64 = 0
    for file in files { touched ^= references.touch(file.key) }
    withExtendedLifetime(touched) {}
    for file in files {
      let listed = ListedFile(
        location: texts.span.bytes.extracting(file.location), size: file.size, modified: file.modified,
        state: file.state, versionID: texts.span.bytes.extracting(file.versionID), isArchived: file.isArchived)
      switch file.state {
      case .current: try current(listed, file.key)
      case .noncurrent: olderVersion(listed, file.key)
      case .deleteMarker: break
      }
    }
    // The memory is used again.
    waiting = files
    waiting.removeAll(keepingCapacity: true)
    self.texts = texts
    self.texts.removeAll(keepingCapacity: true)
  }

  private mutating func current(_ file: ListedFile, _ key: FileKey) throws(ListingError) {
    fileCount += 1
    let size = file.size
    let modified = file.modified
    let isArchived = file.isArchived
    let isSame = references.update(key) { $0.find(size: size, modified: modified, isArchived: isArchived) }
    if let isSame {
      matchCount += 1
      if size == nil { matchesWithoutSize += 1 }
      if !isSame {
        throw ListingError(.contradiction(location: String(decoding: bytes(of: file), as: UTF8.self)))
      }
    } else {
      unneeded(file, key)
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
  private mutating func unneeded(_ file: ListedFile, _ key: FileKey) {
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

extension UnsafeRawBufferPointer {
  /// Whether the last component is `_metadata`.
  var isMetadataFile: Bool {
    let name: StaticString = "/_metadata"
    return name.withUTF8Buffer { name in
      count >= name.count ? suffix(name.count).elementsEqual(name) : elementsEqual(name.dropFirst())
    }
  }
}
