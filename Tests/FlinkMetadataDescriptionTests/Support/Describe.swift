import CorpusSupport
import FlinkMetadata
import FlinkMetadataDescription
import Foundation

extension MemorySink {
  var text: String { String(decoding: bytes, as: UTF8.self) }
  var lines: [[UInt8]] { bytes.split(separator: UInt8(ascii: "\n")).map(Array.init) }
}

/// What the JSON description of a file is.
func describe(_ bytes: [UInt8], inlineData: Bool = false, selecting text: String? = nil) throws(FlinkMetadataError)
  -> [UInt8]
{
  let collector = MemorySink()
  var filter = OperatorFilter(
    JSONDescription(collector, inlineData: inlineData), selection: text.map { OperatorSelection($0) })
  let summary = try walkMetadata(bytes.span.bytes, visitor: &filter)
  try filter.visitor.finish(summary)
  return collector.bytes
}

/// What the JSON lines of a file are.
func lines(_ bytes: [UInt8], inlineData: Bool = false) throws -> [JSONValue] {
  let collector = MemorySink()
  var visitor = JSONLines(collector, inlineData: inlineData)
  let summary = try walkMetadata(bytes.span.bytes, visitor: &visitor)
  try visitor.finish(summary)
  return try collector.lines.map { try JSONValue($0) }
}

/// What a file holds, in short.
func summarize(_ bytes: [UInt8], location: FileLocation? = nil) throws(FlinkMetadataError) -> CheckpointSummary {
  var visitor = CheckpointSummaryVisitor(countsFiles: true, location: location)
  let walked = try walkMetadata(bytes.span.bytes, visitor: &visitor)
  return visitor.finish(walked)
}

/// A metadata file of the corpus that Flink can read.
struct ReadableFile: Sendable, CustomStringConvertible {
  let description: String
  let bytes: [UInt8]

  /// The files of all releases; the large ones, which hardly differ, of the newest alone.
  static let all: [ReadableFile] = Corpus.entries
    .filter { $0.readBackByFlink && ($0.size < 20_000 || $0.flink == "2.3.0") }
    .compactMap { entry in
      (try? Corpus.bytes(entry.file)).map { ReadableFile(description: entry.file, bytes: $0) }
    }

  /// Those of which the description is not megabytes.
  static let small = all.filter { $0.bytes.count < 20_000 }

  func metadata() throws -> CheckpointMetadata { try CheckpointMetadata(bytes) }
}
