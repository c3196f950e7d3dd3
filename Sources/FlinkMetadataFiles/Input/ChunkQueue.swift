// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import SystemPackage

/// Bytes that a task sends and a thread reads, in memory of constant size. The task is suspended while there is no room,
/// and the thread waits while there are no bytes.
///
/// Safe to share between the two: they touch `state` and the memory only with the lock of `monitor`.
final class ChunkQueue: @unchecked Sendable {
  /// The most bytes that wait.
  static let byteCount = BufferSize.chunk

  private struct State {
    /// Where the bytes that wait begin. They go on at the beginning of the memory.
    var start = 0
    var count = 0
    /// How many bytes may still be sent.
    var allowance: Int64
    var end: End?
    /// Why the reader is to give up; nil if it is not.
    var interruption: (any Error)?
    var isReaderGone = false
    /// The task, if it is suspended.
    var sender: CheckedContinuation<Void, Never>?
  }

  private enum End { case complete, tooLong }

  private let memory = UnsafeMutableRawBufferPointer.allocate(
    byteCount: ChunkQueue.byteCount, alignment: BufferSize.alignment)
  private let monitor = Monitor()
  private var state: State

  /// - Parameter maximumByteCount: the most bytes that can be sent; one more is an error for the reader.
  init(maximumByteCount: Int64?) { state = State(allowance: maximumByteCount ?? .max) }

  deinit { memory.deallocate() }

  // MARK: The task

  /// Sends a chunk, piece by piece as there is room. Returns whether the reader wants more.
  nonisolated(nonsending) func send(_ chunk: some Collection<UInt8>) async -> Bool {
    var rest = chunk[...]
    while !rest.isEmpty {
      let count =
        rest.withContiguousStorageIfAvailable { append(UnsafeRawBufferPointer($0)) }
        ?? Array(rest.prefix(Self.byteCount)).withUnsafeBytes { append($0) }
      guard let count else { return false }
      rest = rest.dropFirst(count)
      if !rest.isEmpty { await suspend { $0.count == Self.byteCount && !$0.isReaderGone } }
    }
    return true
  }

  /// Takes as many bytes as there is room for, and returns how many; nil if no more are wanted.
  private func append(_ bytes: UnsafeRawBufferPointer) -> Int? {
    monitor.lock()
    defer { monitor.unlock() }
    guard !state.isReaderGone, state.end == nil, state.interruption == nil else { return nil }
    let piece = bytes.prefix(Int(min(state.allowance, Int64(Self.byteCount - state.count))))
    if piece.isEmpty, state.allowance == 0 { state.end = .tooLong }
    let position = (state.start + state.count) % Self.byteCount
    let beforeWrap = piece.prefix(Self.byteCount - position)
    UnsafeMutableRawBufferPointer(rebasing: memory[position...]).copyBytes(from: beforeWrap)
    memory.copyBytes(from: piece.dropFirst(beforeWrap.count))
    state.count += piece.count
    state.allowance -= Int64(piece.count)
    monitor.announceWork()
    return state.end == nil ? piece.count : nil
  }

  /// Says that everything was sent.
  func finish() {
    monitor.lock()
    defer { monitor.unlock() }
    if state.end == nil { state.end = .complete }
    monitor.announceWork()
  }

  /// Makes the next read fail, unless the reader has ended.
  func interrupt(_ error: any Error) {
    monitor.lock()
    defer { monitor.unlock() }
    if !state.isReaderGone, state.interruption == nil { state.interruption = error }
    monitor.announceWork()
  }

  /// Returns when the reader has ended, with the error that interrupted it.
  nonisolated(nonsending) func waitForReader() async -> (any Error)? {
    await suspend { !$0.isReaderGone }
    return locked { $0.interruption }
  }

  /// Suspends the task as long as a condition holds.
  nonisolated(nonsending) private func suspend(while condition: (State) -> Bool) async {
    while locked({ condition($0) }) {
      await withCheckedContinuation { continuation in
        let isNeeded = locked { state in
          guard condition(state) else { return false }
          state.sender = continuation
          return true
        }
        if !isNeeded { continuation.resume() }
      }
    }
  }

  private func locked<Value>(_ body: (inout State) -> Value) -> Value {
    monitor.lock()
    defer { monitor.unlock() }
    return body(&state)
  }

  // MARK: The thread

  /// Says that nobody reads any more.
  func readerEnds() { wakeSender { $0.isReaderGone = true } }

  /// Changes the state and resumes the task, which looks whether that is what it waits for.
  private func wakeSender(_ change: (inout State) -> Void) {
    let sender = locked { state in
      change(&state)
      return state.sender.take()
    }
    sender?.resume()
  }
}

extension ChunkQueue: ByteSource {
  func read(into buffer: inout OutputRawSpan) throws(FlinkMetadataError) {
    monitor.lock()
    while state.count == 0, state.end == nil, state.interruption == nil, !state.isReaderGone { monitor.waitForWork() }
    let failure = failureOfRead
    let waiting = UnsafeRawBufferPointer(rebasing: memory[state.start...].prefix(failure == nil ? state.count : 0))
    monitor.unlock()
    if let failure { throw failure }
    // The task does not touch bytes that wait.
    let count = buffer.append(prefixOf: waiting.bytes)
    wakeSender { state in
      state.start = (state.start + count) % Self.byteCount
      state.count -= count
    }
  }

  private var failureOfRead: FlinkMetadataError? {
    if state.isReaderGone || state.interruption != nil {
      return FlinkMetadataError(.sourceFailed(code: Errno.canceled.rawValue))
    }
    guard state.count == 0, state.end == .tooLong else { return nil }
    return FlinkMetadataError(.sourceFailed(code: GzipSource.limitExceeded))
  }
}
