// SPDX-License-Identifier: Apache-2.0

import SystemPackage

/// A second thread that writes buffers, so that the kernel copies one while the next is being filled.
///
/// Safe to share between the two threads. They share `state`, which they touch only with the lock of `monitor`, and the
/// buffers.
/// Each buffer belongs to one thread at a time, and is handed over by its place in the queue.
final class WriteBehind: @unchecked Sendable {
  /// A buffer, and the part of it that is to be written.
  private struct Piece {
    let memory: UnsafeMutableRawBufferPointer
    let bytes: UnsafeRawBufferPointer
  }

  private struct State {
    /// The buffers that wait, oldest first; the first one is being written.
    var queue: [Piece] = []
    var free: [UnsafeMutableRawBufferPointer] = []
    var error: Errno?
  }

  private let descriptor: FileDescriptor
  private var state = State()
  private var thread: SystemThread?
  private let monitor = Monitor()

  /// Prepares to write to a descriptor, with as many buffers as there are in `free` besides the one that the caller
  /// fills.
  init(_ descriptor: FileDescriptor, free: [UnsafeMutableRawBufferPointer]) {
    self.descriptor = descriptor
    state.free = free
    state.queue.reserveCapacity(free.count + 1)
  }

  deinit {
    for memory in state.free { memory.deallocate() }
    for piece in state.queue { piece.memory.deallocate() }
  }

  /// Starts the thread, which keeps this object until ``end()``. False if the system refuses a thread.
  func start() -> Bool {
    thread = SystemThread { self.run() }
    return thread != nil
  }

  /// Takes over a buffer to write its part `bytes`, and returns an empty buffer as soon as there is one.
  func exchange(_ memory: UnsafeMutableRawBufferPointer, bytes: UnsafeRawBufferPointer) throws(Errno)
    -> UnsafeMutableRawBufferPointer
  {
    monitor.lock()
    defer { monitor.unlock() }
    while state.free.isEmpty && state.error == nil { monitor.waitForProgress() }
    if let error = state.error { throw error }
    state.queue.append(Piece(memory: memory, bytes: bytes))
    monitor.announceWork()
    return state.free.removeLast()
  }

  /// Returns when everything that was handed over has been written.
  func drain() throws(Errno) {
    monitor.lock()
    defer { monitor.unlock() }
    while !state.queue.isEmpty && state.error == nil { monitor.waitForProgress() }
    if let error = state.error { throw error }
  }

  /// Ends the thread without writing what still waits. When this returns, the descriptor is not used any more.
  func end() {
    guard let thread else { return }
    monitor.end(thread)
    self.thread = nil
  }

  // MARK: The thread

  private func run() {
    monitor.lock()
    defer { monitor.unlock() }
    while true {
      while state.queue.isEmpty && !monitor.isEnding { monitor.waitForWork() }
      guard !monitor.isEnding, let piece = state.queue.first else { return }
      monitor.unlock()
      var error: Errno?
      do {
        try descriptor.writeEverything(piece.bytes)
      } catch let failure {
        error = failure
      }
      monitor.lock()
      if let error {
        state.error = error
        monitor.announceProgress()
        return
      }
      state.queue.removeFirst()
      state.free.append(piece.memory)
      monitor.announceProgress()
    }
  }
}
