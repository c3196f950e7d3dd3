// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// A long file that a second thread reads ahead, from the first ``lend(keeping:)`` to ``end()``.
///
/// Not for pipes: while a pipe has nothing to read, its reader waits, and ``end()`` would wait for that reader.
final class ReadAheadSource: LendingByteSource {
  /// How long a file is for which a thread is worthwhile: one takes as long to start as reading some hundred KiB.
  static let leastByteCount = 2 << 20

  /// Called after each read, with the number of bytes that have been read so far; not by the second thread.
  var onProgress: ((Int64) -> Void)?
  /// How many bytes have been read so far, not counting those that were read ahead.
  private(set) var byteCount: Int64 = 0

  private let source: any ByteSource
  private var readAhead: ReadAhead?
  /// Where the bytes begin that are lent.
  private var lent: UnsafeMutableRawPointer?

  /// Nobody else may use the source before ``end()``.
  init(_ source: any ByteSource) { self.source = source }

  deinit { end() }

  func lend(keeping kept: UnsafeRawBufferPointer) throws(FlinkMetadataError) -> UnsafeRawBufferPointer {
    precondition(kept.count <= BufferSize.headroom)
    let readAhead = started()
    let next = try readAhead.next()
    guard let start = next.baseAddress else { return kept }
    let begin = start - kept.count
    if let base = kept.baseAddress { begin.copyMemory(from: base, byteCount: kept.count) }
    if let lent { readAhead.release(lent) }
    lent = start
    count(next.count)
    return UnsafeRawBufferPointer(start: begin, count: kept.count + next.count)
  }

  /// Reads without reading ahead, for a caller who has memory for all of the file.
  func read(into buffer: inout OutputRawSpan) throws(FlinkMetadataError) {
    precondition(readAhead == nil, "what was read ahead would be lost")
    let countBefore = buffer.byteCount
    try source.read(into: &buffer)
    count(buffer.byteCount - countBefore)
  }

  /// Ends the second thread, and with it the input. What was lent is not valid any more.
  func end() {
    readAhead?.end()
    readAhead = nil
  }

  private func started() -> ReadAhead {
    if let readAhead { return readAhead }
    let new = ReadAhead(source)
    new.start()
    readAhead = new
    return new
  }

  private func count(_ read: Int) {
    byteCount += Int64(read)
    if read > 0 { onProgress?(byteCount) }
  }
}
