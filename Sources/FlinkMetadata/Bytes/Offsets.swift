// SPDX-License-Identifier: Apache-2.0

/// Offsets of a metadata file as a value: 24 bytes that refer to the storage they were decoded from, whatever their
/// number.
public struct Offsets: Sendable, Hashable, RandomAccessCollection, ExpressibleByArrayLiteral {
  let bytes: SharedBytes

  init(bytes: SharedBytes) { self.bytes = bytes }

  /// Makes offsets of numbers; copies them.
  public init(_ offsets: some Sequence<Int64>) {
    var bytes: [UInt8] = []
    for offset in offsets { unsafe Swift.withUnsafeBytes(of: offset.bigEndian) { unsafe bytes.append(contentsOf: $0) } }
    self.init(bytes: SharedBytes(bytes))
  }

  /// Makes offsets of a literal.
  public init(arrayLiteral elements: Int64...) { self.init(elements) }

  /// Always 0.
  public var startIndex: Int { 0 }
  /// The number of offsets.
  public var endIndex: Int { bytes.count >> 3 }

  /// One offset; constant time.
  public subscript(index: Int) -> Int64 { span[index] }

  /// The offsets in place, as visitors get them.
  public var span: OffsetsSpan {
    @_lifetime(borrow self) get { OffsetsSpan(bytes: bytes.bytes, fileOffset: -1) }
  }
}
