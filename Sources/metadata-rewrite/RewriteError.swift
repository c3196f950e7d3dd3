// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles
import ToolSupport

/// Why a file was not rewritten.
enum RewriteError: Error {
  /// The input cannot be opened.
  case input(MetadataInputError)
  /// It cannot be read, is damaged, or has a path that cannot be changed as requested; with the line that says so.
  case metadata(FlinkMetadataError, message: String)
  /// The output cannot be written.
  case output(OutputError)
  /// The output would be the file that is being read.
  case sameFile(String)
  /// The output would be in a directory that does not exist.
  case noDirectory(String)
  /// Only a regular file can be replaced.
  case notReplaceable(String)
  /// Operators can be dropped only from a regular file.
  case notReadableAgain(String)
  /// The output would be a terminal.
  case terminal

  /// The message, on one line.
  var message: String {
    switch self {
    case .input(let error): error.message { _ in "\(MetadataRewrite.name) [OPTION]... - OUTPUT" }
    case .metadata(let error, let message):
      switch error.kind {
      case .unmatchedPath:
        "\(message); give one more --from and --to, or --allow-unmatched to leave such paths as they are"
      case .edit(.noOperator), .edit(.severalOperators):
        "\(message); metadata-dump lists the operators"
      case .edit(.operatorExists): "\(message); drop that one, or give it another uid too"
      case _ where error.isExpansionBeyondLimit: "\(message); more is allowed with --max-expanded"
      default: message
      }
    case .output(let error): error.description
    case .sameFile(let name): "\(name.escapedForTerminal): is the input; to replace it, use --in-place"
    case .noDirectory(let path): "\(path.escapedForTerminal): expected a directory, which does not exist"
    case .notReplaceable(let name): "\(name.escapedForTerminal): --in-place needs a regular file"
    case .notReadableAgain(let name):
      "\(name.escapedForTerminal): --drop-operator needs a regular file and not a pipe, because the number of operators "
        + "stands before them, so that the input is read twice; save it to a file first"
    case .terminal: "the output is binary and not for a terminal; name an OUTPUT, or redirect it"
    }
  }

  /// The status with which the tool ends.
  var exitStatus: Int32 {
    switch self {
    case .input(let error): error.exitStatus
    case .metadata(let error, _): error.exitStatus
    case .output(let error): error.exitStatus
    case .noDirectory: ExitStatus.outputUnavailable
    case .sameFile, .notReplaceable, .notReadableAgain, .terminal: ExitStatus.usage
    }
  }
}
