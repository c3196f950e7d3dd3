import FlinkMetadata

@testable import FlinkMetadataFiles

/// Bytes of an array in pieces of a given size, and then an error if there is one.
final class ArraySource: ByteSource {
  private var rest: ArraySlice<UInt8>
  private let pieceSize: Int
  private let error: FlinkMetadataError?

  init(_ bytes: [UInt8], pieceSize: Int = .max, then error: FlinkMetadataError? = nil) {
    rest = bytes[...]
    self.pieceSize = pieceSize
    self.error = error
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FlinkMetadataError) -> Int {
    let piece = rest.prefix(min(pieceSize, buffer.count))
    if piece.isEmpty, let error { throw error }
    buffer.copyBytes(from: piece)
    rest = rest.dropFirst(piece.count)
    return piece.count
  }
}

extension ByteSource {
  /// Everything that the source has, read into memory of a given size.
  func contents(roomSize: Int = 4096) throws(FlinkMetadataError) -> [UInt8] {
    var bytes: [UInt8] = []
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: roomSize, alignment: 1)
    defer { room.deallocate() }
    while true {
      let count = try read(into: room)
      if count == 0 { return bytes }
      bytes += room[..<count]
    }
  }
}

/// Bytes that do not repeat and do not compress well.
func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
  var state = seed
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt8(truncatingIfNeeded: state >> 56)
  }
}
