// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Measures the state of one subtask (or coordinator) from the events of its handles; see ``StateTotals``.
///
/// The size of a handle with parts is the sum of its parts, but channel handles and changes in files have a size of
/// their own, since several of them share a file. Incremental and changelog handles know besides what the checkpoint
/// added.
struct StateMeasure {
  private(set) var totals = StateTotals()
  private(set) var shape = StateShape()

  // The state that is being read, which is a field of the subtask and may have handles within handles.
  private var isNull = false
  private var size: Int64 = 0
  private var inlinedSize: Int64 = 0
  private var sharedSize: Int64 = 0
  private var flinkSize: Int64 = 0
  private var knownCheckpointedSize: Int64?
  /// How many changelog handles enclose the current one. They are the only keyed handles that contain others.
  private var changelogNesting = 0
  /// Handles of channels and of changes in files have the size of what they contain; the handles inside only show
  /// whether it is inlined. Nil outside of such handles.
  private var enclosed: (hasInlined: Bool, hasReferenced: Bool)?
  /// Whether files that are read now are of a list of shared files.
  var isInSharedState = false

  mutating func reset() { self = StateMeasure() }

  // MARK: States

  /// The state in a field of the subtask begins.
  mutating func beginState() {
    isNull = false
    size = 0
    inlinedSize = 0
    sharedSize = 0
    flinkSize = 0
    knownCheckpointedSize = nil
    changelogNesting = 0
    enclosed = nil
  }

  /// It is null.
  mutating func noState() { isNull = true }

  /// Operator state has elements that are distributed in this way.
  mutating func distributed(_ mode: DistributionMode) { shape.insert(mode) }

  /// It has been read.
  mutating func endState(_ kind: StateKind) {
    if !isNull { shape.insert(kind) }
    totals.sizes[kind] = totals.sizes[kind].saturatingAdding(size)
    totals.inlinedSize = totals.inlinedSize.saturatingAdding(inlinedSize)
    totals.sharedSize = totals.sharedSize.saturatingAdding(sharedSize)
    // Later releases ignore state of Flink 1.1.
    guard kind != .legacyOperator else { return }
    totals.checkpointedSize &+= knownCheckpointedSize ?? flinkSize
  }

  // MARK: Leaves

  /// Bytes in the metadata file.
  mutating func inlined(_ byteCount: Int) {
    guard enclosed == nil else {
      enclosed?.hasInlined = true
      return
    }
    add(Int64(byteCount), .inlined)
  }

  /// Bytes somewhere else.
  ///
  /// - Parameter isShared: whether the handle itself says that other checkpoints can use the file.
  mutating func referenced(_ stateSize: Int64, isShared: Bool = false) {
    guard enclosed == nil else {
      enclosed?.hasReferenced = true
      return
    }
    add(stateSize, isShared || isInSharedState ? .shared : .own)
  }

  /// Where bytes are.
  private enum Place { case inlined, shared, own }

  private mutating func add(_ stateSize: Int64, _ place: Place) {
    flinkSize &+= stateSize
    guard stateSize >= 0 else { return totals.unknownSizes += 1 }
    size = size.saturatingAdding(stateSize)
    switch place {
    case .inlined: inlinedSize = inlinedSize.saturatingAdding(stateSize)
    case .shared: sharedSize = sharedSize.saturatingAdding(stateSize)
    case .own: break
    }
  }

  // MARK: Handles with a size of their own

  /// Whether the file that is being read has several handles, which have sizes of their own.
  var isEnclosed: Bool { enclosed != nil }

  /// Whether there is such a file, and not inlined state.
  var hasEnclosedFile: Bool { enclosed?.hasReferenced == true }

  mutating func beginEnclosing() { enclosed = (false, false) }

  /// - Parameter isShared: whether other checkpoints can use the files.
  mutating func endEnclosing(size: Int64, isShared: Bool = false) {
    // Inlined if all of it is.
    let isInlined = enclosed?.hasInlined == true && enclosed?.hasReferenced == false
    enclosed = nil
    add(size, isInlined ? .inlined : isShared ? .shared : .own)
  }

  // MARK: Handles that know what the checkpoint added

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
    endEnclosing(size: size, isShared: true)
    if let checkpointedSize { setCheckpointedSize(checkpointedSize) }
  }

  /// Only the outermost handle counts.
  private mutating func setCheckpointedSize(_ checkpointedSize: Int64) {
    if changelogNesting == 0 { knownCheckpointedSize = checkpointedSize }
  }
}
