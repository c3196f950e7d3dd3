// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles
import SystemPackage

/// How a tool ends after an error, by the numbers of `<sysexits.h>`, so that scripts can distinguish the cases.
package enum ExitStatus {
  /// What was asked has the answer no.
  package static let no: Int32 = 1
  /// The command line is wrong (`EX_USAGE`).
  package static let usage: Int32 = 64
  /// The input is damaged or is no metadata file (`EX_DATAERR`).
  package static let malformedInput: Int32 = 65
  /// The input does not exist or may not be read (`EX_NOINPUT`).
  package static let inputUnavailable: Int32 = 66
  /// An output file cannot be created (`EX_CANTCREAT`).
  package static let outputUnavailable: Int32 = 73
  /// Reading or writing failed (`EX_IOERR`).
  package static let transferFailed: Int32 = 74
  /// The reader of a pipe has gone: the signal `SIGPIPE` (13), and the 128 that shells add to the number of a signal.
  package static let readerGone: Int32 = 128 + 13
}

extension MetadataInputError {
  /// The status with which a tool ends: 66 if the input cannot be opened, 74 if it cannot be read.
  package var exitStatus: Int32 {
    switch problem {
    case .cannotOpen, .notLocal, .hasAuthority, .noMetadataFile, .isDirectory, .isSocket, .notRegularFile:
      ExitStatus.inputUnavailable
    case .cannotRead, .cannotMap: ExitStatus.transferFailed
    case .malformed(let error): error.exitStatus
    }
  }
}

extension FlinkMetadataError {
  /// The status with which a tool ends: 74 if the input cannot be read or the output cannot be written, 65 if the input
  /// is malformed. Compressed input that expands beyond its limit is malformed. 141 if the reader of a pipe has gone.
  package var exitStatus: Int32 {
    if isExpansionBeyondLimit { return ExitStatus.malformedInput }
    return switch kind {
    case .sinkFailed(Errno.brokenPipe.rawValue): ExitStatus.readerGone
    case .sourceFailed, .sinkFailed: ExitStatus.transferFailed
    default: ExitStatus.malformedInput
    }
  }
}

extension OutputError {
  /// The status with which a tool ends: 73 if a file cannot be created, 74 if it cannot be written or put in place, 141
  /// if the reader of a pipe has gone, which is what shells report for a tool that the signal `SIGPIPE` ended.
  package var exitStatus: Int32 {
    switch self {
    case .closedPipe: ExitStatus.readerGone
    case .failed(.create, _, _), .failed(.createInDirectory, _, _): ExitStatus.outputUnavailable
    case .failed: ExitStatus.transferFailed
    }
  }
}
