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

/// A thread of its own, for calls that block: Swift's own threads are few, and none may wait for another.
final class BlockingThread {
  private let thread: pthread_t

  init(_ body: @escaping @Sendable () -> Void) {
    let context = Unmanaged.passRetained(Body(body)).toOpaque()
    #if canImport(Darwin)
      var thread: pthread_t?
      let status = pthread_create(&thread, nil, { run($0) }, context)
      guard status == 0, let thread else { preconditionFailure("no thread: \(Errno(rawValue: status))") }
    #else
      var thread = pthread_t()
      let status = pthread_create(&thread, nil, { run($0) }, context)
      precondition(status == 0, "no thread: \(Errno(rawValue: status))")
    #endif
    self.thread = thread
  }

  /// Waits for the thread's end. To be called once.
  func join() { pthread_join(thread, nil) }

  /// Interrupts the thread many times in what it is doing, so slowly that it goes on in between, until it (or another
  /// thread, at the same time) has noticed. The thread has to be one that goes on until it is joined.
  func interrupt() {
    let countBefore = interruptionCount.load(ordering: .relaxed)
    var count = 0
    while count < 20 || interruptionCount.load(ordering: .relaxed) == countBefore {
      pthread_kill(thread, SIGUSR1)
      pause(milliseconds: 2)
      count += 1
    }
  }
}

private final class Body {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

private func run(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  // The threads of Swift's own pool block signals, and a thread inherits that.
  var signals = sigset_t()
  sigemptyset(&signals)
  sigaddset(&signals, SIGUSR1)
  pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
  return nil
}

/// How often threads were interrupted.
private let interruptionCount = Atomic<Int>(0)

/// Lets `SIGUSR1` interrupt system calls, which then fail with `EINTR`: no `SA_RESTART`.
func letSignalsInterrupt() {
  var action = sigaction()
  let handler: @convention(c) (CInt) -> Void = { _ in
    interruptionCount.wrappingAdd(1, ordering: .relaxed)
  }
  #if canImport(Darwin)
    action.__sigaction_u.__sa_handler = handler
  #elseif canImport(Musl)
    action.__sa_handler.sa_handler = handler
  #else
    action.__sigaction_handler.sa_handler = handler
  #endif
  sigaction(SIGUSR1, &action, nil)
}

func pause(milliseconds: UInt32) { usleep(milliseconds * 1_000) }

/// A value that a thread leaves for the one that joins it.
final class Box<Value>: @unchecked Sendable {
  // Joining the thread orders its writes before later reads.
  var value: Value
  init(_ value: Value) { self.value = value }
}

#if os(Linux)
  /// F_GETPIPE_SZ, which the C library only shows to programs with GNU extensions.
  func pipeSize(_ descriptor: FileDescriptor) -> Int32 { fcntl(descriptor.rawValue, 1032) }
#endif
