// SPDX-License-Identifier: Apache-2.0

import SystemPackage

/// A file under a temporary name. It is removed again unless it gets its final name.
final class TemporaryFile {
  let file: OpenFile
  /// Its path while it is temporary.
  var name: String { path.string }
  private let path: FilePath
  private let registration: TerminationCleanup.Registration
  private var isRenamed = false

  /// Makes an empty file beside `target`.
  ///
  /// It is beside the target because a file can replace another at once only inside one file system.
  init(beside target: FilePath, permissions: FilePermissions) throws(Errno) {
    var attemptsLeft = 100
    while true {
      let path = target.temporarySibling()
      do {
        file = try OpenFile(path, .writeOnly, options: [.create, .exclusiveCreate], permissions: permissions)
        self.path = path
        registration = TerminationCleanup.register(path)
        return
      } catch {
        attemptsLeft -= 1
        if error != .fileExists || attemptsLeft == 0 { throw error }
      }
    }
  }

  deinit {
    if !isRenamed { try? path.remove() }
    TerminationCleanup.withdraw(registration)
  }

  /// Replaces `target`.
  func move(to target: FilePath) throws(Errno) {
    try path.move(to: target)
    isRenamed = true
  }
}

extension FilePath {
  /// `.NAME.RANDOM.tmp` in the same directory: hidden, and recognisable for a person who finds one after a power
  /// failure.
  func temporarySibling() -> FilePath {
    let random = String(UInt64.random(in: 1 << 60...UInt64.max), radix: 36)
    // Names of more than 255 bytes are not allowed; a character that is cut is replaced by one of three bytes.
    let name = String(decoding: (lastComponent?.string ?? "").utf8.prefix(200), as: UTF8.self)
    return removingLastComponent().appending(".\(name).\(random).tmp")
  }
}
