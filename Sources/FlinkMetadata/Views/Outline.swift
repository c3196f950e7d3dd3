/// What a view keeps of its part of the file: the part's own fields, and where the parts inside it stand.
///
/// The fields of all kinds of parts but stream state handles are here together; each view takes those of its own kind.
struct Outline: MetadataVisitor {
  /// How deep inside the part the walk is: how many fields and lists it has not left.
  private var depth = 0
  private var lists = InlineArray<26, StoredList>(repeating: StoredList())

  // Fields of the checkpoint, master states, operators, tasks and subtasks
  var checkpointId: Int64 = 0
  var masterStateVersion: Int32 = 0
  var id = OperatorID(lowerPart: 0, upperPart: 0)
  var parallelism: Int32 = 0
  var maxParallelism: Int32 = 0
  var chainLength: Int32?
  var isFullyFinished = false
  var subtaskIndex: Int32 = 0
  var isFinished = false
  var refCheckpointId: Int64?

  // Strings: the name, path or id that the part is known by, a second one of its kind, and its id
  var string: StoredString?
  var secondString: StoredString?
  var stateHandleId: StoredString?

  // Fields of handles
  var tag = HandleTag.null
  var range = KeyGroupRange(startKeyGroup: 0, numberOfKeyGroups: 0)
  var size: Int64?
  var position: Int64 = 0
  var secondPosition: Int64 = 0
  var checkpointedSize: Int64?
  var handleCheckpointId: Int64?
  var materializationId: Int64?
  var distributionMode = DistributionMode.splitDistribute
  var isEmpty = false
  var keyGroup: Int32 = 0
  var channelSubtaskIndex: Int32?
  var channelInfo: ChannelInfo?
  var data = StoredList()
  var offsets = StoredList()

  subscript(field: MetadataPath.Field) -> StoredList { lists[field.ordinal] }

  // MARK: Places

  mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64) {
    guard index == nil else { return }
    if depth == 0 {
      lists[field.ordinal] = StoredList(offset: Int(offset), count: 1)
      isNull = false
    }
    depth &+= 1
  }

  mutating func leave(_ field: MetadataPath.Field, index: Int?) {
    guard index == nil else { return }
    depth &-= 1
    if depth == 0 && isNull { lists[field.ordinal].count = 0 }
  }

  mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64) {
    if depth == 0 { lists[field.ordinal] = StoredList(offset: Int(offset), count: count) }
    depth &+= 1
  }

  mutating func endList(_ field: MetadataPath.Field) { depth &-= 1 }

  /// Whether the handle of the field is null, and not one inside it.
  private var isNull = false

  mutating func nullHandle() {
    if depth == 1 { isNull = true }
  }

  // MARK: The checkpoint

  mutating func checkpointId(_ checkpointId: Int64) { self.checkpointId = checkpointId }

  mutating func masterState(name: ModifiedUTF8Span, version: Int32, byteCount: Int) {
    string = StoredString(name)
    masterStateVersion = version
  }

  mutating func beginOperatorState(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID,
    parallelism: Int32, maxParallelism: Int32, chainLength: Int32?
  ) {
    string = StoredString(operatorName)
    secondString = StoredString(operatorUid)
    id = operatorID
    self.parallelism = parallelism
    self.maxParallelism = maxParallelism
    self.chainLength = chainLength
  }

  mutating func fullyFinished() { isFullyFinished = true }

  mutating func beginTaskState(
    jobVertexID: OperatorID, parallelism: Int32, maxParallelism: Int32, chainLength: Int32
  ) {
    id = jobVertexID
    self.parallelism = parallelism
    self.maxParallelism = maxParallelism
    self.chainLength = chainLength
  }

  mutating func beginSubtaskState(index: Int32, isFinished: Bool, duration: Int64?) {
    subtaskIndex = index
    self.isFinished = isFinished
  }

  mutating func refCheckpointId(_ checkpointId: Int64) { refCheckpointId = checkpointId }

  // MARK: Bytes and offsets

  mutating func bytes(_ bytes: RawSpan, offset: Int64) {
    if depth == 0 { data = StoredList(offset: Int(offset), count: bytes.byteCount) }
  }

  mutating func offsets(_ offsets: OffsetsSpan) {
    if depth == 0 { self.offsets = StoredList(offset: Int(offsets.offset), count: offsets.count) }
  }
}

