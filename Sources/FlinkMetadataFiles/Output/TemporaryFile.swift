import SystemPackage

/// A file under a name of its own that is removed again if it does not get another one.
final class TemporaryFile {
  let file: OpenFile
  private let path: FilePath
  private let registration: TerminationCleanup.Registration
  private var isRenamed = false

  /// Makes an empty file beside `target`.
  ///
  /// Beside it, because only inside of one file system can a file take the place of another at once.
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

  /// Takes the place of `target`.
  func move(to target: FilePath) throws(Errno) {
    try path.move(to: target)
    isRenamed = true
  }
}

extension FilePath {
  /// `.NAME.RANDOM.tmp` in the same directory: hidden, and to be recognised by a person who finds one after a power
  /// failure.
  func temporarySibling() -> FilePath {
    let random = String(UInt64.random(in: 1 << 60...UInt64.max), radix: 36)
    // Names of more than 255 bytes are not allowed; a character that is cut is replaced by one of three bytes.
    let name = String(decoding: (lastComponent?.string ?? "").utf8.prefix(200), as: UTF8.self)
    return removingLastComponent().appending(".\(name).\(random).tmp")
  }
}
