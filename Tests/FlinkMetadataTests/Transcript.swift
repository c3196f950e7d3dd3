import FlinkMetadata

/// A digest of all events of a walk, for comparing walks. Runs of bytes and offsets count as one, however they come.
struct Transcript: MetadataVisitor {
  private(set) var events: [String] = []
  private let showsOffsets: Bool
  private var bytes: [UInt8] = []
  private var offsets: [Int64] = []

  init(showsOffsets: Bool = true) { self.showsOffsets = showsOffsets }

  private mutating func note(_ event: String) {
    if !bytes.isEmpty {
      events.append("bytes \(bytes.count) \(bytes.hashValue)")
      bytes = []
    }
    if !offsets.isEmpty {
      events.append("offsets \(offsets.count) \(offsets.hashValue)")
      offsets = []
    }
    events.append(event)
  }

  private func text(_ span: ModifiedUTF8Span?) -> String {
    guard let span else { return "nil" }
    return showsOffsets ? "\(span.offset):\(span.utf16)" : "\(span.utf16)"
  }

  mutating func beginMetadata(version: FormatVersion, dialect: Dialect) { note("metadata \(version)") }
  mutating func endMetadata() { note("end") }
  mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64) {
    note("enter \(field) \(index ?? -1) \(showsOffsets ? offset : 0)")
  }
  mutating func leave(_ field: MetadataPath.Field, index: Int?) { note("leave \(field) \(index ?? -1)") }
  mutating func checkpointId(_ checkpointId: Int64) { note("id \(checkpointId)") }
  mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64) {
    note("list \(field) \(count) \(showsOffsets ? offset : 0)")
  }
  mutating func endList(_ field: MetadataPath.Field) { note("end list \(field)") }
  mutating func masterState(name: ModifiedUTF8Span, version: Int32, byteCount: Int) {
    note("master \(text(name)) \(version) \(byteCount)")
  }
  mutating func beginOperatorState(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID,
    parallelism: Int32, maxParallelism: Int32, chainLength: Int32?
  ) {
    note("operator \(text(operatorName)) \(text(operatorUid)) \(operatorID) \(parallelism) \(maxParallelism)")
  }
  mutating func fullyFinished() { note("finished") }
  mutating func endOperatorState() { note("end operator") }
  mutating func beginSubtaskState(index: Int32, isFinished: Bool, duration: Int64?) {
    note("subtask \(index) \(isFinished) \(duration ?? -2)")
  }
  mutating func refCheckpointId(_ checkpointId: Int64) { note("ref \(checkpointId)") }
  mutating func endSubtaskState() { note("end subtask") }
  mutating func beginTaskState(
    jobVertexID: OperatorID, parallelism: Int32, maxParallelism: Int32, chainLength: Int32
  ) {
    note("task \(jobVertexID) \(parallelism) \(maxParallelism) \(chainLength)")
  }
  mutating func endTaskState() { note("end task") }
  mutating func nullHandle() { note("null") }
  mutating func bytes(_ bytes: RawSpan, offset: Int64) {
    bytes.withUnsafeBytes { self.bytes.append(contentsOf: $0) }
  }
  mutating func offsets(_ offsets: OffsetsSpan) {
    for index in 0..<offsets.count { self.offsets.append(offsets[index]) }
  }
  mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int) {
    note("1 \(text(handleName)) \(byteCount)")
  }
  mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) {
    note("2 \(text(filePath)) \(stateSize)")
  }
  mutating func relativeFileStateHandle(relativePath: ModifiedUTF8Span, stateSize: Int64) {
    note("6 \(text(relativePath)) \(stateSize)")
  }
  mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) {
    note("15 \(text(filePath)) \(startPos) \(stateSize) \(scope) \(text(logicalFileId))")
  }
  mutating func emptySegmentFileStateHandle() { note("16") }
  mutating func beginOperatorStateHandle(tag: HandleTag) { note("operator state \(tag)") }
  mutating func stateMetaInfo(name: ModifiedUTF8Span, distributionMode: DistributionMode, offsetCount: Int) {
    note("state \(text(name)) \(distributionMode) \(offsetCount)")
  }
  mutating func fileMergingDirectories(
    taskOwnedDirectory: ModifiedUTF8Span, sharedDirectory: ModifiedUTF8Span, isEmpty: Bool
  ) {
    note("directories \(text(taskOwnedDirectory)) \(text(sharedDirectory)) \(isEmpty)")
  }
  mutating func endOperatorStateHandle() { note("end operator state") }
  mutating func beginKeyGroupsStateHandle(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    note("key groups \(tag) \(keyGroupRange)")
  }
  mutating func endKeyGroupsStateHandle(stateHandleId: ModifiedUTF8Span?) { note("end \(text(stateHandleId))") }
  mutating func beginIncrementalRemoteKeyedStateHandle(
    tag: HandleTag, checkpointId: Int64, backendIdentifier: ModifiedUTF8Span, keyGroupRange: KeyGroupRange,
    checkpointedSize: Int64?
  ) {
    note("incremental \(tag) \(checkpointId) \(text(backendIdentifier)) \(keyGroupRange) \(checkpointedSize ?? -2)")
  }
  mutating func localPath(_ localPath: ModifiedUTF8Span) { note("local \(text(localPath))") }
  mutating func endIncrementalRemoteKeyedStateHandle(stateHandleId: ModifiedUTF8Span?) {
    note("end \(text(stateHandleId))")
  }
  mutating func beginChangelogStateBackendHandle(
    tag: HandleTag, keyGroupRange: KeyGroupRange, checkpointedSize: Int64?
  ) {
    note("changelog \(tag) \(keyGroupRange) \(checkpointedSize ?? -2)")
  }
  mutating func endChangelogStateBackendHandle(
    materializationId: Int64?, checkpointId: Int64?, stateHandleId: ModifiedUTF8Span?
  ) {
    note("end \(materializationId ?? -2) \(checkpointId ?? -2) \(text(stateHandleId))")
  }
  mutating func beginInMemoryChangelogStateHandle(keyGroupRange: KeyGroupRange, from: Int64, to: Int64) {
    note("in memory \(keyGroupRange) \(from) \(to)")
  }
  mutating func stateChange(keyGroup: Int32, byteCount: Int) { note("change \(keyGroup) \(byteCount)") }
  mutating func endInMemoryChangelogStateHandle(stateHandleId: ModifiedUTF8Span?) {
    note("end \(text(stateHandleId))")
  }
  mutating func beginChangelogStateHandleStream(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    note("in files \(tag) \(keyGroupRange)")
  }
  mutating func streamOffset(_ offset: Int64) { note("at \(offset)") }
  mutating func endChangelogStateHandleStream(
    size: Int64, checkpointedSize: Int64?, stateHandleId: ModifiedUTF8Span?,
    storageIdentifier: ModifiedUTF8Span?
  ) {
    note("end \(size) \(checkpointedSize ?? -2) \(text(stateHandleId)) \(text(storageIdentifier))")
  }
  mutating func beginChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32?, info: ChannelInfo, offsetCount: Int
  ) {
    note("channel \(kind) \(subtaskIndex ?? -2) \(info) \(offsetCount)")
  }
  mutating func channelStateSize(_ size: Int64) { note("size \(size)") }
  mutating func endChannelStateHandle() { note("end channel") }
  mutating func beginMergedChannelStateHandle(kind: ChannelStateKind, subtaskIndex: Int32, stateSize: Int64) {
    note("merged \(kind) \(subtaskIndex) \(stateSize)")
  }
  mutating func serializedChannelOffsets(byteCount: Int) { note("serialized \(byteCount)") }
  mutating func endMergedChannelStateHandle() { note("end merged") }
  mutating func checkpointProperties(_ properties: CheckpointProperties) { note("\(properties)") }
}
