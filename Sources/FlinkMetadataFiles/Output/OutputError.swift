// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import SystemPackage

/// Why output could not be written.
@nonexhaustive
public enum OutputError: Error, Sendable, Hashable {
  /// The reader of the pipe has gone (`EPIPE`), as with `| head`. Not a failure: tools exit silently. Unless the
  /// process ignores the signal `SIGPIPE`, the system ends it instead.
  case closedPipe(name: String)
  /// An operation failed; `name` is the path of the file it was about, or `standard output`.
  case failed(Operation, name: String, Errno)

  /// What was being done; the raw value is its name in messages.
  @nonexhaustive
  public enum Operation: String, Sendable, Hashable {
    /// Creating or opening a file.
    case create
    /// Creating a temporary file in a directory; the name is the path of the directory.
    case createInDirectory = "create a file in this directory"
    /// Writing bytes.
    case write
    /// Giving a file the owner and the permissions of the one that it replaces.
    case setPermissions = "set permissions"
    /// Making sure that a file, or its name, is on the disk.
    case synchronize
    /// Keeping the replaced file under another name.
    case backUp = "back up"
    /// Giving the finished file its name.
    case replace
  }
}

extension OutputError: CustomStringConvertible {
  /// One line: the file and what is wrong, in the system's words.
  public var description: String {
    switch self {
    case .closedPipe(let name): "\(name.escapedForTerminal): \(Errno.brokenPipe)"
    case .failed(let operation, let name, let error):
      "\(name.escapedForTerminal): cannot \(operation.rawValue): \(error)"
    }
  }
}

extension OutputError {
  /// The system's error.
  public var errno: Errno {
    switch self {
    case .closedPipe: .brokenPipe
    case .failed(_, _, let error): error
    }
  }
}
