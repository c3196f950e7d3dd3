// SPDX-License-Identifier: Apache-2.0

// SPEC.md 3.3, "Operator states"
//
//   version 5 and up: utf operatorName, utf operatorUid ("" means none)
//   i64 lower, i64 upper (OperatorID), i32 parallelism, i32 maxParallelism
//   version 2: i32 chainLength        version 3 and up: StreamStateHandle coordinatorState (tag 0 or 1)
//   i32 n, SubtaskState * n           version 3 and up: n < 0 says that the operator has finished

/// State of an operator (Flink: `OperatorState`, `FullyFinishedOperatorState`).
public struct OperatorState: Sendable, Hashable {
  /// The operator's name, from version 5; nil where the file has none.
  public var operatorName: ModifiedUTF8String?
  /// The uid that the job gave the operator, from version 5; nil where the file has none.
  public var operatorUid: ModifiedUTF8String?
  /// The operator's id.
  public var operatorID: OperatorID
  /// The number of subtasks.
  public var parallelism: Int32
  /// The number of key groups; never changes while state is kept.
  public var maxParallelism: Int32
  /// An unused number of version 2, which Flink writes as 1; nil in other versions.
  public var chainLength: Int32?
  /// The state of the operator's coordinator, such as a source's enumerator.
  public var coordinatorState: ByteStreamStateHandle?
  /// Whether all subtasks have finished; then there are no subtask states.
  public var isFullyFinished: Bool
  /// State of the subtasks that have any, in file order. Of two with the same index, Flink takes the last.
  public var subtaskStates: [OperatorSubtaskState]

  /// Makes an operator's state, at first without subtasks.
  public init(
    operatorName: ModifiedUTF8String? = nil, operatorUid: ModifiedUTF8String? = nil, operatorID: OperatorID,
    parallelism: Int32, maxParallelism: Int32, chainLength: Int32? = nil,
    coordinatorState: ByteStreamStateHandle? = nil, isFullyFinished: Bool = false,
    subtaskStates: [OperatorSubtaskState] = []
  ) {
    self.operatorName = operatorName
    self.operatorUid = operatorUid
    self.operatorID = operatorID
    self.parallelism = parallelism
    self.maxParallelism = maxParallelism
    self.chainLength = chainLength
    self.coordinatorState = coordinatorState
    self.isFullyFinished = isFullyFinished
    self.subtaskStates = subtaskStates
  }
}

// MARK: Walking

