import FlinkMetadata

/// Measures the state of one subtask (or coordinator) from the events of its handles.
///
/// A state is as large as Flink's `getStateSize` says: that of a handle with parts is the sum of its parts, but channel
/// handles and changes in files have a size of their own, since several of them share a file. Beside it there is
/// `getCheckpointedSize`, what the checkpoint itself added, which incremental and changelog handles know.
///
/// The size is for people: its sums stop at the greatest number, and what is negative, as the -1 of a file whose size is
/// not known, is left out and counted. ``Amounts/checkpointedSize`` is Flink's number to the last bit: there -1 is added,
/// and sums overflow.
struct StateMeasure {
  /// What was measured.
  struct Amounts {
    /// The size of the state, by kind.
    var sizes = StateSizes()
    /// How much of it stands in the metadata file.
    var inlinedSize: Int64 = 0
    /// What Flink's `getCheckpointedSize` gives.
    var checkpointedSize: Int64 = 0
    /// How many handles do not tell a size.
    var unknownSizes: Int64 = 0
  }

  private(set) var amounts = Amounts()

  // The state that is being read, which is a field of the subtask and may have handles within handles.
  private var size: Int64 = 0
  private var inlinedSize: Int64 = 0
  private var flinkSize: Int64 = 0
  private var knownCheckpointedSize: Int64?
  /// How many changelog handles, the only keyed handles that contain others, are around.
  private var changelogNesting = 0
  /// Handles of channels and of changes in files tell the size of what they contain; what is inside is only looked at to
  /// see whether it is inlined. Nil outside of them.
  private var enclosed: (hasInlined: Bool, hasReferenced: Bool)?

  mutating func reset() { self = StateMeasure() }

  // MARK: States

  /// The state in a field of the subtask begins.
  mutating func beginState() {
    size = 0
    inlinedSize = 0
    flinkSize = 0
    knownCheckpointedSize = nil
    changelogNesting = 0
    enclosed = nil
  }

  /// It has been read.
  mutating func endState(_ kind: StateKind) {
    amounts.sizes[kind] = amounts.sizes[kind].saturatingAdding(size)
    amounts.inlinedSize = amounts.inlinedSize.saturatingAdding(inlinedSize)
    // State of Flink 1.1 is none to later releases.
    guard kind != .legacyOperator else { return }
    amounts.checkpointedSize &+= knownCheckpointedSize ?? flinkSize
  }

  // MARK: Leaves

  /// Bytes in the metadata file.
  mutating func inlined(_ byteCount: Int) {
    guard enclosed == nil else {
      enclosed?.hasInlined = true
      return
    }
    add(Int64(byteCount), isInlined: true)
  }

  /// Bytes somewhere else.
  mutating func referenced(_ stateSize: Int64) {
    guard enclosed == nil else {
      enclosed?.hasReferenced = true
      return
    }
    add(stateSize, isInlined: false)
  }

  private mutating func add(_ stateSize: Int64, isInlined: Bool) {
    flinkSize &+= stateSize
    guard stateSize >= 0 else { return amounts.unknownSizes += 1 }
    size = size.saturatingAdding(stateSize)
    if isInlined { inlinedSize = inlinedSize.saturatingAdding(stateSize) }
  }

  // MARK: Handles that tell a size of their own

  mutating func beginEnclosing() { enclosed = (false, false) }

  mutating func endEnclosing(size: Int64) {
    // Inlined if all of it is.
    let isInlined = enclosed?.hasInlined == true && enclosed?.hasReferenced == false
    enclosed = nil
    add(size, isInlined: isInlined)
  }

  // MARK: Handles that tell what the checkpoint added

  mutating func beginIncremental(checkpointedSize: Int64?) {
    // -1, and so the absence of the field, makes Flink take the size of the whole.
    if let checkpointedSize, checkpointedSize != -1 { setCheckpointedSize(checkpointedSize) }
  }

  mutating func beginChangelog(checkpointedSize: Int64?) {
    if let checkpointedSize { setCheckpointedSize(checkpointedSize) }
    changelogNesting += 1
  }

  mutating func endChangelog() { changelogNesting -= 1 }

  mutating func endChangelogStream(size: Int64, checkpointedSize: Int64?) {
    endEnclosing(size: size)
    if let checkpointedSize { setCheckpointedSize(checkpointedSize) }
  }

  /// Only the outermost handle counts.
  private mutating func setCheckpointedSize(_ checkpointedSize: Int64) {
    if changelogNesting == 0 { knownCheckpointedSize = checkpointedSize }
  }
}
