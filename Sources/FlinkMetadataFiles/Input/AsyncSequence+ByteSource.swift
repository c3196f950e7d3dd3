// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import SystemPackage

extension AsyncSequence where Element: Collection, Element.Element == UInt8 {
  /// Lends the bytes of the chunks, decompressed if they are gzip, as a source to something that reads it: metadata can
  /// be walked over, described or rewritten while it arrives from a network.
  ///
  /// ```swift
  /// let moved = try await chunks.withByteSource(maximumByteCount: 64 << 20) { source in
  ///   let sink = MemorySink()
  ///   let rules = try PathRules([PathRules.Mapping(from: "s3://old", to: "s3://new")])
  ///   _ = try PathRewriter(rules).rewrite(source, to: sink)
  ///   return sink.bytes
  /// }
  /// ```
  ///
  /// `body` runs on a thread of its own, which waits for the next chunk and ends with `body`. So a call that waits for
  /// its peer has a thread: bound the number of calls at a time, and cancel those that take too long.
  ///
  /// At most 256 KiB wait to be read; then the next chunk is not asked for. With a walk, a call takes less than 1 MB of
  /// memory, gzip included. Chunks can have any size; those in one piece of memory are fastest.
  ///
  /// If `body` ends before the sequence does, the call returns when the next chunk arrives, and the rest is not read.
  ///
  /// - Parameters:
  ///   - maximumByteCount: the most bytes that the chunks may have, and also the most that they may expand to; nil for
  ///     no limit. One more makes reading fail with an error that is
  ///     ``FlinkMetadata/FlinkMetadataError/isExpansionBeyondLimit``.
  ///   - body: reads the source, on another thread. It must not use the source after it has returned.
  /// - Returns: what `body` returned.
  /// - Throws: what `body` throws, or the error of the sequence, or `CancellationError` if the task was cancelled. In
  ///   the last two cases reading fails at once, and what `body` returns or throws is dropped. If the system refuses a
  ///   thread, `FlinkMetadataError.Kind.sourceFailed` with the code `EAGAIN`.
  nonisolated(nonsending) public func withByteSource<Value: Sendable>(
    maximumByteCount: Int64? = MetadataInput.standardMaximumByteCount,
    _ body: @escaping @Sendable (any ByteSource) throws -> Value
  ) async throws -> Value {
    let queue = ChunkQueue(maximumByteCount: maximumByteCount)
    let outcome = Outcome<Value>()
    let thread = SystemThread {
      outcome.result = Result {
        try body(try queue.decompressedIfNeeded(maximumByteCount: maximumByteCount))
      }
      queue.readerEnds()
    }
    guard let thread else {
      throw FlinkMetadataError(.sourceFailed(code: Errno.resourceTemporarilyUnavailable.rawValue))
    }
    let interruption = await withTaskCancellationHandler {
      await send(to: queue)
      return await queue.waitForReader()
    } onCancel: {
      queue.interrupt(CancellationError())
    }
    // It has nothing left to do.
    thread.join()
    if let interruption { throw interruption }
    return try outcome.result.get()
  }

  nonisolated(nonsending) private func send(to queue: ChunkQueue) async {
    do {
      for try await chunk in self {
        guard await queue.send(chunk) else { return }
      }
      // A sequence of a cancelled task may simply end.
      if Task.isCancelled { queue.interrupt(CancellationError()) }
      queue.finish()
    } catch {
      queue.interrupt(error)
    }
  }
}

/// What the thread leaves for the task, which joins it before it looks.
private final class Outcome<Value>: @unchecked Sendable {
  var result: Result<Value, any Error> = .failure(CancellationError())
}

extension ByteSource {
  /// The content of this source, which can be compressed.
  fileprivate func decompressedIfNeeded(maximumByteCount: Int64?) throws(FlinkMetadataError) -> any ByteSource {
    let start = try firstBytes(GzipSource.magic.count)
    let whole = PrefixedSource(start, then: self)
    return start == GzipSource.magic ? GzipSource(whole, maximumByteCount: maximumByteCount) : whole
  }
}
