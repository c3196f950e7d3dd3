// SPDX-License-Identifier: Apache-2.0

import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A directory for one test. It is removed, with everything in it, when the value goes. The optimizer lets it go after its
/// last use, so each use lasts until it is done.
package final class TemporaryDirectory: Sendable {
  /// Where it is, absolute.
  package let path: FilePath

  /// Makes a new one.
  package init() {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/flink-metadata-tests.XXXXXX".utf8CString)
    precondition(mkdtemp(&template) != nil, "no temporary directory: \(Errno(rawValue: errno))")
    path = FilePath(platformString: template)
  }

  deinit {
    Self.remove(path)
  }

  /// The path of a file in the directory, which need not exist.
  package subscript(name: String) -> String { path.appending(name).string }

  /// What is in the directory, hidden files too, sorted.
  package var names: [String] { withExtendedLifetime(self) { Self.names(path) } }

  /// Writes a file, and makes the directories that its name has.
  package func write(_ name: String, _ bytes: some Sequence<UInt8>) throws {
    var parent = path
    for component in FilePath(name).removingLastComponent().components {
      parent.append(component)
      mkdir(parent.string, 0o777)
    }
    try withExtendedLifetime(self) { try writeFile(self[name], bytes) }
  }

  /// Reads a file.
  package func read(_ name: String) throws -> [UInt8] {
    try withExtendedLifetime(self) { try readFile(self[name]) }
  }

  /// Whether there is such a file.
  package func exists(_ name: String) -> Bool {
    withExtendedLifetime(self) { access(self[name], F_OK) == 0 }
  }

  /// Removes a file.
  package func remove(_ name: String) throws {
    try withExtendedLifetime(self) { if unlink(self[name]) != 0 { throw Errno(rawValue: errno) } }
  }

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
