// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Testing

@Suite struct FileReferencesTests {
  /// With and without repetition, the paths are those of the files with sizes, in the same order.
  @Test(arguments: Corpus.entries.filter(\.readBackByFlink))
  func eachOnceTheyAreTheFiles(_ entry: Corpus.Entry) throws {
    let bytes = try Corpus.bytes(entry.file)
    let location = FileLocation(directory: "s3://bucket/chk-1")
    let (all, once, documents) = (MemorySink(), MemorySink(), MemorySink())
    for (sink, repeats) in [(all, true), (once, false)] {
      var references = FileReferences(sink, location: location, repeats: repeats)
      try MetadataFile(bytes).walk(&references)
      try references.finish()
    }
    try listFiles(bytes, location: location, to: documents)

    var seen: Set<Substring> = []
    let lines = all.text.split(separator: "\n").filter { seen.insert($0).inserted }
    #expect(lines == once.text.split(separator: "\n"))
    let paths = try documents.text.split(separator: "\n").map { try JSONValue(Array($0.utf8))["path"]?.text }
    #expect(lines.map { String($0) } == paths)
  }

  @Test func relativePathsWithoutALocationAreOnlyCounted() throws {
    let subtasks: [(Int32, CraftedFile.Handle)] = [(0, .relativeFile("a", size: 3)), (1, .file("s3://b/a", size: 3))]
    let sink = MemorySink()
    var references = FileReferences(sink, location: nil)
    try MetadataFile(CraftedFile([.init(parallelism: 2, subtasks: subtasks)]).bytes).walk(&references)
    try references.finish()
    #expect(references.relativeReferenceCount == 1)
    #expect(sink.text == "s3://b/a\n")
  }
}
