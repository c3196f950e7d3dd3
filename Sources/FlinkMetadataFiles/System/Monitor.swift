// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Guards what a thread shares with a second one that works for it.
///
/// Safe to share: the system's mutex and conditions stay in one place of memory until the last thread has let go of this.
package final class Monitor: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let hasWork = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let hasProgress = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  /// Whether the second thread is to end. Read it with the lock.
  package private(set) var isEnding = false

  package init() {
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
  }

  package func lock() { pthread_mutex_lock(mutex) }
  package func unlock() { pthread_mutex_unlock(mutex) }

  /// Waits until there may be work, or an end. Call it with the lock.
  package func waitForWork() { pthread_cond_wait(hasWork, mutex) }
  /// Waits until some work may have been done. Call it with the lock.
  package func waitForProgress() { pthread_cond_wait(hasProgress, mutex) }
  /// Says that there is work.
  package func announceWork() { pthread_cond_signal(hasWork) }
  /// Says that some work was done.
  package func announceProgress() { pthread_cond_signal(hasProgress) }

  /// Lets the second thread end, and returns when it has. Call it without the lock.
  package func end(_ thread: SystemThread) {
    lock()
    isEnding = true
    announceWork()
    unlock()
    thread.join()
  }
}
