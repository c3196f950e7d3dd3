// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A folder for files that are written. It is gone afterwards, with all that is in it.
struct ScratchFolder: ~Copyable {
  let path: String

  init(_ name: String) throws(BrokenProperty) {
    path = ScratchPlace.new(name)
    if mkdir(path, 0o700) != 0 { throw BrokenProperty("cannot make \(path)") }
  }

  deinit { path.withCString { Self.remove($0) } }

  subscript(_ name: String) -> String { "\(path)/\(name)" }

  /// What is in the folder, in order.
  var names: [String] {
    path.withCString { Self.names(in: $0) }.map {
      String(decoding: $0.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
    .sorted()
  }

  /// The names in a folder, each with a zero at its end.
  private static func names(in path: UnsafePointer<CChar>) -> [[CChar]] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [[CChar]] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        bytes.prefix { $0 != 0 }.map(CChar.init(bitPattern:))
      }
      if name != [0x2E] && name != [0x2E, 0x2E] { names.append(name + [0]) }
    }
    return names
  }

  private static func remove(_ path: UnsafePointer<CChar>) {
    // A folder refuses to be unlinked.
    if unlink(path) == 0 { return }
    for name in names(in: path) { remove(Array(UnsafeBufferPointer(start: path, count: strlen(path))) + [0x2F] + name) }
    rmdir(path)
  }
}
