// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataFiles

/// Works off batches, one after the other.
protocol BatchWorker: ~Copyable, SendableMetatype {
  associatedtype Batch

  static func makeBatch() -> Batch

  /// Works off a batch, and empties it.
  mutating func work(on batch: inout Batch)
}

extension BatchWorker where Self: ~Copyable {
  /// How many keys are touched before they are looked up, so that their accesses to memory overlap.
  static var rowLength: Int { 64 }

  /// The row that begins at an entry of a batch.
  static func row(from start: Int, of count: Int) -> Range<Int> { start..<min(start + rowLength, count) }
}

/// Hands batches over to a worker, in their order: while one thread reads and makes batches, a second one looks up.
///
/// The second thread starts with the first full batch, if there is a core for it. Call ``finish(_:)`` also after an
/// error: it ends the thread.
struct Handover<Worker: BatchWorker & ~Copyable>: ~Copyable {
  private let desk: HandoverDesk<Worker>
  private var thread: SystemThread?
  private var isAlone = !SystemThread.isWorthwhile

  init(_ worker: consuming Worker) { desk = HandoverDesk(worker) }

  /// Hands a full batch over, and takes an empty one for it.
  mutating func submit(_ batch: inout Worker.Batch) {
    if thread == nil, !isAlone {
      let desk = self.desk
      thread = SystemThread { desk.run() }
      isAlone = thread == nil
    }
    if isAlone { desk.worker.pointee.work(on: &batch) } else { desk.submit(&batch) }
  }

  /// Works off the last batch after all others, and gives the worker back.
  consuming func finish(_ last: consuming Worker.Batch) -> Worker {
    if let thread { desk.end(thread) }
    desk.worker.pointee.work(on: &last)
    return desk.worker.move()
  }
}

/// What the two threads of a ``Handover`` share.
///
/// Safe to share: they touch `queue` and `free` only with the lock of `monitor`. A batch belongs to whoever took it out of
/// one of these. The worker, which `Handover` moves out, belongs to the second thread while that runs.
private final class HandoverDesk<Worker: BatchWorker & ~Copyable>: @unchecked Sendable {
  let worker: UnsafeMutablePointer<Worker>
  /// Batches to be worked off, the oldest first.
  private var queue: [Worker.Batch] = []
  private var free = (0..<3).map { _ in Worker.makeBatch() }
  private let monitor = Monitor()

  init(_ worker: consuming Worker) {
    self.worker = .allocate(capacity: 1)
    self.worker.initialize(to: worker)
  }

  deinit { worker.deallocate() }

  func submit(_ batch: inout Worker.Batch) {
    monitor.lock()
    defer { monitor.unlock() }
    while free.isEmpty { monitor.waitForProgress() }
    queue.append(exchange(&batch, with: free.removeLast()))
    monitor.announceWork()
  }

  func end(_ thread: SystemThread) { monitor.end(thread) }

  /// The second thread: works until the end has come and nothing waits.
  func run() {
    monitor.lock()
    defer { monitor.unlock() }
    while true {
      while queue.isEmpty && !monitor.isEnding { monitor.waitForWork() }
      guard !queue.isEmpty else { return }
      var batch = queue.removeFirst()
      monitor.unlock()
      worker.pointee.work(on: &batch)
      monitor.lock()
      free.append(batch)
      monitor.announceProgress()
    }
  }
}
