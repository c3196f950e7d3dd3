// SPDX-License-Identifier: Apache-2.0

// SPEC.md 6, "Operator state handles"
//
//   tag 0   (nothing)
//   tag 4   states, StreamStateHandle delegate
//   tag 17  states, utf taskOwnedDirectory, utf sharedDirectory, bool isEmpty, StreamStateHandle delegate (15 or 16)
//   states  i32 n, StateMetaInfo * n

/// State of an operator that is not keyed (Flink: `OperatorStreamStateHandle`, with its subclass
/// `FileMergingOperatorStreamStateHandle`).
public struct OperatorStreamStateHandle: Sendable, Hashable {
  /// The named states and their elements' offsets, in file order. Flink keeps them in a map: of two with the same name
  /// it takes the last.
  public var stateNameToPartitionOffsets: [StateMetaInfo] {
    get { states.array }
    _modify {
      var array = states.array
      states = .several([])
      defer { states = States(array) }
      yield &array
    }
  }
  private var states: States

  /// Most operators have one state, which then needs no array.
  private enum States: Sendable, Hashable {
    case one(StateMetaInfo)
    case several([StateMetaInfo])

    init(_ states: [StateMetaInfo]) {
      if states.count == 1 { self = .one(states[0]) } else { self = .several(states) }
    }

    var array: [StateMetaInfo] {
      switch self {
      case .one(let state): [state]
      case .several(let states): states
      }
    }
  }

  /// The directories of merged files: not nil makes this a `FileMergingOperatorStreamStateHandle` (tag 17), whose
  /// delegate must be a segment or an empty segment.
  public var fileMerging: FileMergingDirectories? {
    get { directories?.value }
    set { directories = Box(newValue) }
  }
  private var directories: Box<FileMergingDirectories>?
  /// The stream that holds the elements.
  public var delegateStateHandle: StreamStateHandle

  /// Makes a handle.
  public init(
    stateNameToPartitionOffsets: [StateMetaInfo], fileMerging: FileMergingDirectories? = nil,
    delegateStateHandle: StreamStateHandle
  ) {
    states = States(stateNameToPartitionOffsets)
    directories = Box(fileMerging)
    self.delegateStateHandle = delegateStateHandle
  }
}

extension OperatorStreamStateHandle: CustomReflectable {
  /// The fields under their public names, however they are stored.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "stateNameToPartitionOffsets": stateNameToPartitionOffsets, "fileMerging": fileMerging as Any,
        "delegateStateHandle": delegateStateHandle,
      ], displayStyle: .struct)
  }
}

/// The directories of merged files (Flink: the members of `FileMergingOperatorStreamStateHandle`, since 1.20).
public struct FileMergingDirectories: Sendable, Hashable {
  /// The directory of the files that the task owns.
  public var taskOwnedDirectory: ModifiedUTF8String
  /// The directory of the files that checkpoints share.
  public var sharedDirectory: ModifiedUTF8String
  /// Whether the handle is Flink's `EmptyFileMergingOperatorStreamStateHandle`.
  public var isEmpty: Bool

  /// Makes the directories.
  public init(taskOwnedDirectory: ModifiedUTF8String, sharedDirectory: ModifiedUTF8String, isEmpty: Bool) {
    self.taskOwnedDirectory = taskOwnedDirectory
    self.sharedDirectory = sharedDirectory
    self.isEmpty = isEmpty
  }
}

// MARK: Walking

