import FlinkMetadata

/// A source whose first bytes were already read, to see what it is: it hands these on, then the rest.
final class PrefixedSource: ByteSource {
  private var prefix: ArraySlice<UInt8>
  private let rest: any ByteSource

  init(_ prefix: [UInt8], then rest: any ByteSource) {
    self.prefix = prefix[...]
    self.rest = rest
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FlinkMetadataError) -> Int {
    guard !prefix.isEmpty else { return try rest.read(into: buffer) }
    let part = prefix.prefix(buffer.count)
    buffer.copyBytes(from: part)
    prefix = prefix.dropFirst(part.count)
    return part.count
  }
}
