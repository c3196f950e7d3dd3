#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif
import SystemPackage

/// A second thread that writes buffers, so that the kernel copies one while the next is being filled.
///
/// Safe to share between the two threads. They share `state`, which they touch only with the mutex, and the buffers.
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
    var isEnding = false
  }

  private let descriptor: FileDescriptor
  private var state = State()
  private var thread: pthread_t?
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  /// Signalled when there is something to write, or the thread is to end.
  private let hasWork = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  /// Signalled when something has been written, or cannot be.
  private let hasProgress = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// Whether there is a core for a second thread.
  static let isWorthwhile = sysconf(Int32(_SC_NPROCESSORS_ONLN)) > 1

  /// Prepares to write to a descriptor, with as many buffers as there are in `free` besides the one that the caller
  /// fills.
  init(_ descriptor: FileDescriptor, free: [UnsafeMutableRawBufferPointer]) {
    self.descriptor = descriptor
    state.free = free
    state.queue.reserveCapacity(free.count + 1)
    mutex.initialize(to: pthread_mutex_t())
    hasWork.initialize(to: pthread_cond_t())
    hasProgress.initialize(to: pthread_cond_t())
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(hasWork, nil)
    pthread_cond_init(hasProgress, nil)
  }

  deinit {
    pthread_cond_destroy(hasProgress)
    pthread_cond_destroy(hasWork)
    pthread_mutex_destroy(mutex)
    hasProgress.deallocate()
    hasWork.deallocate()
    mutex.deallocate()
    for memory in state.free { memory.deallocate() }
    for piece in state.queue { piece.memory.deallocate() }
  }

  /// Starts the thread, which keeps this object until ``end()``. False if the system refuses a thread.
  func start() -> Bool {
    let this = Unmanaged.passRetained(self)
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let status = pthread_create(
      &thread, nil,
      { argument in
        let argument: UnsafeMutableRawPointer? = argument
        guard let argument else { return nil }
        Unmanaged<WriteBehind>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, this.toOpaque())
    guard status == 0 else {
      this.release()
      return false
    }
    self.thread = thread
    return true
  }

  /// Takes over a buffer to write its part `bytes`, and returns an empty buffer as soon as there is one.
  func exchange(_ memory: UnsafeMutableRawBufferPointer, bytes: UnsafeRawBufferPointer) throws(Errno)
    -> UnsafeMutableRawBufferPointer
  {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while state.free.isEmpty && state.error == nil { pthread_cond_wait(hasProgress, mutex) }
    if let error = state.error { throw error }
    state.queue.append(Piece(memory: memory, bytes: bytes))
    pthread_cond_signal(hasWork)
    return state.free.removeLast()
  }

  /// Returns when everything that was handed over has been written.
  func drain() throws(Errno) {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while !state.queue.isEmpty && state.error == nil { pthread_cond_wait(hasProgress, mutex) }
    if let error = state.error { throw error }
  }

  /// Ends the thread without writing what still waits. When this returns, the descriptor is not used any more.
  func end() {
    guard let thread else { return }
    pthread_mutex_lock(mutex)
    state.isEnding = true
    pthread_cond_signal(hasWork)
    pthread_mutex_unlock(mutex)
    pthread_join(thread, nil)
    self.thread = nil
  }

  // MARK: The thread

  private func run() {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      while state.queue.isEmpty && !state.isEnding { pthread_cond_wait(hasWork, mutex) }
      guard !state.isEnding, let piece = state.queue.first else { return }
      pthread_mutex_unlock(mutex)
      var error: Errno?
      do {
        try descriptor.writeEverything(piece.bytes)
      } catch let failure {
        error = failure
      }
      pthread_mutex_lock(mutex)
      if let error {
        state.error = error
        pthread_cond_signal(hasProgress)
        return
      }
      state.queue.removeFirst()
      state.free.append(piece.memory)
      pthread_cond_signal(hasProgress)
    }
  }
}
