// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Testing

/// `referencedFiles()` of files, views and values.
@Suite struct ReferencedFileValueTests {
  @Test(arguments: Corpus.entries.filter(\.readBackByFlink))
  func filesViewsAndValuesReferToTheSameFiles(_ entry: Corpus.Entry) throws {
    let file = try MetadataFile(Corpus.bytes(entry.file))
    let references = try file.referencedFiles()
    let view = try file.view
    #expect(try view.referencedFiles() == references)
    #expect(try file.metadata().referencedFiles() == references)
  }

  @Test(arguments: Corpus.entries.filter(\.readBackByFlink))
  func theirPathsAreThoseOfTheList(_ entry: Corpus.Entry) throws {
    let file = try MetadataFile(Corpus.bytes(entry.file))
    let sink = MemorySink()
    var list = FileReferences(
      sink, location: FileLocation(directory: "/d"), terminator: .null, repeats: true, style: .asRecorded)
    try file.walk(&list)
    try list.finish()
    let references = try file.referencedFiles()
    // A list cannot hold U+0000.
    #expect(
      sink.bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        == references.map { reference in
          let path = reference.path.replacing("\0", with: "\u{FFFD}")
          return reference.kind == .relativeFile ? "/d/\(path.drop { $0 == "/" })" : path
        })
    #expect(list.relativeReferenceCount == references.count { $0.kind == .relativeFile })
  }

  @Test func spellingsOfALetterAreTwoFiles() {
    let files = ["s3://b/\u{E9}", "s3://b/e\u{301}", "s3://b/\u{E9}"].map {
      ReferencedFile(kind: .file, path: $0, startPos: nil, stateSize: 1)
    }
    #expect(files[0] != files[1] && files[0] == files[2] && Set(files).count == 2)
  }

  @Test func partsOfFilesHaveAPosition() throws {
    let subtasks: [(Int32, CraftedFile.Handle)] = [
      (0, .relativeFile("a", size: 3)), (1, .file("s3://b/a", size: -1)), (2, .segment("s3://b/c", start: 2, size: 4)),
      (3, .inlined("file:/d", [1])),
    ]
    let file = try MetadataFile(CraftedFile([.init(parallelism: 4, subtasks: subtasks)]).bytes)
    let references = try file.referencedFiles()
    #expect(references.map(\.kind) == [.relativeFile, .file, .segment])
    #expect(references.map(\.path) == ["a", "s3://b/a", "s3://b/c"])
    #expect(references.map(\.startPos) == [nil, nil, 2])
    #expect(references.map(\.stateSize) == [3, -1, 4])
  }
}
