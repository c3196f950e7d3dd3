// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles

/// Counts the operators of metadata while it arrives, compressed or not, and takes at most 64 MiB.
func countOperators<Chunks: AsyncSequence>(_ chunks: Chunks) async throws -> Int
where Chunks.Element: Collection<UInt8> {
  try await chunks.withByteSource(maximumByteCount: 64 << 20) { source in
    var counter = OperatorCounter()
    try source.walkMetadata(&counter)
    return counter.count
  }
}

struct OperatorCounter {
  var count = 0
}

extension OperatorCounter: MetadataVisitor {
  mutating func endOperatorState(isFullyFinished: Bool) { count += 1 }
}
