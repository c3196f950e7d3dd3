// SPDX-License-Identifier: Apache-2.0

/// Immutable bytes that many values share parts of: the file that they were decoded from, or a literal of a program.
@usableFromInline
final class ByteStorage: Sendable {
  @usableFromInline let bytes: [UInt8]

  @usableFromInline init(_ bytes: [UInt8]) { self.bytes = bytes }

  @usableFromInline static let empty = ByteStorage([])

  /// A part of the bytes, for an owner that holds this storage: since `bytes` never changes, the part lives as long as
  /// the owner.
  @_lifetime(borrow owner)
  func span<Owner>(_ range: Range<Int>, of owner: borrowing Owner) -> RawSpan {
    let array = bytes
    let part = unsafe array.span.bytes.extracting(range)
    return unsafe _overrideLifetime(part, borrowing: owner)
  }
}

/// Bytes of a metadata file, shared with the file's storage: 18 bytes, however many they are.
///
/// Each value keeps the whole file alive that it was decoded from; make an `Array` of it to release the file.
public struct SharedBytes: Sendable {
  let storage: ByteStorage
  // Start and count have 40 bits each, enough for a terabyte, because there are many of these values.
  private let startAndLowCount: UInt64
  private let highCount: UInt16

  private static let startMask: UInt64 = (1 << 40) - 1

  init(storage: ByteStorage, start: Int, count: Int) {
    precondition(UInt64(start) <= Self.startMask && UInt64(count) <= Self.startMask, "more than a terabyte")
    self.storage = storage
    startAndLowCount = UInt64(start) | UInt64(count) << 40
    highCount = UInt16(count >> 24)
  }

  var start: Int { Int(startAndLowCount & Self.startMask) }

  /// How many bytes.
  public var count: Int { Int(startAndLowCount >> 40) | Int(highCount) << 24 }

  /// Makes bytes of an array, without copying it.
  public init(_ bytes: [UInt8]) {
    self.init(storage: ByteStorage(bytes), start: 0, count: bytes.count)
  }

  /// No bytes.
  public init() {
    self.init(storage: .empty, start: 0, count: 0)
  }

  /// The bytes in place.
  public var bytes: RawSpan {
    @_lifetime(borrow self) get { storage.span(start..<start + count, of: self) }
  }
}

extension SharedBytes: Hashable {
  /// Whether both hold the same bytes; linear in their number.
  public static func == (first: SharedBytes, second: SharedBytes) -> Bool {
    unsafe first.bytes.withUnsafeBytes { bytes in
      unsafe second.bytes.withUnsafeBytes { others in unsafe bytes.elementsEqual(others) }
    }
  }

  /// Hashes the bytes; linear in their number.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
  }
}

extension SharedBytes: RandomAccessCollection {
  /// Always 0.
  public var startIndex: Int { 0 }
  /// The number of bytes.
  public var endIndex: Int { count }

  /// One byte; constant time.
  public subscript(index: Int) -> UInt8 {
    precondition(index >= 0 && index < count)
    return storage.bytes[start + index]
  }
}

extension SharedBytes: ExpressibleByArrayLiteral {
  /// Makes bytes of a literal.
  public init(arrayLiteral elements: UInt8...) { self.init(elements) }
}
