// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Which kinds of state there are, however large they are: a handle of 0 bytes counts, and an absent one does not.
public struct StateShape: Sendable, Hashable {
  private var kinds: UInt16 = 0
  private var modes: UInt8 = 0

  /// No state.
  public init() {}

  /// Whether there is no state of any kind.
  public var isEmpty: Bool { kinds == 0 }

  /// Whether there is state of a kind.
  public func contains(_ kind: StateKind) -> Bool { kinds & 1 << UInt16(kind.rawValue) != 0 }

  /// Whether there is operator state whose elements are distributed in this way.
  public func contains(_ mode: DistributionMode) -> Bool { modes & 1 << UInt8(mode.rawValue) != 0 }

  mutating func insert(_ kind: StateKind) { kinds |= 1 << UInt16(kind.rawValue) }

  mutating func insert(_ mode: DistributionMode) { modes |= 1 << UInt8(mode.rawValue) }

  mutating func formUnion(_ other: StateShape) {
    kinds |= other.kinds
    modes |= other.modes
  }
}
