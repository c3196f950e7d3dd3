import FlinkMetadata

/// All events of a walk with their values, and where in the file they happened. Two logs are equal if the walks told the
/// same; in how many pieces bytes and offsets came does not count.
struct EventLog: MetadataVisitor, Equatable {
  enum Event: UInt8 {
    case beginMetadata, endMetadata, trailingBytes, enter, leave, checkpointId, beginList, endList, masterState
    case beginOperatorState, fullyFinished, endOperatorState, beginSubtaskState, refCheckpointId, endSubtaskState
    case beginTaskState, endTaskState, nullHandle, bytes, offsets
    case byteStreamStateHandle, fileStateHandle, relativeFileStateHandle, segmentFileStateHandle
    case emptySegmentFileStateHandle, beginOperatorStateHandle, stateMetaInfo, fileMergingDirectories
    case endOperatorStateHandle, beginKeyGroupsStateHandle, endKeyGroupsStateHandle
    case beginIncrementalRemoteKeyedStateHandle, localPath, endIncrementalRemoteKeyedStateHandle
    case beginChangelogStateBackendHandle, endChangelogStateBackendHandle, beginInMemoryChangelogStateHandle
    case stateChange, endInMemoryChangelogStateHandle, beginChangelogStateHandleStream, streamOffset
    case endChangelogStateHandleStream, beginChannelStateHandle, channelStateSize, endChannelStateHandle
    case beginMergedChannelStateHandle, serializedChannelOffsets, endMergedChannelStateHandle, checkpointProperties
  }

  private let showsOffsets: Bool
  private var bytes: [UInt8] = []
  private var starts: [(event: Event, start: Int)] = []
  /// Where the run of bytes or offsets goes on that was told last.
  private var runEnd: Int64 = -1
  private var properties: CheckpointProperties?

  /// Without offsets, walks over different files that mean the same have equal logs.
  init(showsOffsets: Bool = true) { self.showsOffsets = showsOffsets }

  static func == (first: EventLog, second: EventLog) -> Bool {
    first.bytes == second.bytes && first.properties == second.properties
  }

  /// In which event another log begins to differ.
  func firstDifference(from other: EventLog) -> String {
    let length = zip(bytes, other.bytes).prefix { $0 == $1 }.count
    let index = starts.lastIndex { $0.start <= length } ?? 0
    guard starts.indices.contains(index) else { return "one has no events" }
    return "event \(index) of \(starts.count) and \(other.starts.count), \(starts[index].event)"
  }

  // MARK: Notes

  mutating func begin(_ event: Event) {
    starts.append((event, bytes.count))
    bytes.append(event.rawValue)
    runEnd = -1
  }

  mutating func add(_ number: some BinaryInteger) { add(bits: UInt64(truncatingIfNeeded: number)) }

  private mutating func add(bits: UInt64) {
    withUnsafeBytes(of: bits) { bytes.append(contentsOf: $0) }
  }

  mutating func add(_ number: (some BinaryInteger)?) {
    bytes.append(number == nil ? 0 : 1)
    if let number { add(number) }
  }

  mutating func add(_ condition: Bool) { bytes.append(condition ? 1 : 0) }

  mutating func add(_ range: KeyGroupRange) {
    add(range.startKeyGroup)
    add(range.numberOfKeyGroups)
  }

  mutating func add(_ string: ModifiedUTF8Span?) {
    guard let string else { return bytes.append(0) }
    bytes.append(1)
    add(offset: string.offset)
    add(string.bytes.byteCount)
    add(string.bytes)
  }

  mutating func add(offset: Int64) { if showsOffsets { add(offset) } }

  private mutating func add(_ span: RawSpan) {
    span.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  /// Bytes that may be a part of a longer run.
  private mutating func addRun(_ event: Event, _ span: RawSpan, offset: Int64) {
    let goesOn = starts.last?.event == event && (offset == runEnd || !showsOffsets)
    if !goesOn {
      begin(event)
      add(offset: offset)
    }
    add(span)
    runEnd = offset + Int64(span.byteCount)
  }

  // MARK: 2 and 3, the file

  mutating func beginMetadata(version: FormatVersion, dialect: Dialect) {
    // The dialect of a source turns out later; the summary has it.
    begin(.beginMetadata)
    add(version.rawValue)
  }

  mutating func endMetadata() { begin(.endMetadata) }

  mutating func trailingBytes(_ bytes: RawSpan) {
    addRun(.trailingBytes, bytes, offset: runEnd)
  }

  mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64) {
    begin(.enter)
    add(field.ordinal)
    add(index)
    add(offset: offset)
  }

  mutating func leave(_ field: MetadataPath.Field, index: Int?) {
    begin(.leave)
    add(field.ordinal)
    add(index)
  }

  mutating func checkpointId(_ checkpointId: Int64) {
    begin(.checkpointId)
    add(checkpointId)
  }

  mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64) {
    begin(.beginList)
    add(field.ordinal)
    add(count)
    add(offset: offset)
  }

  mutating func endList(_ field: MetadataPath.Field) {
    begin(.endList)
    add(field.ordinal)
  }

  mutating func bytes(_ bytes: RawSpan, offset: Int64) { addRun(.bytes, bytes, offset: offset) }

  mutating func offsets(_ offsets: OffsetsSpan) { addRun(.offsets, offsets.bytes, offset: offsets.offset) }

  mutating func checkpointProperties(_ properties: CheckpointProperties) {
    begin(.checkpointProperties)
    self.properties = properties
  }
}

extension MetadataPath.Field {
  /// The place in `allCases`.
  fileprivate var ordinal: Int { Self.allCases.firstIndex(of: self) ?? -1 }
}
