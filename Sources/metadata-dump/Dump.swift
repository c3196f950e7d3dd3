// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataFiles
import SystemPackage
import ToolSupport

/// Shows one file as it was requested.
struct Dump {
  let request: MetadataDump
  let path: String
  let output: OutputBuffer
  /// Where JSON goes: to `output`, or into an array on the way.
  let documents: any ByteSink
  let operators: RequestedOperators
  /// Whether this is the first file of the call.
  let isFirst: Bool
  /// What a page is made of.
  let page: PageInputs
  /// The operators that are shown.
  private(set) var selection = OperatorSelection()

  init(
    request: MetadataDump, path: String, output: OutputBuffer, documents: any ByteSink, operators: RequestedOperators,
    isFirst: Bool, page: PageInputs
  ) {
    self.request = request
    self.path = path
    self.output = output
    self.documents = documents
    self.operators = operators
    self.isFirst = isFirst
    self.page = page
  }

  /// Opens and shows a file. False if a question of the command line has the answer no.
  mutating func run() throws(DumpError) -> Bool {
    if request.difference.isOn {
      try showDifference()
      return true
    }
    let input: MetadataInput
    do throws(DumpError) {
      (input, selection) = try search.input(path)
    } catch {
      guard request.isPlainReport, case .input(let problem) = error, problem.problem == .noMetadataFile,
        let list = CheckpointList(problem.path, request)
      else { throw request.explained(error) }
      try show(list, of: problem.path)
      return true
    }
    return try reading(input) { input in
      if request.restoring.isRequested { return try answer(input) }
      if request.golden.isOn { return try compareWithGolden(input) }
      try show(input)
      return true
    }
  }

  /// Finds the operators that are shown.
  var search: OperatorSearch { OperatorSearch(request: request, selection: operators.selection) }

  /// Does something with an input, and says of errors which file they are in.
  func reading<Result>(_ input: MetadataInput, _ body: (MetadataInput) throws -> Result) throws(DumpError) -> Result {
    let hasOtherMode = request.bySize.isOn || request.difference.isOn || request.restoring.isRequested
    let writesWhileReading = !hasOtherMode && (request.format == .json || request.format == .jsonl)
    // The two would write over each other.
    if !(writesWhileReading && Terminal.isTerminal(.standardOutput)) { input.showProgress() }
    do {
      return try body(input)
    } catch let error as FlinkMetadataError {
      if let failure = output.failure { throw .output(failure) }
      throw .metadata(error, message: input.message(for: error))
    } catch let error as DumpError {
      throw error
    } catch {
      preconditionFailure("unexpected error: \(error)")
    }
  }

  private func show(_ input: MetadataInput) throws {
    if request.bySize.isOn { return try showSizes(input) }
    switch request.format {
    case .text: try showText(input)
    case .csv: try showCSV(input)
    case .html: try addToPage(input)
    case .json:
      try input.read { source throws(FlinkMetadataError) in
        try JSONDescription(documents, operators: selection, inlineData: request.inlineData, file: fileName)
          .write(source, dialect: request.common.dialect)
      }
    case .jsonl:
      try input.read { source throws(FlinkMetadataError) in
        try JSONLines(documents, operators: selection, inlineData: request.inlineData, file: fileName)
          .write(source, dialect: request.common.dialect)
      }
    }
  }

  // MARK: Formats

  private func showText(_ input: MetadataInput) throws {
    let (summary, operatorCount) = try summarize(input, countsFiles: true)
    try separate()
    try TextReport(
      summary, operatorCount: operatorCount, of: input.name, layout: request.report.layout, style: style
    ).write(to: output)
  }

  /// Lists the checkpoints of a directory, and says which to name.
  private func show(_ list: CheckpointList, of directory: String) throws(DumpError) {
    do {
      try separate()
      try output.write(list.lines(style).joined(separator: "\n") + "\n")
    } catch {
      if let failure = output.failure { throw .output(failure) }
    }
    standardError("\(directory.escapedForTerminal): \(list.advice)", tool: MetadataDump.name)
  }

  private func showCSV(_ input: MetadataInput) throws {
    let (summary, _) = try summarize(input, countsFiles: false)
    if output.byteCount == 0 { try OperatorCSV.writeHeader(to: output) }
    try OperatorCSV.write(
      summary, file: input.name, isForTerminal: Terminal.isTerminal(.standardOutput), to: output)
  }

  func summarize(_ input: MetadataInput, countsFiles: Bool) throws -> (CheckpointSummary, operatorCount: Int) {
    var visitor = CheckpointSummaryVisitor(
      countsFiles: countsFiles, location: location(input), operators: selection,
      keepsDetails: countsFiles && request.report.verbose)
    let walked = try input.walk(&visitor, dialect: request.common.dialect)
    let operatorCount = visitor.operators.operatorCount
    return (visitor.finish(walked), operatorCount)
  }

  // MARK: Parts

  /// Between the reports of two files.
  func separate() throws(FlinkMetadataError) {
    if !isFirst { try output.write("\n") }
  }

  var style: TextStyle {
    TextStyle(
      columns: Terminal.width() ?? 100, usesColor: Terminal.wantsColor(),
      usesUnicode: Terminal.isTerminal(.standardOutput))
  }

  /// What JSON calls the input; nil for the only one.
  var fileName: String? { request.paths.count > 1 ? path : nil }

  func location(_ input: MetadataInput) -> FileLocation? {
    (request.base ?? input.directory).map { FileLocation(directory: $0) }
  }
}
