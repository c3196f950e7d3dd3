// SPDX-License-Identifier: Apache-2.0

// SPEC.md 3.4, "Subtask states"
//
//   i32 subtaskIndex                    version 3 and up: negative says that the subtask -(value) - 1 has finished,
//                                       and nothing else follows
//   version 2: i64 duration, i32 n, StreamStateHandle * n (legacy operator state, by Flink 1.3 only)
//   i32 present, OperatorStateHandle    managed operator state, if present is not 0
//   i32 present, OperatorStateHandle    raw operator state, if present is not 0
//   KeyedStateHandle                    managed keyed state
//   KeyedStateHandle                    raw keyed state
//   version 3 and up: i32 n, InputChannelStateHandle * n, i32 m, ResultSubpartitionStateHandle * m
//   version 7: i8 present, i64 refCheckpointId if present is 1

/// State of a subtask (Flink: `OperatorSubtaskState`, `FinishedOperatorSubtaskState`).
///
/// Takes 32 bytes, and memory on the heap for what it has: files can have hundreds of thousands of small subtasks.
public struct OperatorSubtaskState: Sendable, Hashable {
  /// The subtask's index, from 0.
  public var subtaskIndex: Int32
  /// Whether the subtask has finished; then it has no state.
  public var isFinished: Bool
  /// Whether ``duration`` is -1, as in nearly every file that has the number.
  private var hasUnknownDuration = false
  private var managedOperator: Box<OperatorStreamStateHandle>?
  /// Keyed state that Flink manages.
  public var managedKeyedState: KeyedStateHandle?
  /// The fields that few subtasks have; nil if this one has none of them.
  private var rare: Box<RareFields>?

  fileprivate struct RareFields: Sendable, Hashable {
    var duration: Int64?
    var legacyOperatorState: [StreamStateHandle?] = []
    var rawOperatorState: OperatorStreamStateHandle?
    var rawKeyedState: KeyedStateHandle?
    var inputChannelState: [ChannelStateHandle] = []
    var resultSubpartitionState: [ChannelStateHandle] = []
    var refCheckpointId: Int64?
  }

  private static let none = RareFields()

  private var rareFields: RareFields {
    get { rare?.value ?? Self.none }
    set { rare = newValue == Self.none ? nil : Box(newValue) }
    _modify {
      // In place, so that appending to a list takes constant time.
      var box = rare.take() ?? Box(Self.none)
      Box.makeUnique(&box)
      defer { rare = box.value == Self.none ? nil : box }
      yield &box.value
    }
  }

  /// An unused number of version 2, which Flink writes as -1; nil in other versions.
  public var duration: Int64? {
    get { hasUnknownDuration ? -1 : rareFields.duration }
    set {
      hasUnknownDuration = newValue == -1
      if newValue != -1 || rare != nil { rareFields.duration = newValue == -1 ? nil : newValue }
    }
  }
  /// State of Flink 1.1 in version 2, which Flink 1.3 kept and later releases reject; empty in other versions.
  public var legacyOperatorState: [StreamStateHandle?] {
    get { rareFields.legacyOperatorState }
    _modify { yield &rareFields.legacyOperatorState }
  }
  /// Operator state that Flink manages.
  public var managedOperatorState: OperatorStreamStateHandle? {
    get { managedOperator?.value }
    set { managedOperator = Box(newValue) }
  }
  /// Operator state that the operator serializes itself.
  public var rawOperatorState: OperatorStreamStateHandle? {
    get { rareFields.rawOperatorState }
    set { rareFields.rawOperatorState = newValue }
  }
  /// Keyed state that the operator serializes itself.
  public var rawKeyedState: KeyedStateHandle? {
    get { rareFields.rawKeyedState }
    set { rareFields.rawKeyedState = newValue }
  }
  /// Data that was in flight to the subtask, from version 3.
  public var inputChannelState: [ChannelStateHandle] {
    get { rareFields.inputChannelState }
    _modify { yield &rareFields.inputChannelState }
  }
  /// Data that was in flight from the subtask, from version 3.
  public var resultSubpartitionState: [ChannelStateHandle] {
    get { rareFields.resultSubpartitionState }
    _modify { yield &rareFields.resultSubpartitionState }
  }
  /// The checkpoint that a regional checkpoint took this state from (version 7).
  public var refCheckpointId: Int64? {
    get { rareFields.refCheckpointId }
    set { rareFields.refCheckpointId = newValue }
  }