extension MetadataWalk {
  @inlinable
  mutating func operatorStates<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let count = try reader.count()
    remainder.operatorStates = count
    if Scanner.editsOperators {
      unsafe try scanner.beginOperators(count: count, end: reader.position, offset: reader.offset)
    }
    var list = try beginList(.operatorStates, count: count, &visitor)
    while try nextUnannounced(&list, &visitor) {
      remainder.operatorStates -= 1
      try operatorState(index: list.next &- 1, &visitor)
      if Scanner.editsOperators { scanner.endOperator(offset: reader.offset) }
    }
    if Scanner.editsOperators { try scanner.endOperators() }
  }

  @inlinable
  mutating func operatorState<Visitor: MetadataVisitor & ~Copyable>(index: Int, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let offset = reader.offset
    let head = try operatorHead()
    let name = span(head.name)
    let uid = span(head.uid)
    if visitor.visits(operatorName: name, operatorUid: uid, operatorID: head.fields.id) {
      try visitor.enter(.operatorStates, index: index, offset: offset)
      try visitor.beginOperatorState(
        operatorName: name, operatorUid: uid, operatorID: head.fields.id, parallelism: head.fields.parallelism,
        maxParallelism: head.fields.maxParallelism, chainLength: head.chainLength)
      try restOfOperatorState(parallelism: head.fields.parallelism, &visitor)
      try visitor.leave(.operatorStates, index: index)
    } else {
      try checkRestOfOperatorState(parallelism: head.fields.parallelism)
    }
  }

  /// What comes before the coordinator's state. Name and uid are nil where absent, and valid until the reader is used
  /// again.
  @usableFromInline
  mutating func operatorHead() throws(FlinkMetadataError)
    -> (name: UncheckedString?, uid: UncheckedString?, fields: OperatorFields, chainLength: Int32?)
  {
    guard version >= .version5 else {
      let fields = try operatorFields()
      try scanOperator(nil, fields.id)
      let chainLength: Int32? = version == .version2 ? try reader.int32() : nil
      return (nil, nil, fields, chainLength)
    }
    let (name, uid) = try twoUTF(followedBy: OperatorFields.byteCount)
    let fields = try operatorFields()
    try scanOperator((name, uid), fields.id)
    return (name.count > 0 ? name : nil, uid.count > 0 ? uid : nil, fields, nil)
  }

  /// Shows the fields that have been read to a scanner that edits operators, while all of them are in the window.
  private mutating func scanOperator(_ names: (name: UncheckedString, uid: UncheckedString)?, _ id: OperatorID)
    throws(FlinkMetadataError)
  {
    guard Scanner.editsOperators else { return }
    let idStart = unsafe reader.position - OperatorFields.byteCount
    let head = unsafe OperatorHead(names: names, id: id, idStart: idStart, idOffset: reader.offset(of: idStart))
    try scanner.beginOperator(head)
  }

  /// The fields that every version has, with the checks of the constructor of Flink's `OperatorState`.
  @usableFromInline
  mutating func operatorFields() throws(FlinkMetadataError) -> OperatorFields {
    let fields = OperatorFields(try reader.fields(OperatorFields.byteCount))
    if fields.parallelism < 0 { throw reader.errorBefore(8, .negativeParallelism(fields.parallelism)) }
    if fields.parallelism > fields.maxParallelism {
      throw reader.errorBefore(
        8, .parallelismAboveMaximum(parallelism: fields.parallelism, maxParallelism: fields.maxParallelism))
    }
    return fields
  }

  /// Coordinator state and subtask states.
  @inlinable
  mutating func restOfOperatorState<Visitor: MetadataVisitor & ~Copyable>(
    parallelism: Int32, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    let hasCoordinatorState = version >= .version3 ? try coordinatorState(&visitor) : false
    let count = try reader.int32()
    let isFullyFinished = count < 0 && version >= .version3
    if isFullyFinished {
      if count < -1 { nonCanonicalCount += 1 }
      if hasCoordinatorState { throw reader.errorBefore(4, .coordinatorStateOfFinishedOperator) }
    } else {
      // Flink reads a negative number of version 2 as 0.
      if count < 0 { nonCanonicalCount += 1 }
      try subtaskStates(max(0, Int(count)), parallelism: parallelism, &visitor)
    }
    try visitor.endOperatorState(isFullyFinished: isFullyFinished)
  }

  /// The same for an operator that is not visited.
  @usableFromInline @inline(never)
  mutating func checkRestOfOperatorState(parallelism: Int32) throws(FlinkMetadataError) {
    var validation = Validation()
    try restOfOperatorState(parallelism: parallelism, &validation)
  }

  /// The state of the operator's coordinator, which can only be inlined. Returns whether there is one.
  @inlinable
  mutating func coordinatorState<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError) -> Bool
  {
    try enter(.coordinatorState, &visitor)
    let tag = try reader.uint8()
    switch HandleTag(rawValue: tag) {
    case .null: try visitor.nullHandle()
    case .byteStream: try byteStreamStateHandle(&visitor)
    default: throw reader.errorBefore(1, .unexpectedTag(tag, expected: .coordinatorState))
    }
    try leave(.coordinatorState, &visitor)
    return tag != HandleTag.null.rawValue
  }
}

/// The fields that tell an operator from others, in the window.
@safe @usableFromInline
struct OperatorHead {
  /// Name and uid, one directly after the other and before the id; both can be empty. Nil before version 5.
  let names: (name: UncheckedString, uid: UncheckedString)?
  let id: OperatorID
  let idStart: UnsafeRawPointer
  /// The offset of the id in the file.
  let idOffset: Int64
}

/// `i64 lower, i64 upper, i32 parallelism, i32 maxParallelism`
@usableFromInline
struct OperatorFields {
  static let byteCount = 8 + 8 + 4 + 4

  @usableFromInline let id: OperatorID
  @usableFromInline let parallelism: Int32
  @usableFromInline let maxParallelism: Int32

  init(_ fields: FixedFields) {
    id = OperatorID(lowerPart: fields.int64(at: 0), upperPart: fields.int64(at: 8))
    parallelism = fields.int32(at: 16)
    maxParallelism = fields.int32(at: 20)
  }
}

// MARK: Walking values

