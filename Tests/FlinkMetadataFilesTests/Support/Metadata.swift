// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// A metadata file of version 3 with one master state of the given size, and nothing else.
func metadataFile(checkpointId: Int64 = 42, payload: [UInt8] = []) -> [UInt8] {
  let name = Array("state".utf8)
  var file: [UInt8] = []
  func append(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.bigEndian) { file += $0 }
  }
  append(UInt32(0x4960_672D))
  append(Int32(3))
  append(checkpointId)
  append(Int32(1))
  append(UInt32(0xC96B_1696))
  append(Int32(4 + 2 + name.count + 4 + payload.count))
  append(Int32(1))
  append(UInt16(name.count))
  file += name
  append(Int32(payload.count))
  file += payload
  append(Int32(0))
  return file
}

/// Notes what a walk reports of such a file.
struct Recorder: MetadataVisitor, ~Copyable {
  var checkpointId: Int64?
  var payload: [UInt8] = []

  mutating func checkpointId(_ checkpointId: Int64) { self.checkpointId = checkpointId }

  mutating func bytes(_ bytes: RawSpan, offset: Int64?) {
    bytes.withUnsafeBytes { payload += $0 }
  }
}
