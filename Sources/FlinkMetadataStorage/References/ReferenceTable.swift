import FlinkMetadata

/// The files that one or many metadata files refer to, each once, with the size that is needed and the checkpoints that
/// need it.
///
/// Needs at most 48 bytes of memory a file, however long paths are: it keeps keys of paths, not paths.
struct ReferenceTable: ~Copyable {
  let hash = KeyHash()
  private(set) var records = KeyTable<FileRecord>()
  private(set) var sets = CheckpointSets()
  /// What was counted for the checkpoint that is being added.
  private var counted = Counts()
  private var keys: LocationKeys
  /// References whose records are about to be looked up. Looking up many in a row lets their accesses to memory overlap.
  private var waiting: [Waiting] = []
  private static var mostWaiting: Int { 64 }

  private struct Waiting {
    let key: FileKey
    let need: SizeNeed
    let isShared: Bool
  }

  /// What a checkpoint refers to.
  struct Counts: Sendable {
    /// Different files.
    var files: Int64 = 0
    /// Handles.
    var references: Int64 = 0
    /// Handles with a relative path.
    var relativeReferences: Int64 = 0
    /// The sum of the handles' sizes in bytes; if it is beyond all numbers, the greatest one.
    var stateSize: Int64 = 0
  }

  /// - Parameter form: that of locations of metadata.
  init(_ form: LocationForm) {
    keys = LocationKeys(hash, form)
    waiting.reserveCapacity(Self.mostWaiting)
  }

  /// How many different files there are.
  var fileCount: Int { records.count }

  /// Begins with the next checkpoint.
  mutating func begin(_ checkpoint: Int) {
    sets.begin(checkpoint)
    counted = Counts()
    // After an error some may be left of another file.
    waiting.removeAll(keepingCapacity: true)
  }

  /// Ends a checkpoint, and says what it refers to.
  mutating func endCheckpoint() -> Counts {
    addWaiting()
    return counted
  }

  /// Adds a reference of the checkpoint.
  ///
  /// - Parameter location: where it leads to, as ``ReferenceLocation`` resolves it.
  @inline(__always)
  mutating func add(_ location: UnsafeRawBufferPointer, _ need: SizeNeed, stateSize: Int64, isRelative: Bool) {
    counted.references += 1
    if isRelative { counted.relativeReferences += 1 }
    if stateSize > 0 {
      let (sum, overflows) = counted.stateSize.addingReportingOverflow(stateSize)
      counted.stateSize = overflows ? .max : sum
    }
    let key = keys(location)
    waiting.append(Waiting(key: key, need: need, isShared: keys.isInShared))
    if waiting.count == Self.mostWaiting { addWaiting() }
  }

  private mutating func addWaiting() {
    var touched: UInt64 = 0
    for reference in waiting { touched ^= records.touch(reference.key) }
    withExtendedLifetime(touched) {}
    for reference in waiting {
      let isNewToCheckpoint = Self.add(reference, &records, &sets)
      if isNewToCheckpoint { counted.files += 1 }
    }
    waiting.removeAll(keepingCapacity: true)
  }

  @inline(__always)
  private static func add(_ reference: Waiting, _ records: inout KeyTable<FileRecord>, _ sets: inout CheckpointSets)
    -> Bool
  {
    records.update(reference.key, inserting: FileRecord(reference.need, isShared: reference.isShared)) {
      record, isNew in
      if !isNew { record.add(reference.need) }
      if sets.hasCurrent(record.checkpoints) { return false }
      record.checkpoints = sets.adding(to: record.checkpoints)
      return true
    }
  }

  /// Reads a little of a record ahead of time; see ``KeyTable/touch(_:)``.
  @inline(__always)
  borrowing func touch(_ key: FileKey) -> UInt64 { records.touch(key) }

  /// Lends the record of a file to be changed; nil if there is no such file.
  @inline(__always)
  mutating func update<Result>(_ key: FileKey, _ body: (inout FileRecord) -> Result) -> Result? {
    records.find(key, body)
  }

  /// The record of a file, by its key.
  @inline(__always)
  borrowing func record(_ key: FileKey) -> FileRecord? { records.value(key) }

  /// The key of a location of metadata.
  @inline(__always)
  mutating func key(_ location: UnsafeRawBufferPointer) -> FileKey { keys(location) }
}