extension ValueWalk where Visitor: ~Copyable {
  mutating func operatorStates(_ states: [OperatorState], _ visitor: inout Visitor) throws(FlinkMetadataError) {
    try list(
      .operatorStates, states, &visitor,
      visits: { state, visitor in
        visitor.visits(
          operatorName: span(state.operatorName), operatorUid: span(state.operatorUid), operatorID: state.operatorID)
      },
      check: { walk, state, validation throws(FlinkMetadataError) in try walk.operatorState(state, &validation) }
    ) { walk, state, visitor throws(FlinkMetadataError) in
      try walk.operatorState(state, &visitor)
    }
  }

  private mutating func operatorState(_ state: OperatorState, _ visitor: inout Visitor) throws(FlinkMetadataError) {
    try require(
      version >= .version5 || (state.operatorName == nil && state.operatorUid == nil), .namesBeforeVersion5)
    try require(state.operatorName?.isEmpty != true && state.operatorUid?.isEmpty != true, .emptyName)
    try require(state.parallelism, atMost: state.maxParallelism)
    try visitor.beginOperatorState(
      operatorName: span(state.operatorName), operatorUid: span(state.operatorUid), operatorID: state.operatorID,
      parallelism: state.parallelism, maxParallelism: state.maxParallelism, chainLength: state.chainLength)
    try coordinatorState(state.coordinatorState, &visitor)
    if state.isFullyFinished {
      try require(version >= .version3, .finishedBeforeVersion3)
      try require(state.subtaskStates.isEmpty, .finishedWithState)
      if state.coordinatorState != nil { throw error(.coordinatorStateOfFinishedOperator) }
    } else {
      try list(.subtaskStates, state.subtaskStates, &visitor) { walk, subtask, visitor throws(FlinkMetadataError) in
        try walk.require(subtask.subtaskIndex, below: state.parallelism)
        try walk.subtaskState(subtask, &visitor)
      }
    }
    try visitor.endOperatorState(isFullyFinished: state.isFullyFinished)
  }

  private mutating func coordinatorState(_ handle: ByteStreamStateHandle?, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    guard version >= .version3 else { return try require(handle == nil, .coordinatorBeforeVersion3) }
    try part(.coordinatorState, &visitor) { walk, visitor throws(FlinkMetadataError) in
      if let handle { try walk.byteStream(handle, &visitor) } else { try visitor.nullHandle() }
    }
  }

  func require(_ parallelism: Int32, atMost maxParallelism: Int32) throws(FlinkMetadataError) {
    if parallelism < 0 { throw error(.negativeParallelism(parallelism)) }
    if parallelism > maxParallelism {
      throw error(.parallelismAboveMaximum(parallelism: parallelism, maxParallelism: maxParallelism))
    }
  }

  func require(_ subtaskIndex: Int32, below parallelism: Int32) throws(FlinkMetadataError) {
    if subtaskIndex < 0 || subtaskIndex >= parallelism {
      throw error(.subtaskIndexOutOfRange(subtaskIndex, parallelism: parallelism))
    }
  }
}

// MARK: Fields

extension MetadataFieldEvents where Visitor: ~Copyable {
  /// Reports the fields of an operator.
  @inlinable
  public mutating func beginOperatorState(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID,
    parallelism: Int32, maxParallelism: Int32, chainLength: Int32?
  ) throws(FlinkMetadataError) {
    try visitor.field("operatorID", operatorID)
    if version >= .version5 {
      try nullable("operatorName", operatorName)
      try nullable("operatorUid", operatorUid)
    }
    try field("parallelism", parallelism)
    try field("maxParallelism", maxParallelism)
    try optional("chainLength", chainLength.map(Int64.init))
  }

  /// Reports whether the operator has finished; then the list of subtasks, which the file does not have, is empty.
  @inlinable
  public mutating func endOperatorState(isFullyFinished: Bool) throws(FlinkMetadataError) {
    if isFullyFinished {
      try visitor.beginList(.subtaskStates, count: 0, offset: nil)
      try visitor.endList(.subtaskStates)
    }
    try visitor.field("fullyFinished", isFullyFinished)
  }
}

// MARK: Encoding

extension MetadataEncoder {
  /// Writes an operator's own fields.
  public mutating func beginOperatorState(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID,
    parallelism: Int32, maxParallelism: Int32, chainLength: Int32?
  ) throws(FlinkMetadataError) {
    if version >= .version5 {
      try writeOrEmpty(operatorName)
      try writeOrEmpty(operatorUid)
    }
    write(operatorID, parallelism, maxParallelism)
    // Flink writes 1 here and ignores it when it reads.
    if version == .version2 { writer.int32(chainLength ?? 1) }
  }

