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
    for (name, value) in flags {
      key(name)
      bool(value)
    }
    key("checkpointType")
    beginObject()
    key("type")
    plain(properties.checkpointType.isSavepoint ? "SavepointType" : "CheckpointType")
    key("name")
    string(properties.checkpointType.name.span)
    switch properties.checkpointType {
    case .checkpoint(let type):
      key("sharingFilesStrategy")
      plain(type.sharingFilesStrategy.rawValue)
    case .savepoint(let type):
      key("formatType")
      plain(type.formatType.rawValue)
      key("postCheckpointAction")
      plain(type.postCheckpointAction.rawValue)
    }
    endObject()
    endObject()
  }

  /// Flink's `InputChannelInfo` or `ResultSubpartitionInfo`.
  mutating func channelInfo(_ info: ChannelInfo, _ kind: ChannelStateKind) {
    beginObject()
    key(kind == .inputChannel ? "gateIdx" : "partitionIdx")
    integer(info.firstIndex)
    key(kind == .inputChannel ? "inputChannelIdx" : "subPartitionIdx")
    integer(info.secondIndex)
    endObject()
  }

  /// The quotation mark behind a string that was written piece by piece.
  mutating func endQuoted() {
    text.append(UInt8(ascii: "\""))
    needsComma = true
  }
}
