// SPEC.md 6, "Operator state handles"; the layouts stand in OperatorStateHandle+Walk.swift.

extension MetadataEncoder {
  /// Writes the tag; the states, the directories of tag 17 and the delegate follow.
  public mutating func beginOperatorStateHandle(tag: HandleTag) { self.tag(tag) }

  /// Writes a named state, of which the offsets follow.
  public mutating func stateMetaInfo(name: ModifiedUTF8Span, distributionMode: DistributionMode, offsetCount: Int)
    throws(FlinkMetadataError)
  {
    try writer.utf(name)
    writer.uint8(UInt8(bitPattern: distributionMode.rawValue))
    try writer.count(offsetCount)
  }

  /// Writes the directories of merged files.
  public mutating func fileMergingDirectories(
    taskOwnedDirectory: ModifiedUTF8Span, sharedDirectory: ModifiedUTF8Span, isEmpty: Bool
  ) throws(FlinkMetadataError) {
    try writer.utf(taskOwnedDirectory)
    try writer.utf(sharedDirectory)
    writer.uint8(isEmpty ? 1 : 0)
  }
}
