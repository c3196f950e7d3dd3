// SPDX-License-Identifier: Apache-2.0

/// The result of a walk over a whole file.
public struct MetadataSummary: Sendable, Hashable {
  /// The file's version.
  public var version: FormatVersion
  /// The layout of version 3 that the file has.
  public var dialect: Dialect
  /// The size of header and body in bytes.
  public var byteCount: Int64
  /// How many bytes follow the body. Flink ignores them; a file that Flink wrote has none.
  public var trailingByteCount: Int64
  /// How many values are encoded in a way that Flink reads but never writes, and that decoded values do not keep, such
  /// as a presence field of 7 (SPEC.md 13.3, "What both accept, and only this project reports"). If there are none,
  /// encoding what was decoded gives the same bytes. A ``PathRewriter`` without rules copies even these.
  public var nonCanonicalCount: Int

  @inlinable
  init(
    version: FormatVersion, dialect: Dialect, byteCount: Int64, trailingByteCount: Int64, nonCanonicalCount: Int
  ) {
    self.version = version
    self.dialect = dialect
    self.byteCount = byteCount
    self.trailingByteCount = trailingByteCount
    self.nonCanonicalCount = nonCanonicalCount
  }
}