  /// Makes a subtask's state, at first empty.
  public init(
    subtaskIndex: Int32, isFinished: Bool = false, duration: Int64? = nil,
    legacyOperatorState: [StreamStateHandle?] = [],
    managedOperatorState: OperatorStreamStateHandle? = nil, rawOperatorState: OperatorStreamStateHandle? = nil,
    managedKeyedState: KeyedStateHandle? = nil, rawKeyedState: KeyedStateHandle? = nil,
    inputChannelState: [ChannelStateHandle] = [], resultSubpartitionState: [ChannelStateHandle] = [],
    refCheckpointId: Int64? = nil
  ) {
    self.subtaskIndex = subtaskIndex
    self.isFinished = isFinished
    hasUnknownDuration = duration == -1
    managedOperator = Box(managedOperatorState)
    self.managedKeyedState = managedKeyedState
    rareFields = RareFields(
      duration: duration == -1 ? nil : duration, legacyOperatorState: legacyOperatorState,
      rawOperatorState: rawOperatorState, rawKeyedState: rawKeyedState, inputChannelState: inputChannelState,
      resultSubpartitionState: resultSubpartitionState, refCheckpointId: refCheckpointId)
  }
}

extension OperatorSubtaskState: CustomReflectable {
  /// The fields under their public names, however they are stored.
  public var customMirror: Mirror {
    let own: [Mirror.Child] = [
      ("subtaskIndex", subtaskIndex), ("isFinished", isFinished), ("managedOperatorState", managedOperatorState as Any),
      ("managedKeyedState", managedKeyedState as Any),
    ]
    var rare = rareFields
    rare.duration = duration
    return Mirror(self, children: own + Mirror(reflecting: rare).children, displayStyle: .struct)
  }
}

// MARK: Walking

extension MetadataWalk {
  @inlinable
  mutating func subtaskStates<Visitor: MetadataVisitor & ~Copyable>(
    _ count: Int, parallelism: Int32, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    remainder.parallelism = parallelism
    remainder.subtaskStates = count
    var list = try beginList(.subtaskStates, count: count, &visitor)
    while try next(&list, &visitor) {
      remainder.subtaskStates -= 1
      try subtaskState(parallelism: parallelism, &visitor)
    }
  }

  @inlinable
  mutating func subtaskState<Visitor: MetadataVisitor & ~Copyable>(
    parallelism: Int32, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    let stored = try reader.int32()
    let isFinished = stored < 0 && version >= .version3
    // -(stored) - 1 in 32 bits that wrap around
    let subtaskIndex = isFinished ? ~stored : stored
    if subtaskIndex < 0 || subtaskIndex >= parallelism {
      throw reader.errorBefore(4, .subtaskIndexOutOfRange(subtaskIndex, parallelism: parallelism))
    }
    if version == .version2 {
      try visitor.beginSubtaskState(subtaskIndex: subtaskIndex, isFinished: false, duration: try reader.int64())
      try legacyOperatorState(&visitor)
    } else {
      try visitor.beginSubtaskState(subtaskIndex: subtaskIndex, isFinished: isFinished, duration: nil)
    }
    if !isFinished {
      try optionalOperatorState(.managedOperatorState, &visitor)
      try optionalOperatorState(.rawOperatorState, &visitor)
      try subtaskState(from: .managedKeyedState, &visitor)
    }
    try visitor.endSubtaskState()
  }

