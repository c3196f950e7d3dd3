// SPDX-License-Identifier: Apache-2.0

/// The origin of bytes that are not all in memory: a pipe, a decompressor, a network connection.
///
/// A walk over a source needs constant memory, however long the input is.
public protocol ByteSource: AnyObject {
  /// Appends the next bytes to `buffer`, which always has room for at least one. Appending none ends the input.
  ///
  /// As with POSIX `read`, a call may append any number of bytes from 1 up. Throw
  /// ``FlinkMetadataError/Kind/sourceFailed(code:)`` when reading fails; the walk fills in offset and path of the
  /// error, and ignores what was appended before it.
  func read(into buffer: inout OutputRawSpan) throws(FlinkMetadataError)
}

extension ByteSource {
  /// Reads the next bytes into the beginning of `memory`, which must not be empty, and returns how many; 0 at the end.
  ///
  /// Traps if the source replaces the span that it was given.
  @unsafe
  package func read(intoMemory memory: UnsafeMutableRawBufferPointer) throws(FlinkMetadataError) -> Int {
    var buffer = unsafe OutputRawSpan(buffer: memory, initializedCount: 0)
    try read(into: &buffer)
    return unsafe buffer.finalize(for: memory)
  }
}

extension OutputRawSpan {
  /// Appends the first of the bytes, at most `limit` and as many as there is room for, and returns how many.
  @_lifetime(self: copy self)
  package mutating func append(prefixOf bytes: RawSpan, limit: Int = .max) -> Int {
    let count = min(bytes.byteCount, freeCapacity, limit)
    unsafe withUnsafeMutableBytes { buffer, initializedCount in
      unsafe bytes.extracting(first: count).withUnsafeBytes { piece in
        unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[initializedCount...]).copyMemory(from: piece)
      }
      initializedCount += count
    }
    return count
  }
}
