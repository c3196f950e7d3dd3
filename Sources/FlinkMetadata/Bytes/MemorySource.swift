// SPDX-License-Identifier: Apache-2.0

/// Bytes of an array as a source, for code that takes a ``ByteSource`` where the bytes are in memory already.
///
/// A walk, a view or a rewrite of bytes in memory is faster over a span of the array, which nothing copies; a source
/// copies each byte once. With a chunk size, it tests code that has to cope with input that arrives in pieces.
public final class MemorySource: ByteSource {
  private let bytes: [UInt8]
  private let chunkSize: Int
  private var position = 0

  /// Makes a source of an array, without copying it.
  ///
  /// - Parameters:
  ///   - bytes: all that the source gives.
  ///   - chunkSize: the most bytes that one read gives, at least 1; nil for as many as there is room for.
  public init(_ bytes: [UInt8], chunkSize: Int? = nil) {
    precondition((chunkSize ?? 1) > 0, "the chunk size of a MemorySource is at least 1")
    self.bytes = bytes
    self.chunkSize = chunkSize ?? .max
  }

  /// Appends the next bytes; none at the end.
  public func read(into buffer: inout OutputRawSpan) {
    let bytes = bytes
    let rest = unsafe bytes.span.bytes.extracting(droppingFirst: position)
    position += buffer.append(prefixOf: rest, limit: chunkSize)
  }
}