  @inlinable
  mutating func optionalOperatorState<Visitor: MetadataVisitor & ~Copyable>(
    _ field: MetadataPath.Field, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    guard flag(try reader.int32()) else { return try visitor.absent(field) }
    try enterListOfOne(field, &visitor)
    try operatorStateHandle(isOptional: false, &visitor)
    try leave(field, &visitor)
  }

  /// The part of a subtask's state from the given field on, one of the last four. This is where dialects differ, so
  /// that their detection begins in the middle of a subtask.
  @inlinable @inline(__always)
  mutating func subtaskState<Visitor: MetadataVisitor & ~Copyable>(
    from field: MetadataPath.Field, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    switch field {
    case .managedKeyedState:
      try settleDialect(before: .managedKeyedState)
      try keyedStateHandle(.managedKeyedState, &visitor)
      fallthrough
    case .rawKeyedState:
      try settleDialect(before: .rawKeyedState)
      try keyedStateHandle(.rawKeyedState, &visitor)
      if version < .version3 { return }
      fallthrough
    case .inputChannelState:
      try settleDialect(before: .inputChannelState)
      try channelStateHandles(.inputChannelState, .inputChannel, &visitor)
      fallthrough
    default:
      try settleDialect(before: .resultSubpartitionState)
      try channelStateHandles(.resultSubpartitionState, .resultSubpartition, &visitor)
    }
    if version >= .version7 { try refCheckpointId(&visitor) }
  }

  @inlinable
  mutating func refCheckpointId<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let marker = try reader.uint8()
    // Flink reads every value but 1 as "not present".
    if marker > 1 { nonCanonicalCount += 1 }
    try visitor.refCheckpointId(marker == 1 ? try reader.int64() : nil)
  }
}

// MARK: Walking values

extension ValueWalk where Visitor: ~Copyable {
  mutating func subtaskState(_ state: OperatorSubtaskState, _ visitor: inout Visitor) throws(FlinkMetadataError) {
    try requireRepresentable(state)
    try visitor.beginSubtaskState(
      subtaskIndex: state.subtaskIndex, isFinished: state.isFinished, duration: state.duration)
    if version == .version2 { try legacyOperatorState(state.legacyOperatorState, &visitor) }
    if !state.isFinished {
      try optionalOperatorState(.managedOperatorState, state.managedOperatorState, &visitor)
      try optionalOperatorState(.rawOperatorState, state.rawOperatorState, &visitor)
      try keyedStateHandle(.managedKeyedState, state.managedKeyedState, &visitor)
      try keyedStateHandle(.rawKeyedState, state.rawKeyedState, &visitor)
      if version >= .version3 {
        try channelStateHandles(.inputChannelState, .inputChannel, state.inputChannelState, &visitor)
        try channelStateHandles(.resultSubpartitionState, .resultSubpartition, state.resultSubpartitionState, &visitor)
      }
      if version >= .version7 { try visitor.refCheckpointId(state.refCheckpointId) }
    }
    try visitor.endSubtaskState()
  }

  private mutating func optionalOperatorState(
    _ field: MetadataPath.Field, _ handle: OperatorStreamStateHandle?, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    guard let handle else { return try visitor.absent(field) }
    try part(field, &visitor) { walk, visitor throws(FlinkMetadataError) in
      try walk.operatorStateHandle(handle, &visitor)
    }
  }

  private func requireRepresentable(_ state: OperatorSubtaskState) throws(FlinkMetadataError) {
    let hasChannelState = !state.inputChannelState.isEmpty || !state.resultSubpartitionState.isEmpty
    let hasState =
      state.managedOperatorState != nil || state.rawOperatorState != nil || state.managedKeyedState != nil
      || state.rawKeyedState != nil || hasChannelState || state.refCheckpointId != nil
    try require(version >= .version3 || !state.isFinished, .finishedBeforeVersion3)
    try require(!(state.isFinished && hasState), .finishedWithState)
    try require(version >= .version3 || !hasChannelState, .channelsBeforeVersion3)
    try require(version == .version2 || state.legacyOperatorState.isEmpty, .legacyStateAfterVersion2)
    try require(version >= .version7 || state.refCheckpointId == nil, .referenceBeforeVersion7)
  }
}

