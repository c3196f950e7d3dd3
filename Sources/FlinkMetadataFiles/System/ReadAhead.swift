// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// A second thread that reads chunks of a source, so that the kernel copies one while those before it are used.
///
/// Safe to share between the two threads. They share `state`, which they touch only with the lock of `monitor`, and the
/// chunks. Each chunk belongs to one thread at a time, and is handed over by its place in `state`. The source belongs to
/// the second thread until that has ended.
final class ReadAhead: @unchecked Sendable {
  /// One that is read into, one that is used, and one that waits.
  private static let chunkCount = 3
  /// Twice as long is a fifth faster, but the reports of the tools are to stay below 24 MB.
  private static let chunkByteCount = SystemThread.handoverByteCount / 2

  private struct State {
    /// The bytes that wait to be used, oldest first. After the last of them comes an end, or an error.
    var queue: [UnsafeMutableRawBufferPointer] = []
    /// Where chunks begin that can be read into.
    var free: [UnsafeMutableRawPointer] = []
    var outcome: Result<Void, FlinkMetadataError>?
  }

  private let source: any ByteSource
  private let memory: UnsafeMutableRawPointer
  private var state = State()
  private var thread: SystemThread?
  private let monitor = Monitor()

  init(_ source: any ByteSource) {
    self.source = source
    let stride = BufferSize.headroom + Self.chunkByteCount
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: Self.chunkCount * stride, alignment: BufferSize.alignment)
    self.memory = memory
    state.queue.reserveCapacity(Self.chunkCount)
    state.free = (0..<Self.chunkCount).map { memory + ($0 * stride + BufferSize.headroom) }
  }

  deinit { memory.deallocate() }

  /// Starts the thread, which keeps this object until ``end()``. If the system refuses one, each chunk is read when it is
  /// asked for.
  func start() { thread = SystemThread { self.run() } }

  /// The next bytes; none at the end. Their chunk belongs to the caller, until ``release(_:)``.
  func next() throws(FlinkMetadataError) -> UnsafeMutableRawBufferPointer {
    monitor.lock()
    defer { monitor.unlock() }
    while state.queue.isEmpty && state.outcome == nil {
      if thread == nil { readChunk() } else { monitor.waitForProgress() }
    }
    if !state.queue.isEmpty { return state.queue.removeFirst() }
    try state.outcome?.get()
    return UnsafeMutableRawBufferPointer(start: nil, count: 0)
  }

  /// Gives back the chunk whose bytes begin at `start`, to be read into again.
  func release(_ start: UnsafeMutableRawPointer) {
    monitor.lock()
    defer { monitor.unlock() }
    state.free.append(start)
    monitor.announceWork()
  }

  /// Ends the thread. When this returns, the source is not used any more.
  func end() {
    guard let thread else { return }
    monitor.end(thread)
    self.thread = nil
  }

  // MARK: The thread

  private func run() {
    monitor.lock()
    defer { monitor.unlock() }
    while state.outcome == nil {
      while state.free.isEmpty && !monitor.isEnding { monitor.waitForWork() }
      if monitor.isEnding { return }
      readChunk()
      monitor.announceProgress()
    }
  }

  /// Reads into a chunk that is free, of which there must be one. Called with the lock, and lets go of it meanwhile.
  private func readChunk() {
    let chunk = UnsafeMutableRawBufferPointer(start: state.free.removeLast(), count: Self.chunkByteCount)
    monitor.unlock()
    let result = Result { () throws(FlinkMetadataError) in try source.read(intoMemory: chunk) }
    monitor.lock()
    switch result {
    case .success(0): state.outcome = .success(())
    case .success(let count): state.queue.append(UnsafeMutableRawBufferPointer(rebasing: chunk[..<count]))
    case .failure(let error): state.outcome = .failure(error)
    }
  }
}
