// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription

/// Adds the references of one metadata file to a ``ReferenceTable``.
struct ReferenceCollector: MetadataVisitor, ~Copyable {
  private var table: Handover<ReferenceTable>
  private var batch = ReferenceTable.makeBatch()
  private var keys: LocationKeys
  private var location: ReferenceLocation
  /// Whether the handle of a file with changes follows.
  private var isInChangelog = false
  private(set) var collected = Collected()

  /// What else there is to know of the metadata file.
  struct Collected {
    var checkpointId: Int64?
    var properties: CheckpointProperties?
    /// Handles.
    var references: Int64 = 0
    /// The sum of the handles' sizes in bytes; if it is beyond all numbers, the greatest one.
    var stateSize: Int64 = 0
    var directories = ReferencedDirectories()
    var facts = RestoreFacts()
    /// The first location that is referred to, in modified UTF-8.
    var firstLocation: [UInt8]?
  }

  /// Takes the table for the walk; ``finish()`` gives it back.
  ///
  /// - Parameter form: that of locations of metadata.
  init(_ table: consuming ReferenceTable, _ form: LocationForm, checkpoint: Int, directory: String) {
    table.begin(checkpoint)
    keys = LocationKeys(table.hash, form, countsDirectories: true)
    self.table = Handover(table)
    location = ReferenceLocation(directory: directory)
  }

  /// The table with the references, also after an error.
  consuming func finish() -> ReferenceTable { table.finish(batch) }

  mutating func endMetadata() { collected.directories = keys.countedDirectories }

  mutating func checkpointId(_ checkpointId: Int64) { collected.checkpointId = checkpointId }
  mutating func checkpointProperties(_ properties: CheckpointProperties?) { collected.properties = properties }

  mutating func beginChangelogStateBackendHandle(
    tag: HandleTag, keyGroupRange: KeyGroupRange, checkpointedSize: Int64?
  ) {
    collected.facts.hasChangelog = true
  }
  mutating func channelStateSize(_ stateSize: Int64) { collected.facts.hasChannelState = true }
  mutating func beginMergedChannelStateHandle(kind: ChannelStateKind, subtaskIndex: Int32, stateSize: Int64) {
    collected.facts.hasChannelState = true
  }

  mutating func beginChangelogStateHandleStream(tag: HandleTag, keyGroupRange: KeyGroupRange) { isInChangelog = true }
  mutating func endChangelogStateHandleStream(
    stateSize: Int64, checkpointedSize: Int64?, stateHandleId: ModifiedUTF8Span?, storageIdentifier: ModifiedUTF8Span?
  ) {
    isInChangelog = false
  }

  mutating func fileReference(_ reference: FileReference) {
    collected.add(reference)
    let need = SizeNeed(reference, isChangelog: isInChangelog)
    Self.append(reference, need, to: &batch, &keys, &location)
    if batch.count == ReferenceTable.batchSize { table.submit(&batch) }
    if collected.firstLocation == nil {
      collected.firstLocation = location.withLocation(reference) { Array($0) }
    }
  }

  @inline(__always)
  private static func append(
    _ reference: FileReference, _ need: SizeNeed, to batch: inout ReferenceTable.Batch, _ keys: inout LocationKeys,
    _ location: inout ReferenceLocation
  ) {
    location.withLocation(reference) { bytes in
      let key = keys(bytes)
      batch.append(ReferenceTable.Reference(key, need, isShared: keys.isInShared))
    }
  }
}

extension ReferenceCollector.Collected {
  @inline(__always)
  mutating func add(_ reference: FileReference) {
    references += 1
    if reference.kind == .relativeFile { facts.relativeReferences += 1 }
    if reference.stateSize > 0 {
      let (sum, overflows) = stateSize.addingReportingOverflow(reference.stateSize)
      stateSize = overflows ? .max : sum
    }
  }
}
