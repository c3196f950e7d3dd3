// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import Testing

/// Every golden file is read, in every way, with the same result.
@Suite struct CorpusTests {
  @Test(arguments: Corpus.entries.filter(\.readBackByFlink))
  func versionDialectAndSizeAreFoundOut(_ entry: Corpus.Entry) throws {
    let bytes = try Corpus.bytes(entry.file)
    let file = try MetadataFile(bytes)
    var visitor = Nothing()
    let summary = try file.walk(&visitor)
    #expect(file.version == summary.version)
    #expect(file.dialect == summary.dialect)
    #expect(summary.version.rawValue == Int32(entry.version))
    #expect(summary.dialect.rawValue == entry.dialect)
    #expect(summary.byteCount == Int64(entry.size))
    #expect(summary.trailingByteCount == 0)
  }

  /// What Flink wrote but does not read back, we do not read either.
  @Test(arguments: Corpus.entries.filter { !$0.readBackByFlink })
  func whatFlinkRejectsIsRejected(_ entry: Corpus.Entry) throws {
    let bytes = try Corpus.bytes(entry.file)
    #expect(throws: FlinkMetadataError.self) { try values(bytes) }
  }

  /// The dialect is found out from a source too, although it cannot be read twice.
  @Test(arguments: Corpus.entries.filter(\.readBackByFlink))
  func sourcesTellTheSameStory(_ entry: Corpus.Entry) throws {
    let bytes = try Corpus.bytes(entry.file)
    var inMemory = Transcript()
    let summary = try MetadataFile(bytes).walk(&inMemory)
    for chunkSize in bytes.count < 4096 ? [1, 7, 1 << 20] : [4093, 1 << 20] {
      var fromSource = Transcript()
      let sourceSummary = try MemorySource(bytes, chunkSize: chunkSize).walkMetadata(&fromSource)
      #expect(sourceSummary == summary)
      #expect(fromSource.events == inMemory.events)
    }
  }
}
