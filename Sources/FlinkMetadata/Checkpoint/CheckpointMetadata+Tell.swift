// SPEC.md 3.1, "Body of versions 2 to 7", and 3.2, "Master states"

extension ValueWalk where Visitor: ~Copyable {
  mutating func metadata(_ metadata: CheckpointMetadata, _ visitor: inout Visitor) throws(FlinkMetadataError) {
    try require(dialect == .standard || version == .version3, .dialectOutsideVersion3)
    try visitor.beginMetadata(version: version, dialect: dialect)
    if metadata.checkpointId < 0 && version > .version1 {
      throw error(.negativeCheckpointId(metadata.checkpointId))
    }
    try visitor.checkpointId(metadata.checkpointId)
    if version == .version1 {
      try require(metadata.operatorStates.isEmpty, .operatorsInVersion1)
      try require(metadata.masterStates.isEmpty, .mastersInVersion1)
      try taskStates(metadata.taskStates, &visitor)
    } else {
      try require(metadata.taskStates.isEmpty, .tasksAfterVersion1)
      try masterStates(metadata.masterStates, &visitor)
      try operatorStates(metadata.operatorStates, &visitor)
    }
    try checkpointProperties(metadata.properties, &visitor)
    try visitor.endMetadata()
    if metadata.trailingBytes.count > 0 { try visitor.trailingBytes(metadata.trailingBytes.bytes) }
  }

  private mutating func masterStates(_ states: [MasterState], _ visitor: inout Visitor) throws(FlinkMetadataError) {
    try list(.masterStates, states, &visitor) { walk, state, visitor throws(FlinkMetadataError) in
      try visitor.masterState(name: state.name.span, version: state.version, byteCount: state.bytes.count)
      try walk.bytes(state.bytes, &visitor)
    }
  }

  private mutating func checkpointProperties(_ properties: CheckpointProperties?, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    guard version >= .version4 else { return try require(properties == nil, .propertiesBeforeVersion4) }
    try part(.checkpointProperties, &visitor) { walk, visitor throws(FlinkMetadataError) in
      if let properties { try visitor.checkpointProperties(properties) }
    }
  }
}