extension Outline {
  // MARK: Operator state handles

  mutating func beginOperatorStateHandle(tag: HandleTag) {
    if depth == 0 { self.tag = tag }
  }

  mutating func stateMetaInfo(name: ModifiedUTF8Span, distributionMode: DistributionMode, offsetCount: Int) {
    guard depth == 0 else { return }
    string = StoredString(name)
    self.distributionMode = distributionMode
  }

  mutating func fileMergingDirectories(
    taskOwnedDirectory: ModifiedUTF8Span, sharedDirectory: ModifiedUTF8Span, isEmpty: Bool
  ) {
    guard depth == 0 else { return }
    string = StoredString(taskOwnedDirectory)
    secondString = StoredString(sharedDirectory)
    self.isEmpty = isEmpty
  }

  // MARK: Keyed state handles

  mutating func beginKeyGroupsStateHandle(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    guard depth == 0 else { return }
    self.tag = tag
    range = keyGroupRange
  }

  mutating func endKeyGroupsStateHandle(stateHandleId: ModifiedUTF8Span?) { end(stateHandleId) }

  private mutating func end(_ id: ModifiedUTF8Span?) {
    if depth == 0 { stateHandleId = StoredString(id) }
  }

  mutating func beginIncrementalRemoteKeyedStateHandle(
    tag: HandleTag, checkpointId: Int64, backendIdentifier: ModifiedUTF8Span, keyGroupRange: KeyGroupRange,
    checkpointedSize: Int64?
  ) {
    guard depth == 0 else { return }
    self.tag = tag
    handleCheckpointId = checkpointId
    string = StoredString(backendIdentifier)
    range = keyGroupRange
    self.checkpointedSize = checkpointedSize
  }

  mutating func endIncrementalRemoteKeyedStateHandle(stateHandleId: ModifiedUTF8Span?) { end(stateHandleId) }

  mutating func beginChangelogStateBackendHandle(
    tag: HandleTag, keyGroupRange: KeyGroupRange, checkpointedSize: Int64?
  ) {
    guard depth == 0 else { return }
    self.tag = tag
    range = keyGroupRange
    self.checkpointedSize = checkpointedSize
  }

  mutating func endChangelogStateBackendHandle(
    materializationId: Int64?, checkpointId: Int64?, stateHandleId: ModifiedUTF8Span?
  ) {
    guard depth == 0 else { return }
    self.materializationId = materializationId
    handleCheckpointId = checkpointId
    end(stateHandleId)
  }

  mutating func beginInMemoryChangelogStateHandle(keyGroupRange: KeyGroupRange, from: Int64, to: Int64) {
    guard depth == 0 else { return }
    tag = .changelogByteIncrement
    range = keyGroupRange
    position = from
    secondPosition = to
  }

  mutating func stateChange(keyGroup: Int32, byteCount: Int) {
    if depth == 0 { self.keyGroup = keyGroup }
  }

  mutating func endInMemoryChangelogStateHandle(stateHandleId: ModifiedUTF8Span?) { end(stateHandleId) }

  mutating func beginChangelogStateHandleStream(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    guard depth == 0 else { return }
    self.tag = tag
    range = keyGroupRange
  }

  mutating func endChangelogStateHandleStream(
    size: Int64, checkpointedSize: Int64?, stateHandleId: ModifiedUTF8Span?,
    storageIdentifier: ModifiedUTF8Span?
  ) {
    guard depth == 0 else { return }
    self.size = size
    self.checkpointedSize = checkpointedSize
    string = StoredString(storageIdentifier)
    end(stateHandleId)
  }

  // MARK: Channel state handles

  mutating func beginChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32?, info: ChannelInfo, offsetCount: Int
  ) {
    channelSubtaskIndex = subtaskIndex
    channelInfo = info
  }

  mutating func channelStateSize(_ size: Int64) { self.size = size }

  mutating func beginMergedChannelStateHandle(kind: ChannelStateKind, subtaskIndex: Int32, stateSize: Int64) {
    channelSubtaskIndex = subtaskIndex
    size = stateSize
  }
}

extension MetadataPath.Field {
  /// A number for each field, from 0.
  var ordinal: Int { Int(unsafe unsafeBitCast(self, to: UInt8.self)) }
}
