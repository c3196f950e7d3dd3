// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import Testing

/// The way into a file in memory.
@Suite struct MetadataFileTests {
  @Test(arguments: Corpus.entries.filter { $0.readBackByFlink && $0.size < 20_000 })
  func theHeaderIsThatOfTheValues(_ entry: Corpus.Entry) throws {
    let bytes = try Corpus.bytes(entry.file)
    let file = try MetadataFile(bytes)
    #expect(file.version.rawValue == Int32(entry.version))
    #expect(file.dialect.rawValue == entry.dialect)
    #expect(file.bytes == bytes)
    let metadata = try file.metadata()
    #expect(metadata.checkpointId == file.checkpointId)
    #expect(metadata.version == file.version)
    #expect(metadata.dialect == file.dialect)
    let view = try file.view
    #expect(view.version == file.version)
    #expect(view.dialect == file.dialect)
    #expect(view.checkpointId == file.checkpointId)
  }

  @Test func allWaysToReadAFileReportTheSame() throws {
    let bytes = try Corpus.bytes("2.3.0/rocksdb-incremental.metadata")
    let file = try MetadataFile(bytes)
    var ofFile = Transcript()
    let summary = try file.walk(&ofFile)
    var ofView = Transcript()
    #expect(try file.view.walk(&ofView) == summary)
    #expect(ofView.events == ofFile.events)
    var ofSpan = Transcript()
    #expect(try CheckpointMetadataView(bytes.span.bytes).walk(&ofSpan) == summary)
    #expect(ofSpan.events == ofFile.events)
    var ofSource = Transcript()
    #expect(try MemorySource(bytes).walkMetadata(&ofSource) == summary)
    #expect(ofSource.events == ofFile.events)
  }

  @Test func anEmptyFileIsSaidToBeEmpty() {
    let expected = FlinkMetadataError(.emptyInput, offset: 0)
    #expect(expected.description == "byte 0: the file is empty; expected a Flink _metadata file")
    #expect(failureOfValues([]) == expected)
    #expect(failureOfWalk(MemorySource([])) == expected)
    #expect(throws: expected) { _ = try CheckpointMetadataView([UInt8]().span.bytes).version }
    #expect(throws: expected) { try PathRewriter(PathRules()).rewrite([]) }
    // A part of a larger array, whose address is not nil.
    let bytes: [UInt8] = [1, 2, 3]
    #expect(throws: expected) { _ = try CheckpointMetadataView(bytes.span.bytes.extracting(0..<0)).version }
  }

  /// The header is checked at once, and what follows when it is read.
  @Test func whatFollowsTheHeaderIsCheckedLater() throws {
    let bytes = Crafted.beforeKeyedState() + Crafted.i8(1)
    let file = try MetadataFile(bytes)
    #expect(file.checkpointId == 1)
    #expect(throws: FlinkMetadataError.self) { try file.metadata() }
    #expect(throws: FlinkMetadataError.self) { try MetadataFile(Array(bytes.prefix(15))) }
  }

  @Test func trailingBytesAreCountedAndKept() throws {
    let body = Crafted.file(keyedState: Crafted.i8(0))
    let file = try MetadataFile(body + [1, 2, 3])
    struct Trailing: MetadataVisitor {
      var bytes: [UInt8] = []
      mutating func trailingBytes(_ bytes: RawSpan) { bytes.withUnsafeBytes { self.bytes += $0 } }
    }
    var trailing = Trailing()
    let summary = try file.walk(&trailing)
    #expect(summary.byteCount == Int64(body.count))
    #expect(summary.trailingByteCount == 3)
    #expect(trailing.bytes == [1, 2, 3])
    #expect(try Array(file.metadata().trailingBytes) == [1, 2, 3])
    #expect(try file.metadata().encode() == body + [1, 2, 3])
  }

  @Test func aDialectCanBeForced() throws {
    let keyed = Crafted.i8(8) + Crafted.i32(0) + Crafted.i32(4) + Crafted.i32(0) + Crafted.i32(0)
    let bytes = Crafted.file(3, keyedState: keyed)
    #expect(try MetadataFile(bytes).dialect == .flink1_14)
    #expect(try MetadataFile(bytes, dialect: .flink1_14).metadata() == MetadataFile(bytes).metadata())
    #expect(try MetadataFile(bytes, dialect: .standard).dialect == .standard)
    #expect(throws: FlinkMetadataError.self) { try MetadataFile(bytes, dialect: .standard).metadata() }
    // Only version 3 has dialects.
    let version6 = Crafted.file(6, keyedState: Crafted.i8(0))
    #expect(try MetadataFile(version6, dialect: .flink1_11).dialect == .standard)
  }
}
