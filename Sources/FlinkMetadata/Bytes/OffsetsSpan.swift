// SPDX-License-Identifier: Apache-2.0

/// A run of offsets of the file, in place.
public struct OffsetsSpan: ~Escapable, Copyable {
  /// Eight big-endian bytes for each offset.
  public let bytes: RawSpan
  /// Where the first offset is in the file; -1 if the offsets belong to a value.
  @usableFromInline let fileOffset: Int64

  /// Where the first offset is in the file; nil if the offsets belong to a value.
  public var offset: Int64? { fileOffset < 0 ? nil : fileOffset }

  @inlinable @_lifetime(copy bytes)
  init(bytes: RawSpan, fileOffset: Int64) {
    self.bytes = bytes
    self.fileOffset = fileOffset
  }

  /// How many offsets.
  @inlinable public var count: Int { bytes.byteCount >> 3 }

  /// One of the offsets; constant time. The index must be in `0..<count`.
  @inlinable public subscript(index: Int) -> Int64 {
    precondition(index >= 0 && index < count)
    return Int64(bigEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index << 3, as: Int64.self))
  }
}
