// SPDX-License-Identifier: Apache-2.0

import FileTable

/// The files that one or many metadata files refer to, each once, with the size that is needed and the checkpoints that
/// need it.
///
/// Needs at most 48 bytes of memory a file, however long paths are: it keeps keys of paths, not paths.
struct ReferenceTable: ~Copyable {
  let hash = KeyHash()
  private(set) var records = KeyTable<FileRecord>()
  private(set) var sets = CheckpointSets()
  /// How many different files the last checkpoint refers to.
  private(set) var filesOfCheckpoint: Int64 = 0

  /// What a handle needs, in few bytes: writing memory that the other core has read takes long.
  struct Reference {
    let key: FileKey
    /// The need and whether the file is below a directory `shared`.
    private let rest: UInt64

    init(_ key: FileKey, _ need: SizeNeed, isShared: Bool) {
      self.key = key
      rest = need.packed << 1 | (isShared ? 1 : 0)
    }

    var need: SizeNeed { SizeNeed(packed: rest >> 1) }
    var isShared: Bool { rest & 1 == 1 }
  }

  init() {}

  /// How many different files there are.
  var fileCount: Int { records.count }

  /// Begins with the next checkpoint.
  mutating func begin(_ checkpoint: Int) {
    sets.begin(checkpoint)
    filesOfCheckpoint = 0
  }

  @inline(__always)
  private static func add(
    _ reference: Reference, _ records: inout KeyTable<FileRecord>, _ sets: inout CheckpointSets
  ) -> Bool {
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
  mutating func touch(_ key: FileKey) { records.touch(key) }

  /// Lends the record of a file to be changed; nil if there is no such file.
  @inline(__always)
  mutating func update<Result>(_ key: FileKey, _ body: (inout FileRecord) -> Result) -> Result? {
    records.find(key, body)
  }

  /// The record of a file, by its key.
  @inline(__always)
  borrowing func record(_ key: FileKey) -> FileRecord? { records.value(key) }
}

/// Looking up many references in a row lets their accesses to memory overlap.
extension ReferenceTable: BatchWorker {
  typealias Batch = [Reference]
  static var batchSize: Int { 2048 }

  static func makeBatch() -> Batch {
    var batch: Batch = []
    batch.reserveCapacity(batchSize)
    return batch
  }

  /// Adds references of the checkpoint.
  mutating func work(on batch: inout Batch) {
    for start in stride(from: 0, to: batch.count, by: Self.rowLength) {
      let row = Self.row(from: start, of: batch.count)
      for index in row { records.touch(batch[index].key) }
      for index in row where Self.add(batch[index], &records, &sets) { filesOfCheckpoint += 1 }
    }
    batch.removeAll(keepingCapacity: true)
  }
}
