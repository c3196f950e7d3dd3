// SPDX-License-Identifier: Apache-2.0

import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The files in a local directory and in all directories below it.
///
/// Symbolic links are followed, as Flink does: what one leads to is below the link's name, and below its own if that is
/// in the tree. One that leads to a directory which it is in is left out; so is what disappears while it is being looked
/// at.
package struct DirectoryTree {
  /// A file of the tree.
  package struct File {
    /// The path: that of the tree, and from there on as the file system has it.
    package let path: [UInt8]
    /// The size in bytes.
    package let size: Int64
    /// When it was last changed, in seconds since 1970.
    package let modified: Int64
  }

  /// A directory that cannot be read.
  package struct Failure: Error {
    /// Its path.
    package let path: String
    /// Why.
    package let error: Errno
  }

  /// How many links a path can lead through, and how many of a tree are followed: few links can give a tree very many
  /// paths.
  private static let mostLinksInPath = 8
  private static let mostLinks = 10_000

  private let root: FilePath

  /// Names a tree.
  package init(_ path: String) { root = FilePath(path) }

  /// The absolute path of the tree, without a resolution of links, and without `.` and `..` unless a link is before them. Nil
  /// if there is no working directory.
  package var absolutePath: String? {
    guard let path = root.appending("_").absoluteDirectory else { return nil }
    // After a link, `..` leads elsewhere than it seems to.
    let normal = path.lexicallyNormalized()
    guard let stat = try? Stat(path), let normalStat = try? Stat(normal) else { return path.string }
    let isSame = stat.inode == normalStat.inode && stat.deviceID == normalStat.deviceID
    return (isSame ? normal : path).string
  }

  /// The file that a path leads to; nil if there is none, or if it is no regular file.
  package static func file(at path: String) -> File? { (try? status(of: Array(path.utf8)))?.file }

  /// Whether a path leads to a directory, perhaps by a link.
  package static func isDirectory(_ path: String) -> Bool { (try? Stat(FilePath(path)))?.type == .directory }

  /// The absolute directory of the file with this path, without a resolution of links.
  package static func absoluteDirectory(ofFile path: String) -> String? { FilePath(path).absoluteDirectory?.string }

  /// Makes a directory, and those that it is in, unless they exist. What it makes is on the disk when it returns.
  package static func make(_ path: String) throws(OutputError) {
    var made = FilePath(path).isAbsolute ? FilePath("/") : FilePath("")
    for component in FilePath(path).components {
      made.append(component)
      if made.string.withCString({ mkdir($0, 0o777) }) != 0 {
        let error = Errno(rawValue: errno)
        if isDirectory(made.string) { continue }
        throw OutputError.failed(.create, name: made.string, error)
      }
      do throws(Errno) {
        try made.synchronizeDirectory()
      } catch {
        throw OutputError.failed(.synchronize, name: made.string, error)
      }
    }
  }

  /// Calls `body` with each file, the directories in the order of their paths. Returns the first symbolic link: the tree
  /// itself if its path leads through one.
  @discardableResult
  package func visit<Problem: Error>(_ body: (File) throws(Problem) -> Void) throws -> String? {
    guard let path = absolutePath else { throw Failure(path: root.string, error: .noSuchFileOrDirectory) }
    var firstLink = Self.leadsThroughLink(path) ? path : nil
    var linkedDirectories = 0
    let root = Array(path.utf8)
    let chain = try Self.status(of: root).map { [$0.identity] } ?? []
    var directories = [Directory(path: root, chain: chain, linkCount: 0)]
    while let directory = directories.popLast() {
      var found: [Directory] = []
      for name in try names(in: directory.path, isRoot: directory.path == root) {
        let slash: [UInt8] = directory.path.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]
        let path = directory.path + slash + name
        guard let status = try Self.status(of: path) else { continue }
        if status.isLink, firstLink == nil { firstLink = String(decoding: path, as: UTF8.self) }
        if let file = status.file { try body(file) }
        guard status.isDirectory, !(status.isLink && directory.chain.contains(status.identity)) else { continue }
        let linkCount = directory.linkCount + (status.isLink ? 1 : 0)
        if status.isLink { linkedDirectories += 1 }
        if linkCount > Self.mostLinksInPath || linkedDirectories > Self.mostLinks {
          throw Failure(path: String(decoding: path, as: UTF8.self), error: .tooManySymbolicLinkLevels)
        }
        found.append(Directory(path: path, chain: directory.chain + [status.identity], linkCount: linkCount))
      }
      directories.append(contentsOf: found.reversed())
    }
    return firstLink
  }

  private static func leadsThroughLink(_ path: String) -> Bool {
    guard let real = realpath(path, nil) else { return false }
    defer { free(real) }
    // A link can differ from what it leads to in the spelling of a letter alone.
    return strcmp(real, path) != 0
  }

  /// A directory that is still to be looked at.
  private struct Directory {
    let path: [UInt8]
    /// The directories that it is in, and itself.
    let chain: [Identity]
    /// How many links its path leads through.
    let linkCount: Int
  }

  /// What tells a directory from all others, whatever its name.
  private struct Identity: Equatable {
    let device: UInt64
    let inode: UInt64
  }

  /// The path as it was given.
  var givenPath: String { root.string }

  /// The names in a directory, in order; none if a directory below the root has gone.
  func names(in directory: [UInt8], isRoot: Bool) throws -> [[UInt8]] {
    let handle = directory.withCString { opendir($0) }
    guard let handle else {
      let error = Errno(rawValue: errno)
      if !isRoot && error == .noSuchFileOrDirectory { return [] }
      throw Failure(path: String(decoding: directory, as: UTF8.self), error: error)
    }
    defer { closedir(handle) }
    var names: [[UInt8]] = []
    while true {
      errno = 0
      guard let entry = readdir(handle) else {
        if errno != 0 {
          throw Failure(path: String(decoding: directory, as: UTF8.self), error: Errno(rawValue: errno))
        }
        break
      }
      // The name ends with a zero inside the entry.
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in Array(bytes.prefix { $0 != 0 }) }
      if !name.elementsEqual(".".utf8) && !name.elementsEqual("..".utf8) { names.append(name) }
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// What a path leads to.
  private struct Status {
    let isLink: Bool
    let isDirectory: Bool
    let identity: Identity
    /// Nil if it is no regular file.
    let file: File?
  }

  /// Nil if it has gone. Whatever else keeps from looking at it is an error: what cannot be seen is not absent.
  private static func status(of path: [UInt8]) throws(Failure) -> Status? {
    var status = stat()
    func failure(_ error: CInt) -> Failure {
      Failure(path: String(decoding: path, as: UTF8.self), error: Errno(rawValue: error))
    }
    if path.withCString({ lstat($0, &status) }) != 0 {
      let error = errno
      if error == ENOENT || error == ENOTDIR { return nil }
      throw failure(error)
    }
    let isLink = status.st_mode & S_IFMT == S_IFLNK
    if isLink, path.withCString({ stat($0, &status) }) != 0 {
      let error = errno
      // A link that leads nowhere stays what it is.
      guard error == ENOENT || error == ENOTDIR || error == ELOOP else { throw failure(error) }
    }
    let identity = Identity(
      device: UInt64(truncatingIfNeeded: status.st_dev), inode: UInt64(truncatingIfNeeded: status.st_ino))
    let type = status.st_mode & S_IFMT
    return Status(
      isLink: isLink, isDirectory: type == S_IFDIR, identity: identity,
      file: type == S_IFREG ? file(path, status) : nil)
  }

  private static func file(_ path: [UInt8], _ status: stat) -> File {
    #if canImport(Darwin)
      let modified = status.st_mtimespec.tv_sec
    #else
      let modified = status.st_mtim.tv_sec
    #endif
    return File(path: path, size: Int64(status.st_size), modified: Int64(modified))
  }
}

extension [UInt8] {
  /// Lends the bytes with a zero after them, as a path of the system.
  fileprivate func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    (self + [0]).withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        guard let start = characters.baseAddress else { preconditionFailure("the array has a zero") }
        return body(start)
      }
    }
  }
}
