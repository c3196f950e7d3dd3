import SystemPackage
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A directory for one test, which is removed with everything in it when the test ends.
final class TemporaryDirectory {
  let path: FilePath

  init() {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/FlinkMetadataFilesTests.XXXXXX".utf8CString)
    precondition(mkdtemp(&template) != nil, "no temporary directory: \(Errno(rawValue: errno))")
    path = FilePath(platformString: template)
  }

  deinit {
    Self.remove(path)
  }

  /// The path of a file in the directory, which need not exist.
  subscript(name: String) -> String { path.appending(name).string }

  /// What is in the directory, sorted.
  var names: [String] { Self.names(path) }

  private static func names(_ path: FilePath) -> [String] {
    guard let directory = opendir(path.string) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private static func remove(_ path: FilePath) {
    for name in names(path) {
      let entry = path.appending(name)
      if unlink(entry.string) != 0 { remove(entry) }
    }
    rmdir(path.string)
  }
}

// MARK: Files

func makeDirectory(_ path: String) {
  #expect(mkdir(path, 0o777) == 0)
}

func makeFIFO(_ path: String) {
  #expect(mkfifo(path, 0o600) == 0)
}

func makeSymbolicLink(_ path: String, to destination: String) {
  #expect(symlink(destination, path) == 0)
}

func setPermissions(_ path: String, _ permissions: FilePermissions) {
  #expect(chmod(path, permissions.rawValue) == 0)
}

func writeFile(_ path: String, _ bytes: [UInt8]) throws {
  let descriptor = try FileDescriptor.open(
    path, .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite, .groupRead, .otherRead])
  _ = try descriptor.closeAfter { try descriptor.writeAll(bytes) }
}

func readFile(_ path: String) throws -> [UInt8] {
  let descriptor = try FileDescriptor.open(path, .readOnly)
  return try descriptor.closeAfter { try readToEnd(descriptor) }
}

func readToEnd(_ descriptor: FileDescriptor) throws -> [UInt8] {
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = try chunk.withUnsafeMutableBytes { try descriptor.read(into: $0) }
    if count == 0 { return bytes }
    bytes += chunk[..<count]
  }
}
