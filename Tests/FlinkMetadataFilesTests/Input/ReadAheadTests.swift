// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import TestSupport
import Testing

@testable import FlinkMetadataFiles

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A second thread reads, and everything is as without it.
@Suite struct ReadAheadTests {
  let directory = TemporaryDirectory()

  /// Long enough for files to be read ahead: many chunks, and strings over all borders.
  static let metadata: [UInt8] = {
    var metadata = CheckpointMetadata(version: .version6, checkpointId: 42)
    for number in 0..<400 {
      let name = try? ModifiedUTF8String(String(repeating: "\(number)-", count: 2_000))
      metadata.masterStates.append(
        MasterState(
          version: 1, name: name ?? "", bytes: SharedBytes([UInt8](repeating: UInt8(number & 0xFF), count: number * 17))
        ))
    }
    return (try? metadata.encode()) ?? []
  }()

  private func names(_ source: any ByteSource) throws(FlinkMetadataError) -> [String] {
    var visitor = Names()
    try source.walkMetadata(&visitor)
    return visitor.names
  }

  @Test(arguments: [1, 1000, 65_536, 262_144, 262_145, .max]) func piecesMakeTheSameWhole(chunkSize: Int) throws {
    let bytes = chunkSize == 1 ? Array(metadataFile(payload: noise(2_000))) : Self.metadata
    let expected = try names(MemorySource(bytes))
    let source = ReadAheadSource(MemorySource(bytes, chunkSize: chunkSize))
    #expect(try names(source) == expected)
    #expect(source.byteCount == Int64(bytes.count))
    source.end()
    source.end()
  }

  @Test func aLongFileIsReadAhead() throws {
    try #require(Self.metadata.count > 2 * ReadAheadSource.leastByteCount)
    try writeFile(directory["file"], Self.metadata)
    let input = try MetadataInput(directory["file"])
    var reports: [Int64?] = []
    let reader = pthread_self()
    input.onProgress = {
      #expect(pthread_equal(reader, pthread_self()) != 0)
      reports.append($0)
    }
    var visitor = Names()
    let summary = try input.walk(&visitor)
    #expect(summary.byteCount == Int64(Self.metadata.count))
    #expect(try visitor.names == names(MemorySource(Self.metadata)))
    #expect(input.bytesRead == input.size)
    #expect(reports.last == .some(nil))
    #expect(reports.dropLast().last == input.size)
    #expect(reports.count > 4)
  }

  @Test func aLongFileCanBeReadWholeAndTwice() throws {
    try writeFile(directory["file"], Self.metadata)
    #expect(try MetadataInput(directory["file"]).readAll() == Self.metadata)

    var rewriter = PathRewriter(PathRules())
    rewriter.operatorEdits.drop("a")
    let sink = MemorySink()
    #expect(throws: FlinkMetadataError.self) {
      // There is no such operator, which the first pass finds out.
      _ = try MetadataInput(directory["file"]).rewrite(with: rewriter, to: sink)
    }
    #expect(sink.bytes.isEmpty)
  }

  /// The error comes after everything that was read before it, at the offset where the source failed.
  @Test(arguments: [0, 1, 300_000, 1_000_000, 2_500_000]) func anErrorOfTheSourceHasItsPlace(count: Int) throws {
    let failure = FlinkMetadataError(.sourceFailed(code: EIO), offset: 0)
    let bytes = Array(Self.metadata[..<count])
    let error = #expect(throws: FlinkMetadataError.self) {
      try names(ReadAheadSource(FailingSource(bytes, chunkSize: 100_000, then: failure)))
    }
    #expect(error?.kind == failure.kind)
    #expect(error?.offset == Int64(count))
  }

  /// When the end has returned, the source is the caller's again.
  @Test func whoStopsInTheMiddleEndsTheThread() throws {
    for count in stride(from: 0, to: 50, by: 7) {
      let bytes = MemorySource(Self.metadata, chunkSize: 10_000)
      let source = ReadAheadSource(bytes)
      for _ in 0..<count { _ = try source.lend(keeping: UnsafeRawBufferPointer(start: nil, count: 0)) }
      source.end()
      let rest = try bytes.contents(roomSize: 100_000)
      #expect(rest.count <= Self.metadata.count - count * 10_000)
      #expect(rest == Array(Self.metadata.suffix(rest.count)))
    }
  }

  /// What is kept stands before the next bytes, as it was, also at the end.
  @Test(arguments: [0, 1, 1000, BufferSize.headroom]) func whatIsKeptStandsBeforeTheNext(keptCount: Int) throws {
    let source = ReadAheadSource(MemorySource(Self.metadata, chunkSize: 20_000))
    var lent = UnsafeRawBufferPointer(start: nil, count: 0)
    var position = 0
    while true {
      let kept = UnsafeRawBufferPointer(rebasing: lent.suffix(keptCount))
      let next = try source.lend(keeping: kept)
      let begin = position - kept.count
      position = begin + next.count
      #expect(Array(next) == Array(Self.metadata[begin..<position]))
      if next.count == kept.count { break }
      lent = next
    }
    #expect(position == Self.metadata.count)
  }
}

/// Notes the names of master states.
private struct Names: MetadataVisitor {
  var names: [String] = []

  mutating func masterState(name: ModifiedUTF8Span, version: Int32, byteCount: Int) {
    names.append(String(name))
  }
}
