// SPDX-License-Identifier: Apache-2.0

/// A string in the window. It does not keep the window from moving; the walk checks it, and wraps it into a
/// ``ModifiedUTF8Span`` to hand it on.
@safe @usableFromInline
struct UncheckedString {
  /// How many bytes of the file hold the length, before the string's own.
  @inlinable static var lengthByteCount: Int { 2 }

  @usableFromInline let start: UnsafeRawPointer
  @usableFromInline let count: Int

  @inlinable init(start: UnsafeRawPointer, count: Int) {
    unsafe self.start = start
    self.count = count
  }

  @inlinable var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: start, count: count) }
}
