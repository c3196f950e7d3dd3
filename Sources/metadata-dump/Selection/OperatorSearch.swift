import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataFiles
import SystemPackage
import ToolSupport

/// Finds the operators that the command line asks for, before anything is written: the file is read twice.
struct OperatorSearch {
  let request: MetadataDump
  let selection: OperatorSelection

  /// The input to be shown, and the selection of its operators.
  func input(_ path: String) throws(DumpError) -> (MetadataInput, OperatorSelection) {
    if selection.isAll { return (try open(path), selection) }
    // The temporary file needs no name any more once it is open for the second time.
    let spooled = try spool(path)
    let first = try open(path, spooled)
    return try withExtendedLifetime(spooled) { () throws(DumpError) in
      let found = try search(first)
      return (try open(path, spooled), found)
    }
  }

  private func search(_ input: MetadataInput) throws(DumpError) -> OperatorSelection {
    input.showProgress()
    var lookup = OperatorLookup(selection)
    do throws(FlinkMetadataError) {
      try input.walk(&lookup, dialect: request.common.dialect)
    } catch {
      throw .metadata(error, message: input.message(for: error))
    }
    do throws(OperatorLookupError) {
      return try lookup.finish()
    } catch {
      throw .operators(error, input: input.name)
    }
  }

  private func open(_ path: String, _ spooled: SpooledInput? = nil) throws(DumpError) -> MetadataInput {
    do throws(MetadataInputError) {
      let input = try MetadataInput(spooled?.path ?? path, maximumByteCount: request.common.maxExpanded.byteCount)
      if spooled != nil { input.standIn(for: path) }
      return input
    } catch {
      throw .input(error)
    }
  }

  /// What a pipe delivers, in a temporary file; nil for a file, which can be read again.
  private func spool(_ path: String) throws(DumpError) -> SpooledInput? {
    do {
      if path == "-" { return try SpooledInput(.standardInput, name: "standard input", in: temporaryDirectory) }
      if DirectoryTree.isDirectory(path) || DirectoryTree.file(at: path) != nil { return nil }
      return try SpooledInput(path: path, in: temporaryDirectory)
    } catch let error as MetadataInputError {
      throw .input(error)
    } catch let error as OutputError {
      throw .output(error)
    } catch {
      preconditionFailure("unexpected error: \(error)")
    }
  }
}
