/// What a view keeps of a stream state handle, and of the two fields that can stand in front of one. Small, because there
/// are many of them; ``Outline`` serves all other parts.
struct StreamOutline: MetadataVisitor {
  /// How deep inside the part the walk is.
  private var depth = 0
  /// The depth of the handle: 1 where it is a field of the part, as the file beside a local path.
  private let streamDepth: Int

  var tag = HandleTag.null
  var scope = CheckpointedStateScope.exclusive
  var path: StoredString?
  var logicalFileId: StoredString?
  var stateSize: Int64 = 0
  var startPos: Int64 = 0
  var range = KeyGroupRange(startKeyGroup: 0, numberOfKeyGroups: 0)
  var offsets = StoredList()
  var data = StoredList()
  var stateHandle = StoredList()

  var localPath = StoredString()
  var streamOffset: Int64 = 0

  init(streamDepth: Int = 0) { self.streamDepth = streamDepth }

  mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64) {
    if depth == streamDepth { stateHandle = StoredList(offset: Int(offset), count: 1) }
    depth += 1
  }

  mutating func leave(_ field: MetadataPath.Field, index: Int?) { depth -= 1 }

  mutating func bytes(_ bytes: RawSpan, offset: Int64) {
    if depth == streamDepth { data = StoredList(offset: Int(offset), count: bytes.byteCount) }
  }

  mutating func offsets(_ offsets: OffsetsSpan) {
    if depth == streamDepth { self.offsets = StoredList(offset: Int(offsets.offset), count: offsets.count) }
  }

  // MARK: In front of the handle

  mutating func localPath(_ localPath: ModifiedUTF8Span) { self.localPath = StoredString(localPath) }

  mutating func streamOffset(_ offset: Int64) { streamOffset = offset }

  // MARK: The handle

  private mutating func take(_ tag: HandleTag, _ path: StoredString?, _ stateSize: Int64) {
    guard depth == streamDepth else { return }
    self.tag = tag
    self.path = path
    self.stateSize = stateSize
  }

  mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int) {
    take(.byteStream, StoredString(handleName), Int64(byteCount))
  }

  mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) {
    take(.file, StoredString(filePath), stateSize)
  }

  mutating func relativeFileStateHandle(relativePath: ModifiedUTF8Span, stateSize: Int64) {
    take(.relativeFile, StoredString(relativePath), stateSize)
  }

  mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) {
    guard depth == streamDepth else { return }
    take(.fileSegment, StoredString(filePath), stateSize)
    self.logicalFileId = StoredString(logicalFileId)
    self.startPos = startPos
    self.scope = scope
  }

  mutating func emptySegmentFileStateHandle() { take(.emptyFileSegment, nil, 0) }

  mutating func beginKeyGroupsStateHandle(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    guard depth == streamDepth else { return }
    take(tag, nil, 0)
    range = keyGroupRange
  }
}
