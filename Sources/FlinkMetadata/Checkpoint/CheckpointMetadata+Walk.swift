// SPEC.md 2, "File header and versions", and 3.1, "Body of versions 2 to 7"
//
//   file        i32 magic 0x4960672D, i32 version, body of that version
//   body        i64 checkpointId, i32 n, MasterState * n, i32 m, OperatorState * m,
//               version 4 and up: CheckpointProperties

extension MetadataWalk {
  @usableFromInline static var magic: UInt32 { 0x4960_672D }

  /// `i32 magic, i32 version`. Sets the version that the other rules go by.
  @usableFromInline
  mutating func fileHeader() throws(FlinkMetadataError) {
    let magic = UInt32(bitPattern: try reader.int32())
    if magic != Self.magic { throw reader.errorBefore(4, .notMetadata(found: magic)) }
    let number = try reader.int32()
    guard let version = FormatVersion(rawValue: number) else {
      throw reader.errorBefore(4, number == 0 ? .javaSerializedVersion : .unknownVersion(number))
    }
    self.version = version
  }

  /// What follows the header. The dialect must have been settled.
  @inlinable
  mutating func body<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor) throws(FlinkMetadataError) {
    try visitor.beginMetadata(version: version, dialect: dialect)
    try checkpointId(&visitor)
    if version == .version1 {
      try taskStates(&visitor)
    } else {
      try masterStates(&visitor)
      try operatorStates(&visitor)
    }
    if version >= .version4 {
      try checkpointProperties(&visitor)
    }
    try visitor.endMetadata()
  }

  @inlinable
  mutating func checkpointId<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let checkpointId = try reader.int64()
    // Flink 1.9 and 1.10 did not look at the id of version 1.
    if checkpointId < 0 && version > .version1 {
      throw reader.errorBefore(8, .negativeCheckpointId(checkpointId))
    }
    try visitor.checkpointId(checkpointId)
  }
}
