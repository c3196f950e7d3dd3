// SPDX-License-Identifier: Apache-2.0

/// A minor release of Flink, such as 1.20.
public struct FlinkRelease: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The number before the dot.
  public var major: Int
  /// The number after the dot.
  public var minor: Int

  /// Names a release.
  public init(_ major: Int, _ minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// Whether the first came before the second.
  public static func < (first: FlinkRelease, second: FlinkRelease) -> Bool {
    (first.major, first.minor) < (second.major, second.minor)
  }

  /// Such as "1.20".
  public var description: String { "\(major).\(minor)" }

  /// Whether the release reads a handle with this tag in the standard dialect.
  public func reads(_ tag: HandleTag) -> Bool { self >= tag.since }
}
