// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataFiles
import ToolSupport

/// Finds the operators that the command line asks for, before anything is written: the file is read twice.
struct OperatorSearch {
  let request: MetadataDump
  let selection: OperatorSelection

  /// The input to be shown, and the selection of its operators.
  func input(_ path: String) throws(DumpError) -> (MetadataInput, OperatorSelection) {
    let (input, found, missing) = try inputWithMissing(path)
    if let missing { throw missing }
    return (input, found)
  }

  /// The same, and why the input has none of the operators, which is no error yet.
  func inputWithMissing(_ path: String) throws(DumpError) -> (MetadataInput, OperatorSelection, missing: DumpError?) {
    if selection.isAll {
      do {
        return (try MetadataInput(path, maximumByteCount: request.common.maxExpanded.byteCount), selection, nil)
      } catch {
        throw .input(error)
      }
    }
    let source = try RepeatableInput(path, maximumByteCount: request.common.maxExpanded.byteCount)
    do throws(DumpError) {
      let found = try search(source)
      return (try source.open(), found, nil)
    } catch {
      guard case .operators(let problem, _) = error, problem.reason == .noOperator else { throw error }
      return (try source.open(), selection, error)
    }
  }

  /// The selection of an input's operators.
  func search(_ source: RepeatableInput) throws(DumpError) -> OperatorSelection {
    if selection.isAll { return selection }
    let input = try source.open()
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
}
