// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Foundation
import Testing

/// The list of files is that of the values, each file once.
@Suite struct ReferencedFilesTests {
  private func paths(_ bytes: [UInt8], base: String? = nil) throws -> [String] {
    let collector = MemorySink()
    var visitor = FileReferences(collector, location: base.map { FileLocation(directory: $0) }, terminator: .null)
    try MetadataFile(bytes).walk(&visitor)
    try visitor.finish()
    #expect(collector.bytes.isEmpty || collector.bytes.last == 0)
    return collector.bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(arguments: ReadableFile.all)
  func everyFileIsListedOnce(_ file: ReadableFile) throws {
    var expected: [String] = []
    for handle in try file.metadata().streamStateHandles {
      switch handle {
      case .file(let handle): expected.append(handle.filePath.description)
      case .segment(let handle): expected.append(handle.filePath.description)
      case .relativeFile(let handle):
        expected.append("s3://b/c/" + handle.relativePath.description.drop { $0 == "/" })
      case .byteStream, .emptySegment, .keyGroups: break
      }
    }
    // U+0000 can be in a path of the format, but not in one of a file system.
    let distinct = Set(expected.map { $0.replacing("\0", with: "\u{FFFD}") })
    let found = try paths(file.bytes, base: "s3://b/c/")
    #expect(Set(found) == distinct)
    #expect(found.count == distinct.count)
  }

  @Test func mergedFilesAreListedOnce() throws {
    let metadata = try MetadataFile(Corpus.bytes("2.3.0/file-merging.metadata")).metadata()
    let segments = metadata.streamStateHandles.filter { if case .segment = $0 { true } else { false } }
    let found = try paths(Corpus.bytes("2.3.0/file-merging.metadata"))
    #expect(found.count < segments.count)
    #expect(found.count == 25)
  }

  @Test func manyFilesAreListedOnce() throws {
    let subtasks = (0..<20_000).map { index in
      (Int32(index), CraftedFile.Handle.file("s3://bucket/shared/\(index % 7_919)", size: Int64(index)))
    }
    let found = try paths(CraftedFile([.init(parallelism: 20_000, subtasks: subtasks)]).bytes)
    #expect(found == (0..<7_919).map { "s3://bucket/shared/\($0)" })
  }

  @Test(arguments: [
    ("/data/chk-1", "/data/chk-1/a"), ("/data/chk-1/", "/data/chk-1/a"), ("/", "/a"), ("s3://b/c//", "s3://b/c/a"),
  ])
  func relativePathsBeginAtTheBase(_ base: String, path: String) throws {
    for name in ["a", "/a", "//a"] {
      let bytes = CraftedFile([.init(subtasks: [(0, .relativeFile(name, size: 1))])]).bytes
      #expect(try paths(bytes, base: base) == [path])
    }
  }

  @Test func aFileIsTheSameByWhateverHandle() throws {
    let subtasks: [(Int32, CraftedFile.Handle)] = [
      (0, .relativeFile("a", size: 3)), (1, .file("s3://b/a", size: 3)), (2, .segment("s3://b/a", start: 2, size: 4)),
    ]
    let collector = MemorySink()
    let bytes = CraftedFile([.init(parallelism: 3, subtasks: subtasks)]).bytes
    try listFiles(bytes, location: FileLocation(directory: "s3://b"), to: collector)
    let line = #"{"path":"s3://b/a","type":"RelativeFileStateHandle","size":6,"references":3}"#
    #expect(collector.text == line + "\n")
  }

  @Test func charactersBeyondASCIIAreUTF8() throws {
    let bytes = CraftedFile([.init(subtasks: [(0, .file("file:/é/🧮/\u{0}", size: -1))])]).bytes
    #expect(try paths(bytes) == ["file:/é/🧮/\u{FFFD}"])
  }

  @Test func escapeSequencesDoNotReachATerminal() throws {
    let collector = MemorySink()
    var visitor = FileReferences(collector, location: nil, terminator: .lineFeedOnTerminal)
    let bytes = CraftedFile([.init(subtasks: [(0, .file("file:/\u{1B}[31m\n", size: 1))])]).bytes
    try MetadataFile(bytes).walk(&visitor)
    try visitor.finish()
    #expect(collector.text == "file:/\\u{1B}[31m\\n\n")
  }

  /// Numbers that only a damaged file has.
  @Test(arguments: [(5, -1, "null"), (-3, 7, "7"), (.max, 7, "\(Int64.max)"), (0, 0, "0")] as [(Int64, Int64, String)])
  func theSizeOfAPartIsItsEnd(_ start: Int64, size: Int64, expected: String) throws {
    let collector = MemorySink()
    let bytes = CraftedFile([.init(subtasks: [(0, .segment("s3://b/a", start: start, size: size))])]).bytes
    try listFiles(bytes, to: collector)
    #expect(collector.text.contains(#","size":\#(expected),"references":1}"#))
  }

  // MARK: Numbers that do not fit in 8 bytes

  /// Sizes and numbers of references around the limits, in any order.
  @Test(arguments: [[1 << 47 - 2], [1 << 47 - 1], [1 << 47], [5, .max, 7], [.max, -1, 3], [-1, -1]] as [[Int64]])
  func largeSizesAreRight(_ sizes: [Int64]) throws {
    let subtasks = sizes.enumerated().map { (Int32($0), CraftedFile.Handle.file("s3://b/a", size: $1)) }
    let other: [(Int32, CraftedFile.Handle)] = [(0, .file("s3://b/c", size: 1))]
    let collector = MemorySink()
    try listFiles(
      CraftedFile([.init(parallelism: 9, subtasks: subtasks), .init(subtasks: other)]).bytes, to: collector)
    let size = try #require(sizes.max())
    #expect(collector.text.contains(#""size":\#(size < 0 ? "null" : "\(size)"),"references":\#(sizes.count)}"#))
    #expect(collector.text.contains(#"{"path":"s3://b/c","type":"FileStateHandle","size":1,"references":1}"#))
  }

  @Test(arguments: [65_534, 65_535, 65_536, 65_537, 70_000])
  func manyReferencesAreCounted(_ count: Int) throws {
    let subtasks = (0..<count).map { (Int32($0), CraftedFile.Handle.file("s3://b/a", size: $0 == 9 ? 12 : -1)) }
    let collector = MemorySink()
    try listFiles(CraftedFile([.init(parallelism: 1 << 17, subtasks: subtasks)]).bytes, to: collector)
    #expect(collector.lines.count == 1)
    #expect(collector.text.contains(#""size":12,"references":\#(count)}"#))
  }

  // MARK: Styles

  @Test(
    arguments: [
      ("/base", nil, "/base/r /a /b /c s3://b/d file://host/e"),
      ("/base", .uri, "file:/base/r file:/a file:/b file:/c s3://b/d file://host/e"),
      ("file:/base", nil, "file:/base/r /a file:/a file:/b file:///b file:///c s3://b/d file://host/e"),
      ("file:///base", .plain, "/base/r /a /b /c s3://b/d file://host/e"),
      ("file:///base", .uri, "file:/base/r file:/a file:/b file:/c s3://b/d file://host/e"),
      ("s3://b", .plain, "s3://b/r /a /b /c s3://b/d file://host/e"),
    ] as [(String, FilePathStyle?, String)])
  func pathsOfLocalFilesHaveOneStyle(_ base: String, _ style: FilePathStyle?, _ expected: String) throws {
    let paths = ["/a", "file:/a", "file:/b", "file:///b", "file:///c", "s3://b/d", "file://host/e"]
    let handles: [CraftedFile.Handle] = [.relativeFile("r", size: 1)] + paths.map { .file($0, size: 1) }
    let subtasks = handles.enumerated().map { (Int32($0), $1) }
    let bytes = CraftedFile([.init(parallelism: 9, subtasks: subtasks)]).bytes
    let location = FileLocation(directory: base)
    let (list, documents) = (MemorySink(), MemorySink())
    var references = FileReferences(list, location: location, style: style)
    try MetadataFile(bytes).walk(&references)
    try references.finish()
    #expect(list.text.split(separator: "\n").joined(separator: " ") == expected)
    try listFiles(bytes, location: location, style: style, to: documents)
    let found = try documents.lines.map { try JSONValue($0)["path"]?.text ?? "" }
    #expect(found.joined(separator: " ") == expected)
  }

  @Test func severalMetadataFilesHaveOneList() throws {
    let files = ["/x": "a", "/y": "a", "/x/": "b"].sorted { $0.key < $1.key }.map { base, name in
      (
        FileLocation(directory: base),
        CraftedFile([
          .init(parallelism: 2, subtasks: [(0, .relativeFile(name, size: 1)), (1, .file("s3://b/a", size: 1))])
        ]).bytes
      )
    }
    let (list, documents) = (MemorySink(), MemorySink())
    var references = FileReferences(list, location: nil)
    var counted = ReferencedFiles(location: nil)
    for (location, bytes) in files {
      references.goOn(location: location)
      try MetadataFile(bytes).walk(&references)
      counted.goOn(location: location)
      try MetadataFile(bytes).walk(&counted)
    }
    try references.finish()
    #expect(list.text == "/x/a\ns3://b/a\n/x/b\n/y/a\n")
    var written = ReferencedFileList(counted, form: .jsonLines, to: documents, location: nil)
    for (location, bytes) in files {
      written.goOn(location: location)
      try MetadataFile(bytes).walk(&written)
    }
    try written.finish()
    let lines = try documents.lines.map { try JSONValue($0) }
    #expect(lines.map { $0["path"]?.text } == ["/x/a", "s3://b/a", "/x/b", "/y/a"])
    #expect(lines.map { $0["references"]?.number } == [1, 3, 1, 1])
  }
}
