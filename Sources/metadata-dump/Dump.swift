import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataFiles
import SystemPackage
import ToolSupport

/// Shows one file as it was requested.
struct Dump {
  let request: MetadataDump
  let output: OutputBuffer
  let operators: RequestedOperators
  /// Whether this is the first file of the call.
  let isFirst: Bool
  /// The operators that are shown.
  private(set) var selection = OperatorSelection()

  init(request: MetadataDump, output: OutputBuffer, operators: RequestedOperators, isFirst: Bool) {
    self.request = request
    self.output = output
    self.operators = operators
    self.isFirst = isFirst
  }

  /// Opens and shows a file. False if a question of the command line has the answer no.
  mutating func run(_ path: String) throws(DumpError) -> Bool {
    let input: MetadataInput
    (input, selection) = try OperatorSearch(request: request, selection: operators.selection).input(path)
    let writesWhileReading =
      request.files
      ? request.format == .text : !request.bySize.isOn && (request.format == .json || request.format == .jsonl)
    // The two would write over each other.
    if !(writesWhileReading && Terminal.isTerminal(.standardOutput)) { input.showProgress() }
    do {
      if request.restoring.isRequested { return try answer(input) }
      try show(input)
      return true
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
    if request.files { return request.format == .text ? try showPaths(input) : try showFiles(input) }
    if request.bySize.isOn { return try showSizes(input) }
    switch request.format {
    case .text: try showText(input)
    case .csv: try showCSV(input)
    case .json:
      try write(JSONDescription(output, operators: selection, inlineData: request.inlineData), of: input)
    case .jsonl:
      try write(JSONLines(output, operators: selection, inlineData: request.inlineData), of: input)
    }
  }

  // MARK: Formats

  /// Writes a document while the input is being read.
  private func write<Document: JSONDocument & ~Copyable>(_ document: consuming Document, of input: MetadataInput) throws
  {
    var events = MetadataFieldEvents(document)
    do {
      let summary = try input.walk(&events, dialect: request.common.dialect)
      try events.visitor.finish(summary)
    } catch {
      try events.visitor.abandon()
      throw error
    }
  }

  private func showText(_ input: MetadataInput) throws {
    let (summary, operatorCount) = try summarize(input, countsFiles: true)
    try separate()
    try TextReport(
      summary, operatorCount: operatorCount, of: input.name, layout: request.report.layout, style: style
    ).write(to: output)
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

  private func showPaths(_ input: MetadataInput) throws {
    let location = location(input)
    var visitor = FileReferences(
      output, location: location, operators: selection, terminator: terminator, repeats: request.everyHandle)
    do {
      try input.walk(&visitor, dialect: request.common.dialect)
      try visitor.finish()
    } catch {
      try visitor.finish()
      throw error
    }
    try requireLocation(location, input, visitor.relativeReferenceCount)
  }

  private var terminator: ReferencedFiles.Terminator {
    if request.null { return .null }
    return Terminal.isTerminal(.standardOutput) ? .lineFeedOnTerminal : .lineFeed
  }

  /// Relative paths from standard input need a base.
  private func requireLocation(_ location: FileLocation?, _ input: MetadataInput, _ relativeReferenceCount: Int64)
    throws(DumpError)
  {
    if location == nil && relativeReferenceCount > 0 {
      throw .noBase(input: input.name, handleCount: relativeReferenceCount)
    }
  }

  /// Lists files as JSON or JSON lines.
  private func showFiles(_ input: MetadataInput) throws {
    let location = location(input)
    var visitor = ReferencedFiles(location: location, operators: selection)
    try input.walk(&visitor, dialect: request.common.dialect)
    try requireLocation(location, input, visitor.relativeReferenceCount)
    if request.format == .json { try visitor.writeJSON(to: output) } else { try visitor.writeJSONLines(to: output) }
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

  private func location(_ input: MetadataInput) -> FileLocation? {
    (request.base ?? input.directory).map { FileLocation(directory: $0) }
  }
}

/// What the two kinds of JSON have in common.
private protocol JSONDocument: SelectingFieldVisitor, ~Copyable {
  mutating func finish(_ summary: MetadataSummary) throws(FlinkMetadataError)
  mutating func abandon() throws(FlinkMetadataError)
}

extension JSONDescription: JSONDocument {}
extension JSONLines: JSONDocument {}
