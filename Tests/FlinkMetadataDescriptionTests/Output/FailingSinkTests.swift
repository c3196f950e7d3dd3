// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Testing

/// The output fails at each of the writes that a description makes. The description then throws that error and writes
/// nothing more.
@Suite struct FailingSinkTests {
  /// Takes some writes, and then has no room any more.
  private final class FullSink: ByteSink {
    private var writesLeft: Int
    private let code: Int32
    private(set) var failureCount = 0

    init(after count: Int, code: Int32) {
      writesLeft = count
      self.code = code
    }

    func write(_ bytes: RawSpan) throws(FlinkMetadataError) {
      writesLeft -= 1
      if writesLeft < 0 {
        failureCount += 1
        throw FlinkMetadataError(.sinkFailed(code: code))
      }
    }
  }

  enum Format: CaseIterable { case json, jsonLines, csv, paths, fileJSON, fileJSONLines, references }

  private static func write(_ format: Format, of bytes: [UInt8], to sink: any ByteSink) throws(FlinkMetadataError) {
    let location = FileLocation(directory: "/a")
    switch format {
    case .json:
      var events = MetadataFieldEvents(JSONDescription(sink, inlineData: true))
      try events.visitor.finish(try MetadataFile(bytes).walk(&events))
    case .jsonLines:
      var events = MetadataFieldEvents(JSONLines(sink, inlineData: true))
      try events.visitor.finish(try MetadataFile(bytes).walk(&events))
    case .csv: try OperatorCSV.write(summarize(bytes, location: location), file: "f", to: sink)
    case .fileJSON, .fileJSONLines:
      try listFiles(bytes, location: location, form: format == .fileJSON ? .json : .jsonLines, to: sink)
    case .paths, .references:
      var references = FileReferences(sink, location: location, repeats: format == .references)
      try MetadataFile(bytes).walk(&references)
      try references.finish()
    }
  }

  /// `ENOSPC` and `EDQUOT` of Linux; the code is nothing but passed on.
  @Test(arguments: Format.allCases, [28, 122] as [Int32]) func aFullDiskIsReportedAtEachWrite(
    format: Format, code: Int32
  ) throws {
    // Long enough for some writes of each format.
    let operators = (1...6000).map { index in
      let file = CraftedFile.Handle.file("s3://bucket/directory/\(index)", size: Int64(index))
      return CraftedFile.Operator(
        name: "operator \(index) of a job", uid: "uid of operator \(index)", id: UInt8(index % 256),
        subtasks: [(0, file)])
    }
    let bytes = CraftedFile(operators).bytes
    var count = 0
    while true {
      let sink = FullSink(after: count, code: code)
      let error = failure { () throws(FlinkMetadataError) in try Self.write(format, of: bytes, to: sink) }
      guard let error else { break }
      #expect(error.kind == .sinkFailed(code: code))
      #expect(sink.failureCount == 1)
      count += 1
    }
    #expect(count >= 2)
  }
}

/// The error that the body throws, or nil.
private func failure(_ body: () throws(FlinkMetadataError) -> Void) -> FlinkMetadataError? {
  do {
    try body()
    return nil
  } catch {
    return error
  }
}
