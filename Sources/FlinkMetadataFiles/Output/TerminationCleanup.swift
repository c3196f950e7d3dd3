import Synchronization
import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Removes unfinished ``AtomicFile``s when somebody ends the process: on `SIGINT` (Ctrl-C), `SIGTERM` and `SIGHUP`, after
/// which the process ends by that signal all the same. Signals that the process was started to ignore stay ignored.
///
/// Tools call it first thing. A library does not: signals belong to the whole process.
public func removeTemporaryFilesOnTermination() {
  for number in [SIGINT, SIGTERM, SIGHUP] {
    var previous = sigaction()
    sigaction(number, nil, &previous)
    if previous.isIgnored { continue }
    var action = sigaction()
    action.setHandler { number in
      TerminationCleanup.removeAll()
      // The handler is reset, so this is the signal's usual effect; it comes when the handler returns.
      raise(number)
    }
    action.sa_flags = CInt(truncatingIfNeeded: Int(SA_RESETHAND))
    sigaction(number, &action, nil)
  }
}

/// The names of the temporary files there are, where a signal handler can read them.
///
/// A handler may neither lock nor allocate. So the names are C strings in a few fixed places; whoever takes one out of its
/// place, by one atomic exchange, owns it.
enum TerminationCleanup {
  /// Which place a name is in, or nil if there was none left.
  typealias Registration = Int?

  private static let capacity = 16
  private static let places = InlineArray<16, Atomic<UInt>> { _ in Atomic(0) }

  static func register(_ path: FilePath) -> Registration {
    guard let name = path.withPlatformString({ strdup($0) }) else { return nil }
    for index in 0..<capacity {
      let desired = UInt(bitPattern: name)
      if places[index].compareExchange(expected: 0, desired: desired, ordering: .acquiringAndReleasing).exchanged {
        return index
      }
    }
    free(name)
    return nil
  }

  static func withdraw(_ registration: Registration) {
    guard let registration else { return }
    // Nothing is there any more if a handler is removing the file just now.
    free(UnsafeMutablePointer<CChar>(bitPattern: places[registration].exchange(0, ordering: .acquiringAndReleasing)))
  }

  /// Called by the signal handler. The names are not freed, for that could need a lock.
  static func removeAll() {
    for index in 0..<capacity {
      let name = places[index].exchange(0, ordering: .acquiringAndReleasing)
      if let name = UnsafePointer<CChar>(bitPattern: name) { unlink(name) }
    }
  }
}

extension sigaction {
  fileprivate var isIgnored: Bool {
    #if canImport(Darwin)
      unsafeBitCast(__sigaction_u.__sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    #elseif canImport(Musl)
      unsafeBitCast(__sa_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    #else
      unsafeBitCast(__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    #endif
  }

  fileprivate mutating func setHandler(_ handler: @escaping @convention(c) (CInt) -> Void) {
    #if canImport(Darwin)
      __sigaction_u.__sa_handler = handler
    #elseif canImport(Musl)
      __sa_handler.sa_handler = handler
    #else
      __sigaction_handler.sa_handler = handler
    #endif
  }
}
