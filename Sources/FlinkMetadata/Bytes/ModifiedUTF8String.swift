// SPDX-License-Identifier: Apache-2.0

// SPEC.md 1.3, "Text"

/// A string of a metadata file as a value: 16 bytes that refer to the storage it was decoded from.
///
/// Holds the modified UTF-8 bytes of the file, so that even an unusual encoding is written back as it was.
/// Mirrors a `java.lang.String`, whose unpaired surrogates a Swift `String` could not hold: read it as `String(…)` for
/// text, or ``utf16`` to lose nothing. Equality compares the bytes.
public struct ModifiedUTF8String: Sendable {
  let storage: ByteStorage
  // The offset in the upper 48 bits, the length in the lower 16.
  private let position: UInt64

  init(storage: ByteStorage, start: Int, count: Int) {
    self.storage = storage
    position = UInt64(truncatingIfNeeded: start) << 16 | UInt64(truncatingIfNeeded: count) & 0xFFFF
  }

  private var start: Int { Int(truncatingIfNeeded: position >> 16) }

  /// The length of the encoded string in bytes.
  public var byteCount: Int { Int(truncatingIfNeeded: position & 0xFFFF) }

  /// Encodes a string. Fails with ``FlinkMetadataError/Kind/stringTooLong(byteCount:)`` beyond 65,535 encoded bytes.
  public init(_ string: some StringProtocol) throws(FlinkMetadataError) {
    try self.init(utf16: string.utf16)
  }

  /// Encodes UTF-16 code units, the `char`s of a Java string, which may hold unpaired surrogates.
  public init(utf16 units: some Sequence<UInt16>) throws(FlinkMetadataError) {
    let bytes = encodeModifiedUTF8(units)
    if bytes.count > MetadataLimits.stringByteCount {
      throw FlinkMetadataError(.stringTooLong(byteCount: bytes.count))
    }
    self.init(storage: ByteStorage(bytes), start: 0, count: bytes.count)
  }

  /// The encoded bytes in place.
  public var bytes: RawSpan {
    @_lifetime(borrow self) get { storage.span(start..<start + byteCount, of: self) }
  }

  /// The encoded bytes, which live as long as the string.
  @inline(__always)
  var unsafeBytes: UnsafeRawBufferPointer {
    unsafe storage.bytes.withUnsafeBytes { unsafe UnsafeRawBufferPointer(rebasing: $0[start..<start + byteCount]) }
  }

  /// The string in place, as visitors get it.
  public var span: ModifiedUTF8Span {
    @_lifetime(borrow self) get { ModifiedUTF8Span(bytes: bytes, fileOffset: -1) }
  }

  /// The UTF-16 code units of the Java string. Allocates.
  public var utf16: [UInt16] { decodeModifiedUTF8(bytes) }

  /// Whether the string has no characters.
  public var isEmpty: Bool { byteCount == 0 }
}

extension ModifiedUTF8String {
  /// The string without characters.
  static let empty = ModifiedUTF8String(storage: .empty, start: 0, count: 0)

  /// Copies the string of a span.
  public init(copying span: ModifiedUTF8Span) {
    let bytes = unsafe span.bytes.withUnsafeBytes { unsafe Array($0) }
    self.init(storage: ByteStorage(bytes), start: 0, count: bytes.count)
  }

  /// Whether this is the given text, which is ASCII.
  func isASCII(_ text: String) -> Bool {
    unsafe bytes.withUnsafeBytes { unsafe $0.elementsEqual(text.utf8) }
  }
}

extension ModifiedUTF8String: Hashable {
  /// Whether both have the same encoded bytes.
  public static func == (first: ModifiedUTF8String, second: ModifiedUTF8String) -> Bool {
    first.span.hasSameBytes(as: second.span)
  }

  /// Hashes the encoded bytes.
  public func hash(into hasher: inout Hasher) {
    unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
  }
}

extension ModifiedUTF8String: ExpressibleByStringLiteral {
  /// Encodes a literal, which must not need more than 65,535 bytes.
  public init(stringLiteral literal: String) {
    do throws(FlinkMetadataError) {
      try self.init(utf16: literal.utf16)
    } catch {
      preconditionFailure("a ModifiedUTF8String literal needs more than \(MetadataLimits.stringByteCount) bytes")
    }
  }
}

extension ModifiedUTF8String {
  /// Whether the string has the characters of `text`: the same UTF-16 code units, however they are encoded in the file.
  ///
  /// Stricter than comparing two `String`s: these are equal if one has a composed and the other a decomposed `é`,
  /// though they name different files. Allocates only if the string is not ASCII.
  public static func == (string: ModifiedUTF8String, text: some StringProtocol) -> Bool { string.span == text }

  /// Whether the string has the characters of `text`. As `string == text`.
  public static func == (text: some StringProtocol, string: ModifiedUTF8String) -> Bool { string.span == text }

  /// Whether the string has other characters than `text`. The opposite of `string == text`.
  public static func != (string: ModifiedUTF8String, text: some StringProtocol) -> Bool { !(string.span == text) }

  /// Whether the string has other characters than `text`. The opposite of `string == text`.
  public static func != (text: some StringProtocol, string: ModifiedUTF8String) -> Bool { !(string.span == text) }
}

extension ModifiedUTF8String: CustomStringConvertible {
  /// The text; unpaired surrogates become U+FFFD.
  public var description: String { String(span) }
}

extension String {
  /// The text of a string of a metadata file; an unpaired surrogate becomes U+FFFD.
  public init(_ string: ModifiedUTF8String) { self.init(string.span) }
}
