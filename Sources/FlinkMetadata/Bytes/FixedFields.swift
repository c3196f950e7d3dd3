// SPDX-License-Identifier: Apache-2.0

/// A group of fixed-size fields whose bytes were checked together. Offsets are constants of the grammar, smaller than
/// the number of bytes that was checked.
@safe @usableFromInline
struct FixedFields {
  @usableFromInline let start: UnsafeRawPointer

  @inlinable init(start: UnsafeRawPointer) { unsafe self.start = start }

  @inlinable @inline(__always) func uint8(at offset: Int) -> UInt8 {
    unsafe start.load(fromByteOffset: offset, as: UInt8.self)
  }
  @inlinable @inline(__always) func uint16(at offset: Int) -> UInt16 {
    unsafe UInt16(bigEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }
  @inlinable @inline(__always) func int32(at offset: Int) -> Int32 {
    unsafe Int32(bigEndian: start.loadUnaligned(fromByteOffset: offset, as: Int32.self))
  }
  @inlinable @inline(__always) func int64(at offset: Int) -> Int64 {
    unsafe Int64(bigEndian: start.loadUnaligned(fromByteOffset: offset, as: Int64.self))
  }
}
