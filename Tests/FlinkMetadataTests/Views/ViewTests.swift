import CorpusSupport
import FlinkMetadata
import FuzzTargets
import Testing

/// Views read the same from a file as values do.
@Suite struct ViewTests {
  @Test(arguments: Corpus.entries.filter(\.readBackByFlink))
  func viewsHoldWhatValuesHold(_ entry: Corpus.Entry) throws {
    let file = try MetadataFile(Corpus.bytes(entry.file))
    #expect(try ValuesFromViews.metadata(file.view) == file.metadata())
  }
}

extension CheckpointMetadata {
  /// The same without the bytes after the body, which views do not have.
  var withoutTrailingBytes: CheckpointMetadata {
    var result = self
    result.trailingBytes = SharedBytes()
    return result
  }
}
