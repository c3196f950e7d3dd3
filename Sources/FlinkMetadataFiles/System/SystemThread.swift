// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A thread of the system. Whoever starts one joins it.
package struct SystemThread {
  private let thread: pthread_t

  /// Whether there is a core for a second thread.
  package static let isWorthwhile = sysconf(Int32(_SC_NPROCESSORS_ONLN)) > 1

  /// How many bytes to hand over to another thread at once: to wake it takes as long as copying 100 KiB.
  static let handoverByteCount = 1 << 20

  /// Enough for a walk over handles nested as deep as they may be; musl's own default is an eighth of it.
  private static let stackByteCount = 1 << 20

  /// Starts a thread. Nil if the system refuses one.
  package init?(_ body: @escaping @Sendable () -> Void) {
    let box = Unmanaged.passRetained(Box(body))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
    pthread_attr_init(attributes)
    defer {
      pthread_attr_destroy(attributes)
      attributes.deallocate()
    }
    pthread_attr_setstacksize(attributes, Self.stackByteCount)
    let status = pthread_create(
      &thread, attributes,
      { argument in
        let argument: UnsafeMutableRawPointer? = argument
        // The thread takes the retain of above.
        if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body() }
        return nil
      }, box.toOpaque())
    #if canImport(Darwin)
      guard status == 0, let thread else {
        box.release()
        return nil
      }
    #else
      guard status == 0 else {
        box.release()
        return nil
      }
    #endif
    self.thread = thread
  }

  /// Returns when the thread has ended.
  package func join() { pthread_join(thread, nil) }

  private final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