// MARK: Fields

extension MetadataFieldEvents where Visitor: ~Copyable {
  /// Reports the fields of a subtask.
  @inlinable
  public mutating func beginSubtaskState(subtaskIndex: Int32, isFinished: Bool, duration: Int64?)
    throws(FlinkMetadataError)
  {
    try field("index", subtaskIndex)
    if version > .version1 { try visitor.field("finished", isFinished) }
    try optional("duration", duration)
  }

  /// Reports the reference, if there is one.
  @inlinable
  public mutating func refCheckpointId(_ refCheckpointId: Int64?) throws(FlinkMetadataError) {
    try optional("refCheckpointId", refCheckpointId)
  }
}

// MARK: Encoding

extension MetadataEncoder {
  /// Writes a subtask's own fields.
  public mutating func beginSubtaskState(subtaskIndex: Int32, isFinished: Bool, duration: Int64?) {
    writer.int32(isFinished ? ~subtaskIndex : subtaskIndex)
    // Flink writes -1 here and ignores it when it reads.
    if version <= .version2 { writer.int64(duration ?? -1) }
  }

  /// Writes that an operator state is present. In the lists of version 1 it has an index and needs no such field.
  public mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64?) {
    guard index == nil else { return }
    switch field {
    case .managedOperatorState, .rawOperatorState: writer.int32(1)
    default: break
    }
  }

  /// Writes that an operator state is absent.
  public mutating func absent(_ field: MetadataPath.Field) { writer.int32(0) }

  /// Writes the checkpoint that a regional checkpoint took the state from, or that there is none.
  public mutating func refCheckpointId(_ refCheckpointId: Int64?) {
    writer.uint8(refCheckpointId == nil ? 0 : 1)
    if let refCheckpointId { writer.int64(refCheckpointId) }
  }
}

// MARK: Building

extension MetadataBuilder {
  mutating func beginSubtaskState(subtaskIndex: Int32, isFinished: Bool, duration: Int64?) {
    if task != nil {
      taskSubtask = TaskSubtaskState(subtaskIndex: subtaskIndex, duration: duration ?? -1)
    } else {
      subtask = OperatorSubtaskState(subtaskIndex: subtaskIndex, isFinished: isFinished, duration: duration)
    }
  }

  mutating func refCheckpointId(_ refCheckpointId: Int64?) {
    if let refCheckpointId { subtask?.refCheckpointId = refCheckpointId }
  }

  mutating func endSubtaskState() {
    if let ended = subtask.take() { operatorState?.subtaskStates.append(ended) }
    if let ended = taskSubtask.take() { task?.subtaskStates.append(ended) }
  }
}

// MARK: View

/// State of a subtask (Flink: `OperatorSubtaskState`), in place.
public struct OperatorSubtaskStateView: MetadataView, ~Escapable {
  private let file: ViewedFile
  private let outline: SubtaskOutline

