// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// A source whose first bytes were already read, to detect its format: it delivers these first, then the rest.
final class PrefixedSource: ByteSource {
  private let prefix: MemorySource
  private let rest: any ByteSource

  init(_ prefix: [UInt8], then rest: any ByteSource) {
    self.prefix = MemorySource(prefix)
    self.rest = rest
  }

  func read(into buffer: inout OutputRawSpan) throws(FlinkMetadataError) {
    let countBefore = buffer.byteCount
    prefix.read(into: &buffer)
    if buffer.byteCount == countBefore { try rest.read(into: &buffer) }
  }
}
