// SPDX-License-Identifier: Apache-2.0

// SPEC.md 9, "Checkpoint properties": the names of the fields.

extension MetadataFieldEvents where Visitor: ~Copyable {
  /// Reports the properties, or null.
  @inlinable
  public mutating func checkpointProperties(_ properties: CheckpointProperties?) throws(FlinkMetadataError) {
    guard let properties else { return try visitor.null() }
    try visitor.beginRecord(.checkpointProperties, tag: nil, name: nil)
    try visitor.field("forced", properties.forced)
    try visitor.field("discardSubsumed", properties.discardSubsumed)
    try visitor.field("discardFinished", properties.discardFinished)
    try visitor.field("discardCancelled", properties.discardCancelled)
    try visitor.field("discardFailed", properties.discardFailed)
    try visitor.field("discardSuspended", properties.discardSuspended)
    try visitor.field("unclaimed", properties.unclaimed)
    switch properties.checkpointType {
    case .checkpoint(let type):
      try visitor.beginRecord(.checkpointType, tag: nil, name: "checkpointType")
      try visitor.field("name", type.name.span)
      try visitor.field("sharingFilesStrategy", constant: type.sharingFilesStrategy.flinkName)
      try visitor.endRecord(.checkpointType)
    case .savepoint(let type):
      try visitor.beginRecord(.savepointType, tag: nil, name: "checkpointType")
      try visitor.field("name", type.name.span)
      try visitor.field("formatType", constant: type.formatType.flinkName)
      try visitor.field("postCheckpointAction", constant: type.postCheckpointAction.flinkName)
      try visitor.endRecord(.savepointType)
    @unknown default: break
    }
    try visitor.endRecord(.checkpointProperties)
  }
}
