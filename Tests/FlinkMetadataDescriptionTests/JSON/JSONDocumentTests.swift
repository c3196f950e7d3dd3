// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Testing

/// A document of a source is that of the same file in memory.
@Suite struct JSONDocumentTests {
  @Test(arguments: ReadableFile.small)
  func aSourceHasTheDocumentOfItsFile(_ file: ReadableFile) throws {
    let sink = MemorySink()
    try JSONDescription(sink, inlineData: true).write(MemorySource(file.bytes, chunkSize: 100))
    #expect(try sink.bytes == describe(file.bytes, inlineData: true))
  }

  @Test(arguments: ReadableFile.small)
  func aSourceHasTheLinesOfItsFile(_ file: ReadableFile) throws {
    let sink = MemorySink()
    try JSONLines(sink, inlineData: true).write(MemorySource(file.bytes, chunkSize: 100))
    #expect(try sink.lines.map { try JSONValue($0) } == lines(file.bytes, inlineData: true))
  }

  @Test func aCutSourceHasOnlyCompleteLines() throws {
    let subtasks = (0..<3).map { (Int32($0), CraftedFile.Handle.file("s3://bucket/\($0)", size: Int64($0))) }
    let bytes = CraftedFile([CraftedFile.Operator(name: "a", parallelism: 3, subtasks: subtasks)]).bytes
    let whole = try lines(bytes)
    for count in 0..<bytes.count {
      let sink = MemorySink()
      #expect(throws: FlinkMetadataError.self) { try JSONLines(sink).write(MemorySource(Array(bytes[..<count]))) }
      let found = try sink.lines.map { try JSONValue($0) }
      #expect(found == Array(whole.prefix(found.count)))
      #expect(sink.bytes.isEmpty || sink.bytes.last == UInt8(ascii: "\n"))
    }
  }
}
