// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif
import SystemPackage

// The calls of the operating system that this module needs and that swift-system does not have, or not with a typed
// error. All code that differs between Linux and Darwin is in this folder.

/// Calls swift-system, which throws nothing but `Errno`, though only its newer functions say so.
func systemCall<Result>(_ body: () throws -> Result) throws(Errno) -> Result {
  do {
    return try body()
  } catch let error as Errno {
    throw error
  } catch {
    preconditionFailure("swift-system threw \(error), which is no Errno")
  }
}

/// Calls a function of the C library that returns -1 when it fails, again when a signal interrupted it.
@discardableResult
func retryingCall<Result: SignedInteger>(_ call: () -> Result) throws(Errno) -> Result {
  while true {
    let result = call()
    if result != -1 { return result }
    let error = Errno(rawValue: errno)
    if error != .interrupted { throw error }
  }
}

// MARK: Reading and writing

/// The most bytes of one call: Darwin refuses more than 2 GiB - 1 instead of reading less.
private let longestTransfer = 1 << 30

/// How much is written by one call. The page cache keeps a new file in pieces as large as the calls, and asks for contiguous
/// memory for each. Pieces of 1 MiB are memory that a virtual machine may have given back to its host, where using it again
/// takes three times as long as the copy.
private let longestWrite = 256 << 10

extension FileDescriptor {
  /// Reads what there is, at least one byte, or returns 0 at the end. Waits if the descriptor is non-blocking, which a
  /// standard input can be because of another process that shares it.
  func readSome(into buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int {
    let room = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(longestTransfer))
    while true {
      do throws(Errno) {
        return try systemCall { try read(into: room) }
      } catch .resourceTemporarilyUnavailable {
        try wait(for: POLLIN)
      }
    }
  }

  /// Writes all bytes, in as many calls as it takes.
  func writeEverything(_ bytes: UnsafeRawBufferPointer) throws(Errno) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(longestWrite))
      do throws(Errno) {
        let count = try systemCall { try write(part) }
        if count == 0 { throw Errno.ioError }
        rest = rest.dropFirst(count)
      } catch .resourceTemporarilyUnavailable {
        try wait(for: POLLOUT)
      }
    }
  }

  private func wait(for event: Int32) throws(Errno) {
    var request = pollfd(fd: rawValue, events: Int16(event), revents: 0)
    try retryingCall { poll(&request, 1, -1) }
  }
}

// MARK: Advice

extension FileDescriptor {
  /// Asks for a pipe of 1 MiB instead of 64 KiB, which limit a pipe to about 0.5 GB/s. If that is not possible, or if
  /// this is not a pipe, nothing happens.
  func growPipe() {
    #if os(Linux)
      // F_SETPIPE_SZ, which the C library only shows to programs with GNU extensions.
      _ = fcntl(rawValue, 1031, Int32(1 << 20))
    #endif
  }

  /// Says that the file will be read from here to its end. Only advice: a failure changes nothing.
  func adviseSequentialReading() {
    #if canImport(Darwin)
      _ = fcntl(rawValue, F_RDAHEAD, 1)
    #else
      _ = posix_fadvise(rawValue, 0, 0, POSIX_FADV_SEQUENTIAL)
    #endif
  }
}

// MARK: Durability, owner and mode

extension FileDescriptor {
  /// Returns when the file is on the disk, so that a power failure cannot undo it.
  func synchronize() throws(Errno) {
    #if canImport(Darwin)
      // fsync leaves the bytes in the drive's cache; where F_FULLFSYNC is not supported there is nothing better.
      if fcntl(rawValue, F_FULLFSYNC) != -1 { return }
    #endif
    do throws(Errno) {
      try retryingCall { fsync(rawValue) }
    } catch .invalidArgument {
      // Something that is not on a disk.
    }
  }

  func setPermissions(_ permissions: FilePermissions) throws(Errno) {
    try retryingCall { fchmod(rawValue, permissions.rawValue) }
  }

  /// Sets owner and group; -1 leaves one as it is.
  func setOwner(_ owner: UInt32, group: UInt32) throws(Errno) {
    try retryingCall { fchown(rawValue, owner, group) }
  }
}

/// Returns when all files of all file systems are on the disk (Darwin only begins to write them).
func synchronizeEverything() { sync() }

// MARK: Names

extension FilePath {
  /// Replaces `other` by the file, at once.
  func move(to other: FilePath) throws(Errno) {
    try retryingCall { withPlatformString { old in other.withPlatformString { new in rename(old, new) } } }
  }

  /// Gives the file a second name.
  func addName(_ other: FilePath) throws(Errno) {
    try retryingCall { withPlatformString { old in other.withPlatformString { new in link(old, new) } } }
  }

  /// Removes the name.
  func remove() throws(Errno) {
    try retryingCall { withPlatformString { unlink($0) } }
  }

  /// The destination of a symbolic link.
  func symbolicLinkDestination() throws(Errno) -> FilePath {
    // No system has longer paths; the last byte stays 0.
    var text = [CChar](repeating: 0, count: 4097)
    try retryingCall { withPlatformString { readlink($0, &text, text.count - 1) } }
    return text.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { FilePath(platformString: $0) } ?? FilePath()
    }
  }

  /// The directory that relative paths begin at, or nil if it is not known, as when it was removed.
  static func workingDirectory() -> FilePath? {
    guard let text = getcwd(nil, 0) else { return nil }
    defer { free(text) }
    return FilePath(platformString: text)
  }
}

// MARK: Memory

extension FileDescriptor {
  /// Maps the first `count` bytes of a file, read-only, for reading from beginning to end.
  func mapMemory(count: Int) throws(Errno) -> UnsafeRawPointer {
    let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, rawValue, 0)
    guard let start, start != UnsafeMutableRawPointer(bitPattern: -1) else { throw Errno(rawValue: errno) }
    // Only advice: a failure changes nothing.
    _ = posix_madvise(start, count, POSIX_MADV_SEQUENTIAL)
    return UnsafeRawPointer(start)
  }
}

/// Gives mapped memory back.
func unmapMemory(_ start: UnsafeRawPointer, count: Int) {
  munmap(UnsafeMutableRawPointer(mutating: start), count)
}

/// Asks for large pages for memory that is going to be written. Only advice: a failure changes nothing.
func adviseLargePages(_ memory: UnsafeMutableRawBufferPointer) {
  #if os(Linux)
    let largePage = 2 << 20
    guard memory.count >= 2 * largePage, let base = memory.baseAddress else { return }
    let start = base.alignedUp(toMultipleOf: largePage)
    let count = (base + memory.count - start) & ~(largePage - 1)
    _ = madvise(start, count, MADV_HUGEPAGE)
  #endif
}
