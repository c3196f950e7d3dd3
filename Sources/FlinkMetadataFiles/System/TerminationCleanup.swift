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

/// Removes unfinished ``AtomicFile``s when a signal ends the process: `SIGINT` (Ctrl-C), `SIGTERM` or `SIGHUP`. The
/// process still ends by that signal. Signals that the process was started to ignore stay ignored.
///
/// For tools. A library leaves signals alone, because they belong to the whole process.
package func removeTemporaryFilesOnTermination() {
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
/// A handler may neither lock nor allocate. So the names are C strings in a few fixed places. Code that takes a name
/// out of its place, by one atomic exchange, owns it.
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
    // The place is empty if a handler is removing the file just now.
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
