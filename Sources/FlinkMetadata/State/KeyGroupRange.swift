/// A range of key groups (Flink: `KeyGroupRange`), as the file gives it.
public struct KeyGroupRange: Sendable, Hashable {
  /// The first key group.
  public var startKeyGroup: Int32
  /// How many key groups. Flink reads a range with none or fewer as the empty range.
  public var numberOfKeyGroups: Int32

  /// Makes a range. Nothing is checked here: ``isLegal`` tells what Flink accepts.
  @inlinable public init(startKeyGroup: Int32, numberOfKeyGroups: Int32) {
    self.startKeyGroup = startKeyGroup
    self.numberOfKeyGroups = numberOfKeyGroups
  }

  /// Whether Flink reads this as the empty range: the last key group, computed with 32 bits that wrap around, comes
  /// before the first.
  @inlinable public var isEmpty: Bool { lastKeyGroup < startKeyGroup }

  /// Whether `KeyGroupRange.of` accepts the numbers.
  @inlinable public var isLegal: Bool {
    isEmpty || (startKeyGroup >= 0 && lastKeyGroup &- startKeyGroup &+ 1 >= 0)
  }

  @inlinable var lastKeyGroup: Int32 { startKeyGroup &+ numberOfKeyGroups &- 1 }
}
