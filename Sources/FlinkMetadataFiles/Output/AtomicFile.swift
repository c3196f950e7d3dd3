// SPDX-License-Identifier: Apache-2.0

import SystemPackage

/// A file that appears under its name complete or not at all.
///
/// Bytes go to a temporary file in the same directory, which ``commit(_:)`` gives the name. If there is an error before
/// that, or the process or the machine ends, an existing file stays untouched. A temporary file that is not committed
/// is removed, unless a signal or the machine ends the process: then one can stay, called `.NAME.RANDOM.tmp`.
///
/// The new file takes over the permissions of the file that it replaces, and its owner and group as far as the process
/// is allowed to set them. It does not take over access control lists and extended attributes. Other hard links to the
/// replaced file keep the old content. If the path is a symbolic link, the file that it points to is replaced and the
/// link stays.
///
/// A device or a FIFO, such as `/dev/null` or `/dev/stdout` at a terminal, cannot be replaced: bytes go straight there.
///
/// ```swift
/// let file = try AtomicFile("savepoint/_metadata", backupSuffix: ".orig")
/// try file.output.write(bytes.span.bytes)
/// try file.commit()
/// ```
public struct AtomicFile: ~Copyable {
  /// The path as it was given.
  public let path: String
  /// Receives the content.
  public let output: OutputBuffer

  enum Destination {
    /// A temporary file takes the place of `target`, which had the status `replaced` if it existed.
    case replacing(target: FilePath, temporary: TemporaryFile, replaced: Stat?)
    case device(OpenFile)
  }

  let destination: Destination
  let backupSuffix: String?

  /// Begins a file.
  ///
  /// - Parameters:
  ///   - path: the name that the file will have.
  ///   - backupSuffix: if given, a file that is replaced stays under its name with this suffix: by a hard link, or as a
  ///     copy where the file system has no such links. It is on the disk before the new file takes the name. An older
  ///     file of that name is replaced. The suffix must not be empty or contain `/`.
  /// - Throws: ``OutputError`` if nothing can be written there. A write-protected file can be replaced: only permission
  ///   for the directory is needed.
  public init(_ path: String, backupSuffix: String? = nil) throws(OutputError) {
    self.path = path
    self.backupSuffix = backupSuffix
    if let backupSuffix, !FilePath.isPartOfName(backupSuffix) {
      throw .failed(.backUp, name: path, .invalidArgument)
    }
    destination = try Self.open(path)
    output = OutputBuffer(destination.descriptor, name: path)
  }

  /// The descriptor is closed next, and nothing may write to it after that.
  deinit { output.abandon() }

  /// Gives up: the temporary file is removed, and an existing file stays. The same happens to an `AtomicFile` that is
  /// simply destroyed.
  public consuming func abandon() {}

  private static func open(_ name: String) throws(OutputError) -> Destination {
    let path = FilePath(name)
    let target: FilePath
    var replaced: Stat?
    do throws(Errno) {
      do throws(Errno) {
        let status = try Stat(path)
        switch status.type {
        case .regular: replaced = status
        case .directory: throw Errno.isDirectory
        default: return .device(try OpenFile(path, .writeOnly))
        }
      } catch .noSuchFileOrDirectory {
        // A new file, or a link to one.
      }
      target = try path.followingSymbolicLinks()
    } catch {
      throw .failed(.create, name: name, error)
    }
    // A protected file cannot be read by others while it is incomplete. For a new file the system applies the umask, or
    // the directory's default access control list, which this process could not do as well.
    let permissions: FilePermissions =
      replaced == nil ? FilePermissions(rawValue: 0o666) : [.ownerReadWrite]
    do throws(Errno) {
      let temporary = try TemporaryFile(beside: target, permissions: permissions)
      return .replacing(target: target, temporary: temporary, replaced: replaced)
    } catch {
      let directory = target.removingLastComponent()
      throw .failed(.createInDirectory, name: directory.isEmpty ? "." : directory.string, error)
    }
  }
}

extension AtomicFile.Destination {
  var descriptor: FileDescriptor {
    switch self {
    case .replacing(_, let temporary, _): temporary.file.descriptor
    case .device(let file): file.descriptor
    }
  }
}

extension FilePath {
  /// Whether a name with this text appended is another name.
  fileprivate static func isPartOfName(_ text: String) -> Bool {
    !text.isEmpty && !text.utf8.contains { $0 == 0 || $0 == UInt8(ascii: "/") }
  }

  /// The path of the file that a chain of symbolic links ends at, whether or not it exists.
  fileprivate func followingSymbolicLinks() throws(Errno) -> FilePath {
    if isEmpty { throw .noSuchFileOrDirectory }
    var path = self
    // As many as Linux follows.
    for _ in 0..<40 {
      guard let status = try? Stat(path, followTargetSymlink: false), status.type == .symbolicLink else { return path }
      // An absolute destination replaces the path.
      path = path.removingLastComponent().pushing(try path.symbolicLinkDestination())
    }
    throw .tooManySymbolicLinkLevels
  }
}
