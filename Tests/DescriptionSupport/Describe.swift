// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import FlinkMetadataDescription

extension MemorySink {
  /// What was written, as text.
  package var text: String { String(decoding: bytes, as: UTF8.self) }
  /// The lines that were written, without empty ones.
  package var lines: [[UInt8]] { bytes.split(separator: UInt8(ascii: "\n")).map(Array.init) }
}

extension OperatorSelection {
  /// The operators with a name, uid or id; all if there is no text.
  package init(matching text: String?) { self = text.map { OperatorSelection($0) } ?? OperatorSelection() }
}

/// The JSON document of a file.
package func describe(_ bytes: [UInt8], inlineData: Bool = false, selecting text: String? = nil)
  throws(FlinkMetadataError) -> [UInt8]
{
  try MetadataFile(bytes).json(operators: OperatorSelection(matching: text), inlineData: inlineData)
}

/// The JSON lines of a file.
package func lines(_ bytes: [UInt8], inlineData: Bool = false, selecting text: String? = nil) throws -> [JSONValue] {
  let sink = MemorySink()
  var events = MetadataFieldEvents(
    JSONLines(sink, operators: OperatorSelection(matching: text), inlineData: inlineData))
  try events.visitor.finish(try MetadataFile(bytes).walk(&events))
  return try sink.lines.map { try JSONValue($0) }
}

/// Writes the files of a file, with their numbers.
package func listFiles(
  _ bytes: [UInt8], location: FileLocation? = nil, form: ReferencedFileList.Form = .jsonLines,
  style: FilePathStyle? = nil, to sink: any ByteSink
) throws(FlinkMetadataError) {
  var files = ReferencedFiles(location: location, style: style)
  try MetadataFile(bytes).walk(&files)
  var list = ReferencedFileList(files, form: form, to: sink, location: location, style: style)
  try MetadataFile(bytes).walk(&list)
  try list.finish()
}

/// The summary of a file.
package func summarize(_ bytes: [UInt8], location: FileLocation? = nil, keepsDetails: Bool = false)
  throws(FlinkMetadataError) -> CheckpointSummary
{
  try CheckpointSummary(MetadataFile(bytes), keepsDetails: keepsDetails, location: location)
}

/// A metadata file of the corpus that Flink can read.
package struct ReadableFile: Sendable, CustomStringConvertible {
  /// The path in the corpus.
  package let description: String
  /// The content, unpacked.
  package let bytes: [UInt8]

  /// The files of all releases; of large files, which hardly differ, only those of the newest release.
  package static let all: [ReadableFile] = Corpus.entries
    .filter { $0.readBackByFlink && ($0.size < 20_000 || $0.flink == "2.3.0") }
    .map { entry in
      do {
        return ReadableFile(description: entry.file, bytes: try Corpus.bytes(entry.file))
      } catch {
        preconditionFailure("corpus/\(entry.file): \(error)")
      }
    }

  /// The files whose JSON is not megabytes.
  package static let small = all.filter { $0.bytes.count < 20_000 }

  /// The values of the file.
  package func metadata() throws -> CheckpointMetadata { try MetadataFile(bytes).metadata() }
}
