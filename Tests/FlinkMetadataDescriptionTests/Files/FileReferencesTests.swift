import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Testing

@Suite struct FileReferencesTests {
  /// Each once, the references are the files, in the same order.
  @Test(arguments: Corpus.entries.filter(\.readBackByFlink))
  func eachOnceTheyAreTheFiles(_ entry: Corpus.Entry) throws {
    let bytes = try Corpus.bytes(entry.file)
    let location = FileLocation(directory: "s3://bucket/chk-1")
    let (all, once) = (MemorySink(), MemorySink())
    var references = FileReferences(all, location: location)
    try MetadataFile(bytes).walk(&references)
    try references.finish()
    var files = ReferencedFiles(location: location)
    try MetadataFile(bytes).walk(&files)
    try files.writePaths(.lineFeed, to: once)

    var seen: Set<Substring> = []
    let lines = String(decoding: all.bytes, as: UTF8.self).split(separator: "\n").filter { seen.insert($0).inserted }
    #expect(lines == String(decoding: once.bytes, as: UTF8.self).split(separator: "\n"))
    #expect(references.relativeReferenceCount == files.relativeReferenceCount)
  }
}
