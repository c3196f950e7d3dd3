import CorpusSupport
import FlinkMetadata
import FuzzTargets
import Testing

/// Every golden file is read, in every way, with the same result.
@Suite struct CorpusTests {
  @Test(arguments: Corpus.entries.filter(\.readBackByFlink))
  func versionDialectAndSizeAreFoundOut(_ entry: Corpus.Entry) throws {
    let bytes = try Corpus.bytes(entry.file)
    var visitor = Nothing()
    let summary = try walkMetadata(bytes.span.bytes, visitor: &visitor)
    #expect(summary.version.rawValue == Int32(entry.version))
    #expect(summary.dialect.rawValue == entry.dialect)
    #expect(summary.byteCount == Int64(entry.size))
    #expect(summary.trailingByteCount == 0)
  }

  @Test(arguments: Corpus.entries.filter(\.readBackByFlink))
  func viewsHoldWhatValuesHold(_ entry: Corpus.Entry) throws {
    let bytes = try Corpus.bytes(entry.file)
    let fromViews = try ValuesFromViews.metadata(CheckpointMetadataView(bytes.span.bytes))
    #expect(try fromViews == ValuesFromViews.withoutUnusedNumbers(CheckpointMetadata(bytes)))
  }

  /// What Flink wrote but does not read back, we do not read either.
  @Test(arguments: Corpus.entries.filter { !$0.readBackByFlink })
  func whatFlinkRejectsIsRejected(_ entry: Corpus.Entry) throws {
    let bytes = try Corpus.bytes(entry.file)
    #expect(throws: FlinkMetadataError.self) { try CheckpointMetadata(bytes) }
  }

  /// The dialect is found out from a source too, although it cannot be read twice.
  @Test(arguments: Corpus.entries.filter(\.readBackByFlink))
  func sourcesTellTheSameStory(_ entry: Corpus.Entry) throws {
    let bytes = try Corpus.bytes(entry.file)
    var inMemory = Transcript()
    let summary = try walkMetadata(bytes.span.bytes, visitor: &inMemory)
    for chunkSize in bytes.count < 4096 ? [1, 7, 1 << 20] : [4093, 1 << 20] {
      var fromSource = Transcript()
      let sourceSummary = try walkMetadata(MemorySource(bytes, chunkSize: chunkSize), visitor: &fromSource)
      #expect(sourceSummary.byteCount == summary.byteCount)
      #expect(sourceSummary.version == summary.version)
      #expect(fromSource.events == inMemory.events)
    }
  }
}

struct Nothing: MetadataVisitor {}
