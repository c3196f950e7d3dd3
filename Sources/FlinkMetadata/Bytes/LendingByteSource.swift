/// A source that lends the memory it reads into, so that nobody has to copy what it read ahead.
package protocol LendingByteSource: ByteSource {
  /// Lends the next bytes, and takes back those that it lent before except the last of them, `kept`, which are in front of
  /// the next ones afterwards. At the end of the input it lends only `kept`, and is not called again.
  ///
  /// `kept` is at most ``BufferSize/headroom`` bytes long. The first of the bytes after it is at a boundary of
  /// ``BufferSize/alignment``. Errors are those of ``ByteSource/read(into:)``.
  @unsafe
  func lend(keeping kept: UnsafeRawBufferPointer) throws(FlinkMetadataError) -> UnsafeRawBufferPointer
}
