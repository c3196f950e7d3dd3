// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import TestSupport
import Testing

@testable import FlinkMetadataFiles

@Suite struct GzipSinkTests {
  private func compress(_ bytes: [UInt8], pieceSize: Int = .max) throws -> [UInt8] {
    let sink = MemorySink()
    let compressor = GzipSink(sink)
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = Array(rest.prefix(pieceSize))
      try compressor.write(piece.span.bytes)
      rest = rest.dropFirst(piece.count)
    }
    try compressor.finish()
    #expect(compressor.compressedByteCount == Int64(sink.bytes.count))
    return sink.bytes
  }

  @Test(arguments: [0, 1, 1000, 128 * 1024, 1_000_003])
  func whatComesOutIsWhatWentIn(_ count: Int) throws {
    for bytes in [noise(count), [UInt8](repeating: 7, count: count)] {
      let compressed = try compress(bytes)
      #expect(try GzipSource(MemorySource(compressed)).contents() == bytes)
      #expect(try compress(bytes, pieceSize: 65_521) == compressed)
    }
  }

  @Test func theHeaderTellsNothing() throws {
    // Magic, method, flags, time, extra flags, unknown system (RFC 1952, 2.3).
    #expect(try compress([1, 2, 3]).prefix(10) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255])
  }

  @Test func withoutItsEndItIsDamaged() throws {
    let sink = MemorySink()
    let compressor = GzipSink(sink)
    try compressor.write(noise(1_000_000).span.bytes)
    #expect(throws: FlinkMetadataError.self) { try GzipSource(MemorySource(sink.bytes)).contents() }
  }

  @Test func aFailingSinkIsTold() throws {
    final class Full: ByteSink {
      func write(_ bytes: RawSpan) throws(FlinkMetadataError) {
        throw FlinkMetadataError(.sinkFailed(code: 28), offset: -1)
      }
    }
    let compressor = GzipSink(Full())
    let error = try #require(throws: FlinkMetadataError.self) {
      for _ in 0..<10 { try compressor.write(noise(100_000).span.bytes) }
    }
    #expect(error.kind == .sinkFailed(code: 28))
    let small = GzipSink(Full())
    try small.write(noise(10).span.bytes)
    #expect(throws: FlinkMetadataError.self) { try small.finish() }
  }
}