extension MetadataWalk {
  /// An operator state handle; null only where that is allowed.
  @inlinable
  mutating func operatorStateHandle<Visitor: MetadataVisitor & ~Copyable>(
    isOptional: Bool, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    let tagValue = try reader.uint8()
    switch (HandleTag(rawValue: tagValue), version) {
    case (.null, _) where isOptional:
      try visitor.nullHandle()
    case (.partitionableOperatorState, _):
      try visitor.beginOperatorStateHandle(tag: .partitionableOperatorState)
      try stateMetaInfos(&visitor)
      try streamStateHandle(.delegateStateHandle, isOptional: false, &visitor)
      try visitor.endOperatorStateHandle()
    case (.fileMergingOperatorState, .version2...) where dialect == .standard:
      note(.fileMergingOperatorState)
      try visitor.beginOperatorStateHandle(tag: .fileMergingOperatorState)
      try stateMetaInfos(&visitor)
      try fileMergingDirectories(&visitor)
      let offset = reader.offset
      let delegate = try streamStateHandle(.delegateStateHandle, isOptional: false, &visitor)
      if delegate != .fileSegment && delegate != .emptyFileSegment {
        throw FlinkMetadataError(
          .unexpectedTag(delegate.rawValue, expected: .fileSegment), offset: offset, path: reader.places.path)
      }
      try visitor.endOperatorStateHandle()
    default:
      throw reader.errorBefore(1, .unexpectedTag(tagValue, expected: .operatorStateHandle))
    }
  }

  @inlinable
  mutating func fileMergingDirectories<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let (taskOwnedDirectory, sharedDirectory) = try twoUTF(followedBy: 1)
    try requirePath(taskOwnedDirectory)
    try requirePath(sharedDirectory)
    let isEmpty = flag(Int32(try reader.uint8()))
    try visitor.fileMergingDirectories(
      taskOwnedDirectory: span(taskOwnedDirectory), sharedDirectory: span(sharedDirectory), isEmpty: isEmpty)
  }
}

// MARK: Walking values

extension ValueWalk where Visitor: ~Copyable {
  mutating func operatorStateHandle(_ handle: OperatorStreamStateHandle, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let isMerged = handle.fileMerging != nil
    if isMerged { try requireTag(.fileMergingOperatorState) }
    try visitor.beginOperatorStateHandle(tag: isMerged ? .fileMergingOperatorState : .partitionableOperatorState)
    try stateMetaInfos(handle.stateNameToPartitionOffsets, &visitor)
    if let directories = handle.fileMerging {
      let delegate = handle.delegateStateHandle.tag
      try require(delegate == .fileSegment || delegate == .emptyFileSegment, .delegateOfMergedFiles)
      try requirePath(directories.taskOwnedDirectory)
      try requirePath(directories.sharedDirectory)
      try visitor.fileMergingDirectories(
        taskOwnedDirectory: directories.taskOwnedDirectory.span, sharedDirectory: directories.sharedDirectory.span,
        isEmpty: directories.isEmpty)
    }
    try streamStateHandle(.delegateStateHandle, handle.delegateStateHandle, &visitor)
    try visitor.endOperatorStateHandle()
  }
}

// MARK: Fields

extension MetadataFieldEvents where Visitor: ~Copyable {
  /// Begins operator state.
  @inlinable
  public mutating func beginOperatorStateHandle(tag: HandleTag) throws(FlinkMetadataError) {
    operatorStateType = .operatorStreamStateHandle
    try beginHandle(.operatorStreamStateHandle, tag)
  }

  /// Reports the directories of merged files.
  @inlinable
  public mutating func fileMergingDirectories(
    taskOwnedDirectory: ModifiedUTF8Span, sharedDirectory: ModifiedUTF8Span, isEmpty: Bool
  ) throws(FlinkMetadataError) {
    operatorStateType =
      isEmpty ? .emptyFileMergingOperatorStreamStateHandle : .fileMergingOperatorStreamStateHandle
    try visitor.field("taskOwnedDirectory", taskOwnedDirectory)
    try visitor.field("sharedDirectory", sharedDirectory)
  }

  /// Ends operator state, whose class is known now.
  @inlinable
  public mutating func endOperatorStateHandle() throws(FlinkMetadataError) { try visitor.endRecord(operatorStateType) }
}

// MARK: Encoding

extension MetadataEncoder {
  /// Writes the tag; the states, the directories of tag 17 and the delegate follow.
  public mutating func beginOperatorStateHandle(tag: HandleTag) { self.tag(tag) }

