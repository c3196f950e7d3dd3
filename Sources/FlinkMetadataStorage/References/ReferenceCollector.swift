import FlinkMetadata
import FlinkMetadataDescription

/// Adds the references of one metadata file to a ``ReferenceTable``.
struct ReferenceCollector: MetadataVisitor, ~Copyable {
  private var table: ReferenceTable
  private var location: ReferenceLocation
  /// Whether the handle of a file with changes follows.
  private var isInChangelog = false
  private(set) var checkpointId: Int64?
  private(set) var properties: CheckpointProperties?
  private(set) var counts = ReferenceTable.Counts()
  private(set) var directories = ReferencedDirectories()
  private(set) var facts = RestoreFacts()
  /// The first location that is referred to, in modified UTF-8.
  private(set) var firstLocation: [UInt8]?

  /// Takes the table for the walk; ``finish()`` gives it back.
  init(_ table: consuming ReferenceTable, checkpoint: Int, directory: String) {
    table.begin(checkpoint)
    self.table = table
    location = ReferenceLocation(directory: directory)
  }

  /// The table with the references, also after an error.
  consuming func finish() -> ReferenceTable { table }

  mutating func endMetadata() {
    counts = table.endCheckpoint()
    directories.flush()
    facts.relativeReferences = counts.relativeReferences
  }

  mutating func checkpointId(_ checkpointId: Int64) { self.checkpointId = checkpointId }
  mutating func checkpointProperties(_ properties: CheckpointProperties?) { self.properties = properties }

  mutating func beginChangelogStateBackendHandle(
    tag: HandleTag, keyGroupRange: KeyGroupRange, checkpointedSize: Int64?
  ) {
    facts.hasChangelog = true
  }
  mutating func channelStateSize(_ stateSize: Int64) { facts.hasChannelState = true }
  mutating func beginMergedChannelStateHandle(kind: ChannelStateKind, subtaskIndex: Int32, stateSize: Int64) {
    facts.hasChannelState = true
  }

  mutating func beginChangelogStateHandleStream(tag: HandleTag, keyGroupRange: KeyGroupRange) { isInChangelog = true }
  mutating func endChangelogStateHandleStream(
    stateSize: Int64, checkpointedSize: Int64?, stateHandleId: ModifiedUTF8Span?, storageIdentifier: ModifiedUTF8Span?
  ) {
    isInChangelog = false
  }

  mutating func fileReference(_ reference: FileReference) {
    let need = SizeNeed(reference, isChangelog: isInChangelog)
    let isRelative = reference.kind == .relativeFile
    let size = reference.stateSize
    Self.add(reference, need, size, isRelative, &table, &location, &directories)
    if firstLocation == nil { firstLocation = location.withLocation(reference) { Array($0) } }
  }

  @inline(__always)
  private static func add(
    _ reference: FileReference, _ need: SizeNeed, _ size: Int64, _ isRelative: Bool, _ table: inout ReferenceTable,
    _ location: inout ReferenceLocation, _ directories: inout ReferencedDirectories
  ) {
    location.withLocation(reference) { bytes in
      directories.count(bytes)
      table.add(bytes, need, stateSize: size, isRelative: isRelative)
    }
  }
}
