// SPDX-License-Identifier: Apache-2.0

import CLibFuzzer

/// Counts the bytes that are allocated. What is released again counts too, so that nothing has to be known of releases:
/// it is more than what is held at any time.
enum AllocationMeter {
  // libFuzzer calls targets on one thread.
  nonisolated(unsafe) static var allocated = 0

  static func install() {
    _ = __sanitizer_install_malloc_and_free_hooks({ _, size in AllocationMeter.allocated += size }, { _ in })
  }
}
