/// What a view keeps of a stream state handle, and of the two fields that can stand in front of one. Small, because there
/// are many of them: what few kinds of handles have is in ``StreamDetails``.
struct StreamOutline: MetadataVisitor {
  /// Whether the handle has been met; what comes then are handles inside it.
  private var isTaken = false
  /// Where the handle stands; -1 as long as that is not known.
  var offset: Int
  var tag = HandleTag.null
  var path = StoredString()
  var stateSize: Int64 = 0

  // In front of the handle
  var localPath = StoredString()
  var streamOffset: Int64 = 0

  /// Expects a handle at an offset, or behind other fields.
  init(offset: Int = -1) { self.offset = offset }

  mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64) {
    if self.offset < 0 { self.offset = Int(offset) }
  }

  mutating func localPath(_ localPath: ModifiedUTF8Span) { self.localPath = StoredString(localPath) }

  mutating func streamOffset(_ offset: Int64) { streamOffset = offset }

  private mutating func take(_ tag: HandleTag, _ path: StoredString = StoredString(), _ stateSize: Int64 = 0) {
    if isTaken { return }
    isTaken = true
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
    take(.fileSegment, StoredString(filePath), stateSize)
  }

  mutating func emptySegmentFileStateHandle() { take(.emptyFileSegment) }

  mutating func beginKeyGroupsStateHandle(tag: HandleTag, keyGroupRange: KeyGroupRange) { take(tag) }
}

/// What only some kinds of stream state handles have.
struct StreamDetails: MetadataVisitor {
  private var depth = 0
  var scope = CheckpointedStateScope.exclusive
  var logicalFileId = StoredString()
  var startPos: Int64 = 0
  var range = KeyGroupRange(startKeyGroup: 0, numberOfKeyGroups: 0)
  var offsets = StoredList()
  var data = StoredList()
  var stateHandle = StoredList()

  mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64) {
    if depth == 0 { stateHandle = StoredList(offset: Int(offset), count: 1) }
    depth += 1
  }

  mutating func leave(_ field: MetadataPath.Field, index: Int?) { depth -= 1 }

  mutating func bytes(_ bytes: RawSpan, offset: Int64) {
    if depth == 0 { data = StoredList(offset: Int(offset), count: bytes.byteCount) }
  }

  mutating func offsets(_ offsets: OffsetsSpan) {
    if depth == 0 { self.offsets = StoredList(offset: Int(offsets.offset), count: offsets.count) }
  }

  mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) {
    guard depth == 0 else { return }
    self.logicalFileId = StoredString(logicalFileId)
    self.startPos = startPos
    self.scope = scope
  }

  mutating func beginKeyGroupsStateHandle(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    if depth == 0 { range = keyGroupRange }
  }
}
