/// Which side of a channel a state belongs to.
public enum ChannelStateKind: UInt8, Sendable, Hashable {
  /// State of an input channel (Flink: `InputChannelStateHandle`).
  case inputChannel = 1
  /// State of a result subpartition (Flink: `ResultSubpartitionStateHandle`).
  case resultSubpartition = 2
}

/// Which channel a state belongs to.
///
/// Flink: `InputChannelInfo` (`gateIdx`, `inputChannelIdx`) or `ResultSubpartitionInfo` (`partitionIdx`,
/// `subPartitionIdx`), in that order.
public struct ChannelInfo: Sendable, Hashable {
  /// The input gate's or the result partition's index.
  public var firstIndex: Int32
  /// The input channel's or the subpartition's index.
  public var secondIndex: Int32

  /// Names a channel.
  @inlinable public init(firstIndex: Int32, secondIndex: Int32) {
    self.firstIndex = firstIndex
    self.secondIndex = secondIndex
  }
}
