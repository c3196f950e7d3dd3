// SPDX-License-Identifier: Apache-2.0

import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A descriptor that is closed when the last reference to it is released.
final class OpenFile {
  let descriptor: FileDescriptor
  private var isOwned: Bool

  /// Takes a descriptor that is open. One that is not owned, such as standard input, stays open.
  init(_ descriptor: FileDescriptor, isOwned: Bool) {
    self.descriptor = descriptor
    self.isOwned = isOwned
  }

  /// Opens a file. Programs that this process starts do not inherit it, and a terminal does not become the one that
  /// controls this process.
  convenience init(
    _ path: FilePath, _ mode: FileDescriptor.AccessMode, options: FileDescriptor.OpenOptions = [],
    permissions: FilePermissions? = nil
  ) throws(Errno) {
    let always = FileDescriptor.OpenOptions.closeOnExec.union(.init(rawValue: O_NOCTTY))
    let descriptor = try systemCall {
      try FileDescriptor.open(path, mode, options: options.union(always), permissions: permissions)
    }
    self.init(descriptor, isOwned: true)
  }

  deinit {
    if isOwned { try? descriptor.close() }
  }

  /// Closes the file now, because some systems report an error only then.
  func close() throws(Errno) {
    guard isOwned else { return }
    // Whatever close says, the descriptor is gone.
    isOwned = false
    try systemCall { try descriptor.close() }
  }
}
