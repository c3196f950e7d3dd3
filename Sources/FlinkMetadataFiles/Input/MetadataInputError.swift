import SystemPackage

/// Why an input could not be opened, or its first bytes could not be read.
///
/// What goes wrong later, while the file is being read, is a `FlinkMetadataError`.
public struct MetadataInputError: Error, Sendable, Hashable {
  /// What was to be opened: the path as it was given, with `/_metadata` behind it where that file was looked for in a
  /// directory, or `standard input`.
  public var path: String
  /// What was wrong.
  public var problem: Problem

  /// Makes an error.
  public init(_ problem: Problem, path: String) {
    self.problem = problem
    self.path = path
  }

  /// What can be wrong with an input.
  public enum Problem: Sendable, Hashable {
    /// The system does not open it: it does not exist, permission is denied, and so on.
    case cannotOpen(Errno)
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
    /// The system does not map it.
    case cannotMap(Errno)
  }
}

extension MetadataInputError: CustomStringConvertible {
  /// One line: the path and what is wrong, in the system's words where they are its own.
  public var description: String {
    let reason =
      switch problem {
      case .cannotOpen(let error): "cannot open: \(error)"
      case .noMetadataFile: "the directory has no file _metadata"
      case .isDirectory: "cannot read: is a directory"
      case .isSocket: "cannot open: is a socket"
      case .notRegularFile: "cannot map: not a regular file"
      case .cannotRead(let error): "cannot read: \(error)"
      case .cannotMap(let error): "cannot map: \(error)"
      }
    return "\(path.onOneLine): \(reason)"
  }
}
