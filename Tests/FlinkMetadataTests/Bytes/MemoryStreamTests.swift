// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import Testing

/// Sources and sinks in memory.
@Suite struct MemoryStreamTests {
  @Test(arguments: [nil, 1, 3, 5, 100]) func aSourceGivesItsBytesInPieces(chunkSize: Int?) throws {
    let source = MemorySource([1, 2, 3, 4, 5], chunkSize: chunkSize)
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 16, alignment: 1)
    defer { memory.deallocate() }
    var buffer = OutputRawSpan(buffer: memory, initializedCount: 0)
    var sizes: [Int] = []
    repeat {
      let countBefore = buffer.byteCount
      source.read(into: &buffer)
      sizes.append(buffer.byteCount - countBefore)
    } while sizes.last != 0
    #expect(sizes.dropLast().allSatisfy { $0 <= chunkSize ?? 5 })
    #expect(sizes.count == (5 + (chunkSize ?? 5) - 1) / (chunkSize ?? 5) + 1 || chunkSize == 100)
    #expect(Array(memory[..<buffer.byteCount]) == [1, 2, 3, 4, 5])
  }

  /// What is in the buffer before a read stays, and its room is a limit.
  @Test func aSourceAppends() {
    let source = MemorySource([1, 2, 3])
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 3, alignment: 1)
    defer { memory.deallocate() }
    var buffer = OutputRawSpan(buffer: memory, initializedCount: 0)
    buffer.append(9)
    source.read(into: &buffer)
    #expect(Array(memory) == [9, 1, 2])
    buffer.removeAll()
    source.read(into: &buffer)
    #expect(buffer.byteCount == 1)
    #expect(memory[0] == 3)
  }

  @Test func aSinkKeepsWhatItGets() throws {
    let sink = MemorySink()
    #expect(sink.bytes == [])
    for piece in [[1, 2], [], [3]] as [[UInt8]] { sink.write(piece.span.bytes) }
    #expect(sink.bytes == [1, 2, 3])
  }

  @Test func aRewriteOfBytesGivesBytes() throws {
    let entry = try #require(Corpus.entries.first { $0.readBackByFlink && $0.size > 1000 })
    let bytes = try Corpus.bytes(entry.file)
    var rewriter = PathRewriter(try PathRules([.init(from: PathRewriterTests.prefix, to: "s3://bucket/moved")]))
    rewriter.allowsUnmatched = true
    let sink = MemorySink()
    let report = try rewriter.rewrite(bytes.span.bytes, to: sink)
    let result = try rewriter.rewrite(bytes)
    #expect(result.bytes == sink.bytes)
    #expect(result.report == report)
    #expect(throws: FlinkMetadataError.self) { try rewriter.rewrite(Array(bytes.dropLast())) }
  }
}
