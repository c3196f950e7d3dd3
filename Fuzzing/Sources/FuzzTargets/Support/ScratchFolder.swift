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

  deinit { Self.remove(path) }

  subscript(_ name: String) -> String { "\(path)/\(name)" }

  /// What is in the folder, in order.
  var names: [String] { Self.names(in: path).sorted() }

  private static func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  private static func remove(_ path: String) {
    // A folder refuses to be unlinked.
    if unlink(path) == 0 { return }
    for name in names(in: path) { remove("\(path)/\(name)") }
    rmdir(path)
  }
}
