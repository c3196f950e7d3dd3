// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataFiles
import ToolSupport

/// Why a file could not be shown.
enum DumpError: Error {
  /// It cannot be opened.
  case input(MetadataInputError)
  /// It is a directory of several checkpoints; with what to do.
  case severalCheckpoints(String, advice: String)
  /// It cannot be read, or is damaged; with the line that says so.
  case metadata(FlinkMetadataError, message: String)
  /// It has none of the requested operators, or cannot say which.
  case operators(OperatorLookupError, input: String)
  /// A file of the command line is no list of operators.
  case list(String, path: String)
  /// A file of the command line is no golden file, or cannot be compared.
  case golden(GoldenError, path: String)
  /// It has tasks and no operators.
  case tasks(input: String)
  /// It refers to files by relative paths, and there is no directory to resolve them against.
  case noBase(input: String, handleCount: Int64)
  /// The output cannot be written.
  case output(OutputError)

  /// The message, on one line.
  var message: String {
    switch self {
    case .input(let error): error.message { directory in "\(MetadataDump.name) --base \(directory) -" }
    case .severalCheckpoints(let path, let advice): "\(path.escapedForTerminal): \(advice)"
    case .metadata(let error, let message):
      error.isExpansionBeyondLimit ? "\(message); more is allowed with --max-expanded" : message
    case .operators(let error, let input):
      "\(input.escapedForTerminal): \(error)"
        + (error.namesNothing ? "; the file has ids alone: give a whole uid, or all uids with --uids" : "")
    case .list(let message, let path): "\(path.escapedForTerminal): \(message)"
    case .golden(let error, let path): "\(path.escapedForTerminal): \(error)"
    case .tasks(let input):
      "\(input.escapedForTerminal): version 1 has tasks and no operators; ask about a savepoint of Flink 1.2 or later"
    case .noBase(let input, let count):
      "\(input.escapedForTerminal): \(count) handles name files by relative path; say with --base where the checkpoint is stored"
    case .output(let error): error.description
    }
  }

  /// The status with which the tool ends.
  var exitStatus: Int32 {
    switch self {
    case .input(let error): error.exitStatus
    case .severalCheckpoints: ExitStatus.inputUnavailable
    case .metadata(let error, _): error.exitStatus
    case .golden(.otherFile, _): ExitStatus.outputUnavailable
    case .operators, .list, .golden, .tasks: ExitStatus.malformedInput
    case .noBase: ExitStatus.usage
    case .output(let error): error.exitStatus
    }
  }
}

extension OperatorLookupError {
  /// Whether there are operators, but none has a name or a uid.
  fileprivate var namesNothing: Bool {
    !operators.isEmpty && operators.allSatisfy { $0.name == nil && $0.uid == nil }
  }
}