  /// Reads the state; see ``MetadataViews/next()->Element?``.
  @_lifetime(copy source)
  public init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    file = source.file
    var outline = SubtaskOutline()
    // The index was compared with the parallelism when the view of the operator was made.
    offset = try file.walk(TrustingScanner(), at: offset, &outline) { walk, visitor throws(FlinkMetadataError) in
      try walk.subtaskState(parallelism: .max, &visitor)
    }
    self.outline = outline
  }

  /// The subtask's index, from 0.
  public var subtaskIndex: Int32 { outline.subtaskIndex }
  /// Whether the subtask has finished; then it has no state.
  public var isFinished: Bool { outline.isFinished }
  /// An unused number of version 2; nil in other versions.
  public var duration: Int64? { outline.duration }
  /// The checkpoint that a regional checkpoint took this state from (version 7).
  public var refCheckpointId: Int64? { outline.refCheckpointId }

  /// State of Flink 1.1 (version 2).
  public var legacyOperatorState: MetadataViews<OptionalHandleView<StreamStateHandleView>> {
    @_lifetime(copy self) get { MetadataViews(file, outline.legacy) }
  }
  /// Operator state that Flink manages.
  public var managedOperatorState: OperatorStreamStateHandleView? {
    @_lifetime(copy self) get throws(FlinkMetadataError) { try operatorState(outline.managedOperator) }
  }
  /// Operator state that the operator serializes itself.
  public var rawOperatorState: OperatorStreamStateHandleView? {
    @_lifetime(copy self) get throws(FlinkMetadataError) { try operatorState(outline.rawOperator) }
  }
  /// Keyed state that Flink manages.
  public var managedKeyedState: KeyedStateHandleView? {
    @_lifetime(copy self) get throws(FlinkMetadataError) { try keyedState(outline.managedKeyed) }
  }
  /// Keyed state that the operator serializes itself.
  public var rawKeyedState: KeyedStateHandleView? {
    @_lifetime(copy self) get throws(FlinkMetadataError) { try keyedState(outline.rawKeyed) }
  }
  /// Data that was in flight to the subtask.
  public var inputChannelState: MetadataViews<InputChannelStateHandleView> {
    @_lifetime(copy self) get { MetadataViews(file, outline.inputChannels) }
  }
  /// Data that was in flight from the subtask.
  public var resultSubpartitionState: MetadataViews<ResultSubpartitionStateHandleView> {
    @_lifetime(copy self) get { MetadataViews(file, outline.resultSubpartitions) }
  }

  @_lifetime(copy self)
  private func operatorState(_ offset: Int) throws(FlinkMetadataError) -> OperatorStreamStateHandleView? {
    if offset == 0 { return nil }
    return try file.handle(OperatorStreamStateHandleView.self, at: offset)
  }

  @_lifetime(copy self)
  private func keyedState(_ offset: Int) throws(FlinkMetadataError) -> KeyedStateHandleView? {
    if offset == 0 { return nil }
    return try file.handle(KeyedStateHandleView.self, at: offset)
  }
}

/// What the view of a subtask keeps. The file's header is at offset 0, so offset 0 means that a part is absent.
private struct SubtaskOutline: RecordOutline {
  var depth = 0
  var subtaskIndex: Int32 = 0
  var isFinished = false
  var duration: Int64?
  var refCheckpointId: Int64?
  var managedOperator = 0
  var rawOperator = 0
  var managedKeyed = 0
  var rawKeyed = 0
  var legacy = StoredList()
  var inputChannels = StoredList()
  var resultSubpartitions = StoredList()

  mutating func beginSubtaskState(subtaskIndex: Int32, isFinished: Bool, duration: Int64?) {
    self.subtaskIndex = subtaskIndex
    self.isFinished = isFinished
    self.duration = duration
  }

  mutating func refCheckpointId(_ refCheckpointId: Int64?) { self.refCheckpointId = refCheckpointId }

  mutating func part(_ field: MetadataPath.Field, at offset: Int) {
    switch field {
    case .managedOperatorState: managedOperator = offset
    case .rawOperatorState: rawOperator = offset
    case .managedKeyedState: managedKeyed = offset
    default: rawKeyed = offset
    }
  }

  mutating func list(_ field: MetadataPath.Field, _ list: StoredList) {
    switch field {
    case .legacyOperatorState: legacy = list
    case .inputChannelState: inputChannels = list
    default: resultSubpartitions = list
    }
  }
}
