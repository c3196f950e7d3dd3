// SPEC.md 5, "Stream state handles"; the layouts stand in StreamStateHandle+Walk.swift.

extension MetadataEncoder {
  /// Writes inlined state, of which the bytes follow.
  public mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int) throws(FlinkMetadataError) {
    tag(.byteStream)
    try writer.utf(handleName)
    try writer.count(byteCount)
  }

  /// Writes a file.
  public mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) throws(FlinkMetadataError) {
    tag(.file)
    writer.int64(stateSize)
    try writer.utf(filePath)
  }

  /// Writes a file of the checkpoint's directory.
  public mutating func relativeFileStateHandle(relativePath: ModifiedUTF8Span, stateSize: Int64)
    throws(FlinkMetadataError)
  {
    tag(.relativeFile)
    try writer.utf(relativePath)
    writer.int64(stateSize)
  }

  /// Writes a part of a file.
  public mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) throws(FlinkMetadataError) {
    tag(.fileSegment)
    writer.int64(startPos)
    writer.int64(stateSize)
    writer.int32(scope.rawValue)
    try writer.utf(filePath)
    try writer.utf(logicalFileId)
  }

  /// Writes an empty part.
  public mutating func emptySegmentFileStateHandle() { tag(.emptyFileSegment) }
}