  /// Writes the directories of merged files.
  public mutating func fileMergingDirectories(
    taskOwnedDirectory: ModifiedUTF8Span, sharedDirectory: ModifiedUTF8Span, isEmpty: Bool
  ) throws(FlinkMetadataError) {
    try writer.utf(taskOwnedDirectory)
    try writer.utf(sharedDirectory)
    writer.uint8(isEmpty ? 1 : 0)
  }
}

// MARK: Building

extension MetadataBuilder {
  mutating func beginOperatorStateHandle(tag: HandleTag) {
    stateMetaInfos.removeAll(keepingCapacity: true)
    fileMerging = nil
  }

  mutating func fileMergingDirectories(
    taskOwnedDirectory: ModifiedUTF8Span, sharedDirectory: ModifiedUTF8Span, isEmpty: Bool
  ) {
    fileMerging = FileMergingDirectories(
      taskOwnedDirectory: string(taskOwnedDirectory), sharedDirectory: string(sharedDirectory), isEmpty: isEmpty)
  }

  mutating func endOperatorStateHandle() {
    guard let delegate = takeStream() else { return }
    operatorHandle = OperatorStreamStateHandle(
      stateNameToPartitionOffsets: stateMetaInfos, fileMerging: fileMerging, delegateStateHandle: delegate)
  }
}

// MARK: View

/// State of an operator that is not keyed (Flink: `OperatorStreamStateHandle`), in place.
public struct OperatorStreamStateHandleView: HandleView, ~Escapable {
  private let file: ViewedFile
  private let states: StoredList
  private let delegate: Int
  /// The directories of merged files; not nil for a `FileMergingOperatorStreamStateHandle` (tag 17).
  public let fileMerging: FileMergingDirectoriesView?

  /// Reads the handle; see ``MetadataViews/next()->Element?``.
  @_lifetime(copy source)
  public init?(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    file = source.file
    let isNull = file.tag(at: offset) == .null
    var outline = OperatorHandleOutline()
    offset = try file.walk(TrustingScanner(), at: offset, &outline) { walk, visitor throws(FlinkMetadataError) in
      try walk.operatorStateHandle(isOptional: true, &visitor)
    }
    states = outline.states
    delegate = outline.delegate
    fileMerging = FileMergingDirectoriesView(file, outline)
    if isNull { return nil }
  }

  /// The named states and their elements' offsets.
  public var stateNameToPartitionOffsets: MetadataViews<StateMetaInfoView> {
    @_lifetime(copy self) get { MetadataViews(file, states) }
  }
  /// The stream that holds the elements.
  public var delegateStateHandle: StreamStateHandleView {
    @_lifetime(copy self) get throws(FlinkMetadataError) { try .required(file, at: delegate) }
  }
}

/// The directories of merged files (tag 17), in place.
public struct FileMergingDirectoriesView: ~Escapable, Copyable {
  /// The directory of the files that the task owns.
  public let taskOwnedDirectory: ModifiedUTF8Span
  /// The directory of the files that checkpoints share.
  public let sharedDirectory: ModifiedUTF8Span
  /// Whether the handle is Flink's `EmptyFileMergingOperatorStreamStateHandle`.
  public let isEmpty: Bool

  @_lifetime(copy file)
  fileprivate init?(_ file: ViewedFile, _ outline: OperatorHandleOutline) {
    guard let directories = outline.directories else { return nil }
    taskOwnedDirectory = file.string(directories.taskOwned)
    sharedDirectory = file.string(directories.shared)
    isEmpty = directories.isEmpty
  }
}

private struct OperatorHandleOutline: RecordOutline {
  var depth = 0
  var states = StoredList()
  var directories: (taskOwned: StoredString, shared: StoredString, isEmpty: Bool)?
  var delegate = 0

  mutating func fileMergingDirectories(
    taskOwnedDirectory: ModifiedUTF8Span, sharedDirectory: ModifiedUTF8Span, isEmpty: Bool
  ) {
    directories = (StoredString(taskOwnedDirectory), StoredString(sharedDirectory), isEmpty)
  }

  mutating func part(_ field: MetadataPath.Field, at offset: Int) { delegate = offset }
  mutating func list(_ field: MetadataPath.Field, _ list: StoredList) { states = list }
}
