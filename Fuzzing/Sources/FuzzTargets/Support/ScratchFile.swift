import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A file with an input of a part of the library that takes only paths. It is gone afterwards.
struct ScratchFile: ~Copyable {
  let path: String

  init(_ name: String, _ bytes: [UInt8]) throws(BrokenProperty) {
    path = "\(Self.directory)/flink-metadata-fuzz-\(getpid())-\(name)"
    do {
      let file = try FileDescriptor.open(
        FilePath(path), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
      defer { try? file.close() }
      try file.writeAll(bytes)
    } catch {
      throw BrokenProperty("cannot write \(path): \(error)")
    }
  }

  deinit { unlink(path) }

  /// In memory, where there is such a place.
  private static let directory = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
}
