import FlinkMetadata
import SystemPackage

// How a tool ends after an error, by the numbers of `<sysexits.h>`, so that scripts can tell the cases apart.

/// The input is damaged or is no metadata file (`EX_DATAERR`).
private let malformedInput: Int32 = 65
/// The input does not exist or may not be read (`EX_NOINPUT`).
private let inputUnavailable: Int32 = 66
/// An output file cannot be created (`EX_CANTCREAT`).
private let outputUnavailable: Int32 = 73
/// Reading or writing failed (`EX_IOERR`).
private let transferFailed: Int32 = 74
/// The signal `SIGPIPE` (13) and the 128 that shells add to the number of a signal.
private let readerGone: Int32 = 128 + 13

extension MetadataInputError {
  /// The status with which a tool ends: 66 if the input cannot be opened, 74 if it cannot be read.
  public var exitStatus: Int32 {
    switch problem {
    case .cannotOpen, .noMetadataFile, .isDirectory, .isSocket, .notRegularFile: inputUnavailable
    case .cannotRead, .cannotMap: transferFailed
    }
  }
}

extension FlinkMetadataError {
  /// The status with which a tool ends: 74 if the input cannot be read or the output cannot be written, 65 if the input
  /// is malformed. Compressed input that expands beyond its limit is malformed. 141 if the reader of a pipe has gone,
  /// see ``OutputError/exitStatus``.
  public var exitStatus: Int32 {
    switch kind {
    case .sourceFailed(GzipSource.limitExceeded): malformedInput
    case .sinkFailed(Errno.brokenPipe.rawValue): readerGone
    case .sourceFailed, .sinkFailed: transferFailed
    default: malformedInput
    }
  }
}

extension OutputError {
  /// The status with which a tool ends: 73 if a file cannot be created, 74 if it cannot be written or put in place, 141
  /// if the reader of a pipe has gone, which is what shells report for a tool that the signal `SIGPIPE` ended.
  public var exitStatus: Int32 {
    switch self {
    case .closedPipe: readerGone
    case .failed(.create, _, _): outputUnavailable
    case .failed: transferFailed
    }
  }
}
