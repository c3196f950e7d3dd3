// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import Testing

/// What was read and not changed is written back byte for byte.
@Suite struct RoundTripTests {
  @Test(arguments: Corpus.entries.filter(\.readBackByFlink))
  func decodingAndEncodingGivesTheSameBytes(_ entry: Corpus.Entry) throws {
    let bytes = try Corpus.bytes(entry.file)
    #expect(try values(bytes).encode() == bytes)
  }

  @Test(arguments: Corpus.entries.filter(\.readBackByFlink))
  func encodingTheEventsOfAWalkGivesTheSameBytes(_ entry: Corpus.Entry) throws {
    let bytes = try Corpus.bytes(entry.file)
    let sink = MemorySink()
    var encoder = MetadataEncoder(sink)
    let summary = try MemorySource(bytes, chunkSize: 4093).walkMetadata(&encoder)
    try encoder.finish()
    #expect(sink.bytes == bytes)
    #expect(summary.nonCanonicalCount == 0)
  }

  @Test(arguments: Corpus.entries.filter(\.readBackByFlink))
  func valuesTellWhatTheirFileTells(_ entry: Corpus.Entry) throws {
    let bytes = try Corpus.bytes(entry.file)
    var fromFile = Transcript(showsOffsets: false)
    try MetadataFile(bytes).walk(&fromFile)
    var fromValues = Transcript(showsOffsets: false)
    try values(bytes).walk(&fromValues)
    #expect(fromValues.events == fromFile.events)
  }

  @Test func trailingBytesAreKept() throws {
    let bytes = try Corpus.bytes(Corpus.entries[0].file) + [1, 2, 3]
    let metadata = try values(bytes)
    #expect(Array(metadata.trailingBytes) == [1, 2, 3])
    #expect(try metadata.encode() == bytes)
  }

  @Test func encodingIntoABufferThatIsTooSmallIsAnError() throws {
    let metadata = CheckpointMetadata(version: .version3, checkpointId: 1)
    func encode(into storage: inout [UInt8]) throws(FlinkMetadataError) -> Int {
      var span = storage.mutableSpan
      var buffer = span.mutableBytes
      return try metadata.encode(into: &buffer)
    }
    var large = [UInt8](repeating: 0, count: 64)
    let count = try encode(into: &large)
    #expect(try Array(large.prefix(count)) == metadata.encode())
    var small = [UInt8](repeating: 0, count: 3)
    #expect(throws: FlinkMetadataError(.bufferTooSmall(needed: count))) { try encode(into: &small) }
    #expect(small == [0, 0, 0])
    // What is just large enough is filled to its end.
    var exact = [UInt8](repeating: 0, count: count)
    #expect(try encode(into: &exact) == count)
    #expect(try exact == metadata.encode())
    var oneTooSmall = [UInt8](repeating: 9, count: count - 1)
    #expect(throws: FlinkMetadataError(.bufferTooSmall(needed: count))) { try encode(into: &oneTooSmall) }
    #expect(oneTooSmall.allSatisfy { $0 == 9 })
  }

  /// Encodings that Flink reads but never writes are counted, because a round trip changes them.
  @Test func nonCanonicalEncodingsAreCounted() throws {
    var metadata = CheckpointMetadata(version: .version2, checkpointId: 1)
    metadata.operatorStates = [
      OperatorState(operatorID: OperatorID(lowerPart: 1, upperPart: 2), parallelism: 1, maxParallelism: 1)
    ]
    var bytes = try metadata.encode()
    #expect(bytes.suffix(4) == [0, 0, 0, 0])
    bytes[bytes.count - 4] = 0xFF
    #expect(try walk(bytes).nonCanonicalCount == 1)
    #expect(try values(bytes).encode() == metadata.encode())
  }

  /// Each is counted once, and the neighbouring numbers, which Flink writes, are not.
  @Test func nonCanonicalNumbersAreCountedOnce() throws {
    let reference = Crafted.beforeKeyedState(7) + Crafted.i8(0) + Crafted.i8(0) + Crafted.i32(0) + Crafted.i32(0)
    let files: [(bytes: [UInt8], count: Int)] = [
      (Crafted.head(3) + Crafted.operatorState(3, subtasks: -1), 0),
      (Crafted.head(3) + Crafted.operatorState(3, subtasks: -2), 1),
      (Crafted.head(2) + Crafted.operatorState(2, subtasks: 0), 0),
      (Crafted.head(2) + Crafted.operatorState(2, subtasks: -1), 1),
      (reference + Crafted.i8(0) + Crafted.noProperties, 0),
      (reference + Crafted.i8(1) + Crafted.i64(5) + Crafted.noProperties, 0),
      (reference + Crafted.i8(2) + Crafted.noProperties, 1),
    ]
    for (index, file) in files.enumerated() {
      #expect(try walk(file.bytes).nonCanonicalCount == file.count, "file \(index)")
    }
  }
}
