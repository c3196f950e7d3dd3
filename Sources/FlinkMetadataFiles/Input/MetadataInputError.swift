// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import SystemPackage

/// Why an input could not be opened, or its first bytes could not be read.
///
/// What goes wrong later, while a ``MetadataInput`` is being read, is a `FlinkMetadataError`.
public struct MetadataInputError: Error, Sendable, Hashable {
  /// What was to be opened: the path as it was given, with `/_metadata` after it if that file was looked for in a
  /// directory, or `standard input`.
  public var path: String
  /// What was wrong.
  public var problem: Problem

  /// Makes an error.
  public init(_ problem: Problem, path: String) {
    self.problem = problem
    self.path = path
  }

  /// Why the system could not open a path.
  init(cannotOpen error: Errno, path: String) {
    let isMissing = error == .noSuchFileOrDirectory || error == .notDirectory
    self.init(isMissing && StorageClient(uri: path) != nil ? .notLocal : .cannotOpen(error), path: path)
  }

  /// What can be wrong with an input.
  @nonexhaustive
  public enum Problem: Sendable, Hashable {
    /// The system cannot open it: it does not exist, permission is denied, and so on.
    case cannotOpen(Errno)
    /// It is a URI of a storage, such as `s3://…`, and only local files can be opened.
    case notLocal
    /// It is a `file:` URI with the name of a host, and local files have none.
    case hasAuthority
    /// A directory was given, and it has no file `_metadata`.
    case noMetadataFile
    /// It is a directory where only a file can be: on standard input, or named `_metadata`.
    case isDirectory
    /// It is a socket, which has no path that could be opened.
    case isSocket
    /// It is a pipe or a device, and only a file can be mapped.
    case notRegularFile
    /// It is open, but its first bytes cannot be read.
    case cannotRead(Errno)
    /// The system cannot map it.
    case cannotMap(Errno)
    /// The content is no metadata file, or cannot be read to its end.
    case malformed(FlinkMetadataError)
  }
}

extension MetadataInputError: CustomStringConvertible {
  /// One line: the path and what is wrong, in the system's words where they are its own.
  public var description: String {
    let reason =
      switch problem {
      case .cannotOpen(let error): "cannot open: \(error)"
      case .notLocal: "expected a local file, or the content on standard input, found a URI"
      case .hasAuthority: "expected a path of a local file, as file:///a, found a host"
      case .noMetadataFile: "expected a file _metadata in the directory; name the checkpoint's own directory (chk-N)"
      case .isDirectory: "expected a file, found a directory"
      case .isSocket: "expected a file or a pipe, found a socket"
      case .notRegularFile: "expected a regular file, which can be mapped"
      case .cannotRead(let error): "cannot read: \(error)"
      case .cannotMap(let error): "cannot map: \(error)"
      case .malformed(let error): error.reason.escapedForTerminal
      }
    return "\(path.escapedForTerminal): \(reason)"
  }
}
