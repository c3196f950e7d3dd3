// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles

/// A file as it lies on a disk: as it is, compressed, cut off or damaged.
struct StoredFile {
  let bytes: [UInt8]
  /// The most bytes that it may expand to.
  let most: Int64
  let isCompressed: Bool
  /// What reading it must give, known from memory.
  let content: Attempt<[UInt8]>

  init(_ file: [UInt8], _ chosen: inout ChosenBytes) throws(BrokenProperty) {
    let options = chosen.byte()
    var bytes = options & 1 != 0 ? try compressed(file) : file
    switch options >> 1 & 7 {
    case 1: bytes.removeLast(min(bytes.count, chosen.below(40)))
    case 2 where !bytes.isEmpty: bytes[chosen.below(bytes.count)] ^= 1 << (chosen.byte() & 7)
    case 3: bytes += chosen.bytes(most: 8)
    default: break
    }
    most = options & 16 != 0 ? Int64(max(0, file.count - 20 + chosen.below(40))) : 1 << 20
    isCompressed = bytes.starts(with: [0x1F, 0x8B])
    self.bytes = bytes
    let (stored, most, isCompressed) = (bytes, most, isCompressed)
    content =
      isCompressed
      ? attempt { () throws(FlinkMetadataError) in
        try GzipSource(MemorySource(stored), maximumByteCount: most).everything()
      } : .success(bytes)
  }

  /// The same bytes as they come out of memory.
  var source: any ByteSource {
    isCompressed ? GzipSource(MemorySource(bytes), maximumByteCount: most) : MemorySource(bytes)
  }
}

extension ByteSource {
  /// Reads to the end.
  func everything() throws(FlinkMetadataError) -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 12)
    while true {
      let count = try piece.withUnsafeMutableBufferPointer { (memory) throws(FlinkMetadataError) in
        try read(intoMemory: UnsafeMutableRawBufferPointer(memory))
      }
      if count == 0 { return bytes }
      bytes += piece[..<count]
    }
  }
}

/// The bytes as gzip.
func compressed(_ bytes: [UInt8]) throws(BrokenProperty) -> [UInt8] {
  let sink = MemorySink()
  let gzip = GzipSink(sink)
  try attempt { () throws(FlinkMetadataError) in
    try gzip.write(bytes.span.bytes)
    try gzip.finish()
  }.value("compressing")
  return sink.bytes
}
