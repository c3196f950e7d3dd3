import FlinkMetadata

extension JSONWriter {
  /// Flink's `CheckpointProperties`.
  mutating func checkpointProperties(_ properties: CheckpointProperties) {
    beginObject()
    let flags: [(StaticString, Bool)] = [
      ("forced", properties.forced), ("discardSubsumed", properties.discardSubsumed),
      ("discardFinished", properties.discardFinished), ("discardCancelled", properties.discardCancelled),
      ("discardFailed", properties.discardFailed), ("discardSuspended", properties.discardSuspended),
      ("unclaimed", properties.unclaimed),
    ]
    for (name, value) in flags { member(name, value) }
    key("checkpointType")
    beginObject()
    member("type", plain: properties.checkpointType.isSavepoint ? "SavepointType" : "CheckpointType" as StaticString)
    key("name")
    string(modifiedUTF8: properties.checkpointType.name.bytes)
    switch properties.checkpointType {
    case .checkpoint(let type):
      member("sharingFilesStrategy", plain: type.sharingFilesStrategy.rawValue)
    case .savepoint(let type):
      member("formatType", plain: type.formatType.rawValue)
      member("postCheckpointAction", plain: type.postCheckpointAction.rawValue)
    }
    endObject()
    endObject()
  }

  /// Flink's `KeyGroupRange`, as two members.
  mutating func keyGroupRange(_ range: KeyGroupRange) {
    member("startKeyGroup", range.startKeyGroup)
    member("numberOfKeyGroups", range.numberOfKeyGroups)
  }

  /// Flink's `InputChannelInfo` or `ResultSubpartitionInfo`.
  mutating func channelInfo(_ info: ChannelInfo, _ kind: ChannelStateKind) {
    beginObject()
    member(kind == .inputChannel ? "gateIdx" : "partitionIdx", info.firstIndex)
    member(kind == .inputChannel ? "inputChannelIdx" : "subPartitionIdx", info.secondIndex)
    endObject()
  }
}
