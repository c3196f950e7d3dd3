// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What stands for the path of a file in a ``KeyTable``: 128 bits of a keyed hash.
///
/// Two paths have the same key with a probability of about 2⁻¹²⁸, so a key is as good as the path. The hash has a secret
/// that is new in each process: nobody can make paths that collide, or that crowd a table.
public struct FileKey: Hashable, Sendable, BitwiseCopyable {
  /// The part that decides the place in a table.
  public let high: UInt64
  /// The other part.
  public let low: UInt64

  /// Makes a key of numbers that are as even as a hash's.
  @inlinable
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Keys in the order in which a table keeps them.
  @inlinable @inline(__always)
  public static func < (first: FileKey, second: FileKey) -> Bool {
    first.high < second.high || (first.high == second.high && first.low < second.low)
  }
}

/// Makes keys of bytes. A key can be the beginning of another one: the key of a directory and a name give the key of the
/// file, so that the directory of many files is hashed once.
public struct KeyHash: Sendable {
  @usableFromInline let secret: (UInt64, UInt64, UInt64, UInt64)

  private static let isRepeatable = Atomic<Bool>(false)

  /// Gives all hashes that are made from now on one known secret. For fuzzers, which must do the same each time.
  package static func makeRepeatable() { isRepeatable.store(true, ordering: .relaxed) }

  /// Makes a hash with a secret of its own.
  public init() {
    var generator = SystemRandomNumberGenerator()
    let isRepeatable = Self.isRepeatable.load(ordering: .relaxed)
    // An odd number has no factor that multiplication would lose.
    func number(_ known: UInt64) -> UInt64 { (isRepeatable ? known : generator.next()) | 1 }
    secret = (
      number(0x9E37_79B9_7F4A_7C15), number(0xBF58_476D_1CE4_E5B9), number(0x94D0_49BB_1331_11EB),
      number(0xD6E8_FEB8_6659_FD93)
    )
  }

  /// The key that the empty path continues.
  public var start: FileKey { FileKey(high: secret.2, low: secret.3) }

  /// Continues a key with bytes.
  ///
  /// Sixteen bytes at a time are mixed with the secret and folded by a multiplication, as in wyhash, in two lanes that
  /// share nothing.
  @inlinable @inline(__always)
  public func callAsFunction(_ bytes: UnsafeRawBufferPointer, after key: FileKey) -> FileKey {
    let count = bytes.count
    var high = key.high ^ UInt64(truncatingIfNeeded: count)
    var low = key.low &+ UInt64(truncatingIfNeeded: count)
    if count >= 16 {
      var offset = 0
      while offset < count - 16 {
        mix(word(bytes, offset), word(bytes, offset + 8), &high, &low)
        offset += 16
      }
      // The last sixteen bytes can overlap those before.
      mix(word(bytes, count - 16), word(bytes, count - 8), &high, &low)
    } else if count >= 8 {
      mix(word(bytes, 0), word(bytes, count - 8), &high, &low)
    } else {
      mix(bytes.reduce(0) { $0 << 8 | UInt64($1) }, 0, &high, &low)
    }
    return FileKey(high: fold(high ^ secret.3, secret.0), low: fold(low ^ secret.2, secret.1))
  }

  @inlinable @inline(__always)
  func mix(_ first: UInt64, _ second: UInt64, _ high: inout UInt64, _ low: inout UInt64) {
    high = fold(first ^ secret.0, second ^ high)
    low = fold(second ^ secret.1, first ^ low)
  }

  @inlinable @inline(__always)
  func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  @inlinable @inline(__always)
  func fold(_ first: UInt64, _ second: UInt64) -> UInt64 {
    let product = first.multipliedFullWidth(by: second)
    return product.high ^ product.low
  }
}
