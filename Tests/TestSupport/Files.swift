// SPDX-License-Identifier: Apache-2.0

import SystemPackage
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

// MARK: Content

/// Writes a file, in the place of one that is there.
package func writeFile(_ path: String, _ bytes: some Sequence<UInt8>) throws {
  let descriptor = try FileDescriptor.open(
    path, .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite, .groupRead, .otherRead])
  _ = try descriptor.closeAfter { try descriptor.writeAll(bytes) }
}

/// Reads a file, or a pipe that has a name.
package func readFile(_ path: String) throws -> [UInt8] {
  let descriptor = try FileDescriptor.open(path, .readOnly)
  return try descriptor.closeAfter { try readToEnd(descriptor) }
}

/// Reads from where a descriptor is to its end.
package func readToEnd(_ descriptor: FileDescriptor) throws -> [UInt8] {
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = try chunk.withUnsafeMutableBytes { try descriptor.read(into: $0) }
    if count == 0 { return bytes }
    bytes += chunk[..<count]
  }
}

/// Makes reads and writes fail instead of waiting.
package func makeNonBlocking(_ descriptor: FileDescriptor) {
  _ = fcntl(descriptor.rawValue, F_SETFL, fcntl(descriptor.rawValue, F_GETFL) | O_NONBLOCK)
}

// MARK: Names

/// Whether there is a file of this name.
package func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

/// Makes a directory.
package func makeDirectory(_ path: String) {
  #expect(mkdir(path, 0o777) == 0)
}

/// Makes a pipe that has a name.
package func makeFIFO(_ path: String) {
  #expect(mkfifo(path, 0o600) == 0)
}

/// Makes a symbolic link.
package func makeSymbolicLink(_ path: String, to destination: String) {
  #expect(symlink(destination, path) == 0)
}

// MARK: Rights

/// Whether the tests run with rights that cannot be denied.
package var isSuperuser: Bool { geteuid() == 0 }

/// Sets the permissions of a file or directory.
package func setPermissions(_ path: String, _ permissions: FilePermissions) {
  #expect(chmod(path, permissions.rawValue) == 0)
}

/// Gives a file away.
package func changeOwner(_ path: String, _ owner: UInt32, group: UInt32) {
  #expect(chown(path, owner, group) == 0)
}

/// Does something as a user to whom things can be denied: as this one, or, in place of the superuser, as another. Concerns
/// the whole process, so it is for exit tests.
package func asAnotherUser(_ body: () throws -> Void) rethrows {
  let isSuperuser = isSuperuser
  // "nobody" on most systems; any user would do.
  if isSuperuser { #expect(setegid(65_534) == 0 && seteuid(65_534) == 0) }
  defer { if isSuperuser { #expect(seteuid(0) == 0 && setegid(0) == 0) } }
  try body()
}
