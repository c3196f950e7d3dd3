// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Makes one array of JSON documents that end with a line feed each. A document that nothing was written of is left
/// out.
final class JSONArray: ByteSink {
  private let output: any ByteSink
  private var isEmpty = true
  private var isInDocument = false

  init(_ output: any ByteSink) { self.output = output }

  /// Takes bytes of one document; those after a line feed are of the next.
  func write(_ bytes: RawSpan) throws(FlinkMetadataError) {
    if bytes.isEmpty { return }
    let endsDocument = bytes.unsafeLoad(fromByteOffset: bytes.byteCount - 1, as: UInt8.self) == UInt8(ascii: "\n")
    if !isInDocument { try write(isEmpty ? "[\n" : ",\n") }
    isEmpty = false
    isInDocument = !endsDocument
    try output.write(endsDocument ? bytes.extracting(droppingLast: 1) : bytes)
  }

  /// Ends the array.
  func close() throws(FlinkMetadataError) { try write(isEmpty ? "[]\n" : "\n]\n") }

  private func write(_ text: String) throws(FlinkMetadataError) {
    try output.write(Array(text.utf8).span.bytes)
  }
}
