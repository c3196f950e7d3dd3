import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataFiles
import SystemPackage
import ToolSupport

/// Shows one file as it was requested.
struct Dump {
  let request: MetadataDump
  let output: OutputBuffer
  /// Whether this is the first file of the call.
  let isFirst: Bool

  /// Opens and shows a file.
  func run(_ path: String) throws(DumpError) {
    let input: MetadataInput
    do {
      input = try MetadataInput(path, maximumByteCount: request.common.maxExpanded.byteCount)
    } catch {
      throw .input(error)
    }
    let writesWhileReading = !request.files && (request.format == .json || request.format == .jsonl)
    // The two would write over each other.
    if !(writesWhileReading && Terminal.isTerminal(.standardOutput)) { input.showProgress() }
    do {
      try show(input)
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
    if request.files { return request.everyHandle ? try showFileReferences(input) : try showFiles(input) }
    switch request.format {
    case .text: try showText(input)
    case .csv: try showCSV(input)
    case .json: try showJSON(input)
    case .jsonl: try showJSONLines(input)
    }
  }

  // MARK: Formats

  private func showJSON(_ input: MetadataInput) throws {
    var filter = filter(JSONDescription(output, inlineData: request.inlineData))
    do {
      let summary = try input.walk(dialect: request.common.dialect, visitor: &filter)
      try filter.visitor.finish(summary)
    } catch {
      try filter.visitor.abandon()
      throw error
    }
    try requireSelected(filter, input)
  }

  private func showJSONLines(_ input: MetadataInput) throws {
    var filter = filter(JSONLines(output, inlineData: request.inlineData))
    do {
      let summary = try input.walk(dialect: request.common.dialect, visitor: &filter)
      try filter.visitor.finish(summary)
    } catch {
      try filter.visitor.abandon()
      throw error
    }
    try requireSelected(filter, input)
  }

  private func showText(_ input: MetadataInput) throws {
    let (summary, operatorCount) = try summarize(input, countsFiles: true)
    if request.paths.count > 1 { try output.write("\(isFirst ? "" : "\n")\(input.name.escapedForTerminal):\n") }
    let isTerminal = Terminal.isTerminal(.standardOutput)
    let style = TextStyle(
      columns: Terminal.width() ?? 100, usesColor: Terminal.wantsColor(), usesUnicode: isTerminal)
    try TextReport(summary, operatorCount: operatorCount, style: style).write(to: output)
  }

  private func showCSV(_ input: MetadataInput) throws {
    let (summary, _) = try summarize(input, countsFiles: false)
    if output.byteCount == 0 { try OperatorCSV.writeHeader(to: output) }
    try OperatorCSV.write(summary, isForTerminal: Terminal.isTerminal(.standardOutput), to: output)
  }

  private func summarize(_ input: MetadataInput, countsFiles: Bool) throws -> (CheckpointSummary, operatorCount: Int) {
    var filter = filter(CheckpointSummaryVisitor(countsFiles: countsFiles, location: location(input)))
    let walked = try input.walk(dialect: request.common.dialect, visitor: &filter)
    try requireSelected(filter, input)
    let operatorCount = filter.operatorCount
    return (filter.finish().finish(walked), operatorCount)
  }

  private func showFileReferences(_ input: MetadataInput) throws {
    let location = location(input)
    var filter = filter(FileReferences(output, location: location, terminator: terminator))
    do {
      try input.walk(dialect: request.common.dialect, visitor: &filter)
      try filter.visitor.finish()
    } catch {
      try filter.visitor.finish()
      throw error
    }
    try requireSelected(filter, input)
    try requireLocation(location, input, filter.visitor.relativeReferenceCount)
  }

  private var terminator: ReferencedFiles.Terminator {
    if request.null { return .null }
    return Terminal.isTerminal(.standardOutput) ? .lineFeedOnTerminal : .lineFeed
  }

  /// Nobody knows where relative paths lead from standard input.
  private func requireLocation(_ location: FileLocation?, _ input: MetadataInput, _ relativeReferenceCount: Int64)
    throws(DumpError)
  {
    if location == nil && relativeReferenceCount > 0 {
      throw .noBase(input: input.name, handleCount: relativeReferenceCount)
    }
  }

  private func showFiles(_ input: MetadataInput) throws {
    let location = location(input)
    var filter = filter(ReferencedFiles(location: location))
    try input.walk(dialect: request.common.dialect, visitor: &filter)
    try requireSelected(filter, input)
    try requireLocation(location, input, filter.visitor.relativeReferenceCount)
    switch request.format {
    case .json: try filter.visitor.writeJSON(to: output)
    case .jsonl: try filter.visitor.writeJSONLines(to: output)
    case .text, .csv:
      try filter.visitor.writePaths(terminator, to: output)
    }
  }

  // MARK: Parts

  private func filter<Visitor: ~Copyable>(_ visitor: consuming Visitor) -> OperatorFilter<Visitor> {
    OperatorFilter(visitor, selection: request.selected.map { OperatorSelection($0) })
  }

  private func requireSelected<Visitor: ~Copyable>(_ filter: borrowing OperatorFilter<Visitor>, _ input: MetadataInput)
    throws(DumpError)
  {
    if let selected = request.selected, filter.selectedCount == 0 {
      throw .noSuchOperator(selected, input: input.name, operatorCount: filter.operatorCount)
    }
  }

  private func location(_ input: MetadataInput) -> FileLocation? {
    (request.base ?? input.directory).map { FileLocation(directory: $0) }
  }
}
