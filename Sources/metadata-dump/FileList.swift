// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataFiles
import SystemPackage
import ToolSupport

/// Lists the files of all PATHs, each once.
struct FileList {
  let request: MetadataDump
  let output: OutputBuffer
  /// The operators whose files are listed.
  let operators: OperatorSelection

  /// Writes the list. `report` is told why a PATH could not be read, and throws if there is nothing more to do.
  func run(_ report: (DumpError) throws -> Void) throws {
    switch request.format {
    case .json: try writeNumbers(.json, report)
    case .jsonl: try writeNumbers(.jsonLines, report)
    case .text, .csv, .html: try writePaths(report)
    }
  }

  // MARK: Paths

  /// Writes paths while the files are being read.
  private func writePaths(_ report: (DumpError) throws -> Void) throws {
    var list = FileReferences(output, location: nil, terminator: terminator, repeats: request.everyHandle)
    for path in request.paths {
      do {
        let (input, selection) = try search.input(path)
        // The two would write over each other.
        if !Terminal.isTerminal(.standardOutput) { input.showProgress() }
        let location = location(input.directory)
        list.goOn(location: location, operators: selection, style: request.fileList.style)
        do {
          try walk(input, &list)
        } catch {
          try finishing(input) { () throws(FlinkMetadataError) in try list.finish() }
          throw error
        }
        try finishing(input) { () throws(FlinkMetadataError) in try list.finish() }
        try requireLocation(location, list.relativeReferenceCount, input)
      } catch let error as DumpError {
        try report(request.explained(error))
      }
    }
  }

  private var terminator: ReferencedFiles.Terminator {
    if request.null { return .null }
    return Terminal.isTerminal(.standardOutput) ? .lineFeedOnTerminal : .lineFeed
  }

  // MARK: Numbers

  /// Reads the files, and reads them again to write the list: the numbers of a file are known only at the end of all.
  private func writeNumbers(_ form: ReferencedFileList.Form, _ report: (DumpError) throws -> Void) throws {
    var inputs: [SelectedInput] = []
    for path in request.paths {
      do throws(DumpError) {
        let source = try RepeatableInput(path, maximumByteCount: request.common.maxExpanded.byteCount)
        inputs.append(SelectedInput(source: source, selection: try search.search(source)))
      } catch {
        try report(request.explained(error))
      }
    }
    while !inputs.isEmpty {
      var files = ReferencedFiles(location: nil)
      guard let (failed, error) = count(inputs, &files) else {
        return try write(ReferencedFileList(files, form: form, to: output, location: nil), inputs, report)
      }
      // What has been counted of it must not be in the list.
      inputs.remove(at: failed)
      try report(request.explained(error))
    }
  }

  /// An input, and the operators of it whose files are listed.
  private struct SelectedInput {
    let source: RepeatableInput
    let selection: OperatorSelection
  }

  /// Counts the files of all inputs. Returns the first input that cannot be read to its end.
  private func count(_ inputs: [SelectedInput], _ files: inout ReferencedFiles) -> (index: Int, error: DumpError)? {
    for (index, selected) in inputs.enumerated() {
      do throws(DumpError) {
        let input = try selected.source.open()
        input.showProgress()
        let location = location(input.directory)
        files.goOn(location: location, operators: selected.selection, style: request.fileList.style)
        try walk(input, &files)
        try requireLocation(location, files.relativeReferenceCount, input)
      } catch {
        return (index, error)
      }
    }
    return nil
  }

  private func write(
    _ list: consuming ReferencedFileList, _ inputs: [SelectedInput], _ report: (DumpError) throws -> Void
  ) throws {
    for selected in inputs {
      do throws(DumpError) {
        let input = try selected.source.open()
        list.goOn(
          location: location(input.directory), operators: selected.selection, style: request.fileList.style)
        try walk(input, &list)
      } catch {
        try report(error)
      }
    }
    do {
      try list.finish()
    } catch {
      if let failure = output.failure { return try report(.output(failure)) }
      throw error
    }
  }

  // MARK: Parts

  private var search: OperatorSearch { OperatorSearch(request: request, selection: operators) }

  private func location(_ directory: String?) -> FileLocation? {
    (request.base ?? directory).map { FileLocation(directory: $0) }
  }

  private func walk<Visitor: MetadataVisitor & ~Copyable>(_ input: MetadataInput, _ visitor: inout Visitor)
    throws(DumpError)
  {
    _ = try finishing(input) { () throws(FlinkMetadataError) in
      try input.walk(&visitor, dialect: request.common.dialect)
    }
  }

  /// Says whether it was the input or the output that failed.
  private func finishing<Result>(_ input: MetadataInput, _ body: () throws(FlinkMetadataError) -> Result)
    throws(DumpError) -> Result
  {
    do {
      return try body()
    } catch {
      if let failure = output.failure { throw .output(failure) }
      throw .metadata(error, message: input.message(for: error))
    }
  }

  /// Relative paths need a base.
  private func requireLocation(_ location: FileLocation?, _ relativeReferenceCount: Int64, _ input: MetadataInput)
    throws(DumpError)
  {
    if location == nil && relativeReferenceCount > 0 {
      throw .noBase(input: input.name, handleCount: relativeReferenceCount)
    }
  }
}
