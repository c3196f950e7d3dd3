// SPDX-License-Identifier: Apache-2.0

/// A source that lends the memory it reads into, so that nobody has to copy what it read ahead.
package protocol LendingByteSource: ByteSource {
  /// Lends the next bytes, with a copy of `kept` in front of them. `kept` is the end of what was lent before, which the
  /// source takes back. At the end of the input the source lends only `kept`, and is not called again.
  ///
  /// `kept` is at most ``BufferSize/headroom`` bytes long. The first of the bytes after it is at a boundary of
  /// ``BufferSize/alignment``. Errors are those of ``ByteSource/read(into:)``.
  @unsafe
  func lend(keeping kept: UnsafeRawBufferPointer) throws(FlinkMetadataError) -> UnsafeRawBufferPointer
}
