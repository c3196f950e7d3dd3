// SPDX-License-Identifier: Apache-2.0

import Synchronization
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
    path = ScratchPlace.new(name)
    try write(bytes, to: path)
  }

  deinit { unlink(path) }
}

/// Where scratch files and folders are.
enum ScratchPlace {
  /// A path that nothing has.
  static func new(_ name: String) -> String {
    let number = count.wrappingAdd(1, ordering: .relaxed).newValue
    return "\(directory)/flink-metadata-fuzz-\(getpid())-\(number)-\(name)"
  }

  /// Tests run targets side by side.
  private static let count = Atomic<Int>(0)

  /// In memory, where there is such a place.
  private static let directory = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
}

/// Makes a file, or replaces its content.
func write(_ bytes: [UInt8], to path: String) throws(BrokenProperty) {
  do {
    let file = try FileDescriptor.open(
      FilePath(path), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
    defer { try? file.close() }
    try file.writeAll(bytes)
  } catch {
    throw BrokenProperty("cannot write \(path): \(error)")
  }
}

/// The content of a file; nil if there is none.
func content(of path: String) -> [UInt8]? {
  guard let file = try? FileDescriptor.open(FilePath(path), .readOnly) else { return nil }
  defer { try? file.close() }
  var bytes = [UInt8](repeating: 0, count: 1 << 14)
  var count = 0
  while let more = try? bytes.withUnsafeMutableBytes({ try file.read(into: .init(rebasing: $0[count...])) }), more > 0 {
    count += more
    if count == bytes.count { bytes += [UInt8](repeating: 0, count: count) }
  }
  return Array(bytes[..<count])
}