  mutating func write(_ id: OperatorID, _ parallelism: Int32, _ maxParallelism: Int32) {
    writer.int64(id.lowerPart)
    writer.int64(id.upperPart)
    writer.int32(parallelism)
    writer.int32(maxParallelism)
  }

  /// Writes that the operator has finished, in place of a list of subtasks.
  public mutating func endOperatorState(isFullyFinished: Bool) {
    if isFullyFinished { writer.int32(-1) }
  }
}

// MARK: Building

extension MetadataBuilder {
  mutating func beginOperatorState(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID,
    parallelism: Int32, maxParallelism: Int32, chainLength: Int32?
  ) {
    operatorState = OperatorState(
      operatorName: string(operatorName), operatorUid: string(operatorUid), operatorID: operatorID,
      parallelism: parallelism, maxParallelism: maxParallelism, chainLength: chainLength)
  }

  mutating func endOperatorState(isFullyFinished: Bool) {
    guard var ended = operatorState.take() else { return }
    ended.isFullyFinished = isFullyFinished
    metadata.operatorStates.append(ended)
  }
}

// MARK: View

/// State of an operator (Flink: `OperatorState`), in place.
public struct OperatorStateView: MetadataView, ~Escapable {
  private let file: ViewedFile
  private let coordinator: Int
  private let subtasks: StoredList
  private let name: StoredString?
  private let uid: StoredString?
  /// The operator's id.
  public let operatorID: OperatorID
  /// The number of subtasks.
  public let parallelism: Int32
  /// The number of key groups.
  public let maxParallelism: Int32
  /// An unused number of version 2; nil in other versions.
  public let chainLength: Int32?
  /// Whether all subtasks have finished; then there are no subtask states.
  public let isFullyFinished: Bool

  /// Reads the state and checks all that it contains; see ``MetadataViews/next()->Element?``.
  @_lifetime(copy source)
  public init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    file = source.file
    var outline = OperatorOutline()
    // This is the outermost part, so that its walk checks the text of everything inside it.
    offset = try file.walk(CheckingScanner(), at: offset, &outline) { walk, visitor throws(FlinkMetadataError) in
      try walk.operatorState(index: 0, &visitor)
    }
    coordinator = outline.coordinator
    subtasks = outline.subtasks
    name = outline.name
    uid = outline.uid
    operatorID = outline.id
    parallelism = outline.parallelism
    maxParallelism = outline.maxParallelism
    chainLength = outline.chainLength
    isFullyFinished = outline.isFullyFinished
  }

  /// The operator's name, from version 5; nil where the file has none.
  public var operatorName: ModifiedUTF8Span? {
    @_lifetime(copy self) get { file.string(name) }
  }
  /// The uid that the job gave the operator, from version 5; nil where the file has none.
  public var operatorUid: ModifiedUTF8Span? {
    @_lifetime(copy self) get { file.string(uid) }
  }
  /// The state of the operator's coordinator, which is always inlined.
  public var coordinatorState: ByteStreamStateHandleView? {
    @_lifetime(copy self) get throws(FlinkMetadataError) {
      guard coordinator > 0,
        case .byteStream(let handle)? = try file.handle(StreamStateHandleView.self, at: coordinator)
      else {
        return nil
      }
      return handle
    }
  }
  /// State of the subtasks that have any.
  public var subtaskStates: MetadataViews<OperatorSubtaskStateView> {
    @_lifetime(copy self) get { MetadataViews(file, subtasks) }
  }
}

private struct OperatorOutline: RecordOutline {
  var depth = 0
  var name: StoredString?
  var uid: StoredString?
  var id = OperatorID(lowerPart: 0, upperPart: 0)
  var parallelism: Int32 = 0
  var maxParallelism: Int32 = 0
  var chainLength: Int32?
  var isFullyFinished = false
  var coordinator = 0
  var subtasks = StoredList()

  mutating func beginOperatorState(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID,
    parallelism: Int32, maxParallelism: Int32, chainLength: Int32?
  ) {
    name = StoredString(operatorName)
    uid = StoredString(operatorUid)
    id = operatorID
    self.parallelism = parallelism
    self.maxParallelism = maxParallelism
    self.chainLength = chainLength
  }

  mutating func endOperatorState(isFullyFinished: Bool) { self.isFullyFinished = isFullyFinished }
  mutating func part(_ field: MetadataPath.Field, at offset: Int) { coordinator = offset }
  mutating func list(_ field: MetadataPath.Field, _ list: StoredList) { subtasks = list }
}
