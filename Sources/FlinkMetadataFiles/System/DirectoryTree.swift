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
/// A symbolic link to a file counts as a file; one to a directory is not followed, because it can lead anywhere. What
/// disappears while it is being looked at is left out.
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
  package static func file(at path: String) -> File? { status(of: Array(path.utf8))?.file }

  /// Whether a path leads to a directory, perhaps by a link.
  package static func isDirectory(_ path: String) -> Bool { (try? Stat(FilePath(path)))?.type == .directory }

  /// The absolute directory of the file with this path, without a resolution of links.
  package static func absoluteDirectory(ofFile path: String) -> String? { FilePath(path).absoluteDirectory?.string }

  /// Makes a directory, and those that it is in, unless they exist.
  package static func make(_ path: String) throws(OutputError) {
    var made = FilePath(path).isAbsolute ? FilePath("/") : FilePath("")
    for component in FilePath(path).components {
      made.append(component)
      if made.string.withCString({ mkdir($0, 0o777) }) == 0 || isDirectory(made.string) { continue }
      throw OutputError.failed(.create, name: made.string, Errno(rawValue: errno))
    }
  }

  /// Calls `body` with each file, the directories in the order of their paths. Returns the first symbolic link, followed
  /// or not; nil if there is none.
  @discardableResult
  package func visit<Problem: Error>(_ body: (File) throws(Problem) -> Void) throws -> String? {
    var firstLink: String?
    guard let path = absolutePath else { throw Failure(path: root.string, error: .noSuchFileOrDirectory) }
    var directories = [Array(path.utf8)]
    while let directory = directories.popLast() {
      var found: [[UInt8]] = []
      for name in try names(in: directory, isRoot: directory.elementsEqual(path.utf8)) {
        let path = directory.last == UInt8(ascii: "/") ? directory + name : directory + [UInt8(ascii: "/")] + name
        if firstLink == nil, Self.isLink(path) { firstLink = String(decoding: path, as: UTF8.self) }
        guard let status = Self.status(of: path) else { continue }
        if status.isDirectory {
          found.append(path)
        } else if let file = status.file {
          try body(file)
        }
      }
      directories.append(contentsOf: found.reversed())
    }
    return firstLink
  }

  private static func isLink(_ path: [UInt8]) -> Bool {
    var status = stat()
    return path.withCString({ lstat($0, &status) }) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  private func names(in directory: [UInt8], isRoot: Bool) throws -> [[UInt8]] {
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

  private static func status(of path: [UInt8]) -> (isDirectory: Bool, file: File?)? {
    var status = stat()
    guard path.withCString({ lstat($0, &status) }) == 0 else { return nil }
    if status.st_mode & S_IFMT == S_IFLNK {
      guard path.withCString({ stat($0, &status) }) == 0 else { return nil }
    } else if status.st_mode & S_IFMT == S_IFDIR {
      return (true, nil)
    }
    guard status.st_mode & S_IFMT == S_IFREG else { return (false, nil) }
    #if canImport(Darwin)
      let modified = status.st_mtimespec.tv_sec
    #else
      let modified = status.st_mtim.tv_sec
    #endif
    return (false, File(path: path, size: Int64(status.st_size), modified: Int64(modified)))
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
