// SPDX-License-Identifier: Apache-2.0

/// A string of the file, in place: a view of its modified UTF-8 bytes, already checked.
///
/// Costs nothing to make or pass on; cannot outlive the bytes. Mirrors a `java.lang.String` as `DataOutput.writeUTF`
/// stores it.
public struct ModifiedUTF8Span: ~Escapable, Copyable {
  /// The bytes, without the length before them.
  public let bytes: RawSpan
  /// The offset of the first byte in the file; -1 if the string belongs to a value.
  @usableFromInline let fileOffset: Int64

  /// The offset of the first byte in the file; nil if the string belongs to a value.
  public var offset: Int64? { fileOffset < 0 ? nil : fileOffset }

  @inlinable @_lifetime(copy bytes)
  init(bytes: RawSpan, fileOffset: Int64) {
    self.bytes = bytes
    self.fileOffset = fileOffset
  }

  /// Whether the string has no characters.
  @inlinable public var isEmpty: Bool { bytes.isEmpty }

  /// Whether the bytes are exactly those of another string. Two encodings of the same characters (which Flink never
  /// writes, but reads) are different here.
  public func hasSameBytes(as other: borrowing ModifiedUTF8Span) -> Bool {
    unsafe bytes.withUnsafeBytes { mine in
      unsafe other.bytes.withUnsafeBytes { others in unsafe mine.elementsEqual(others) }
    }
  }

  /// The UTF-16 code units of the Java string, lossless even for unpaired surrogates. Allocates.
  public var utf16: [UInt16] { decodeModifiedUTF8(bytes) }
}

extension ModifiedUTF8Span {
  /// Whether the string has the characters of `text`: the same UTF-16 code units, however they are encoded in the file.
  ///
  /// Stricter than comparing two `String`s: these are equal if one has a composed and the other a decomposed `é`,
  /// though they name different files. Allocates only if the string is not ASCII.
  public static func == (span: borrowing ModifiedUTF8Span, text: some StringProtocol) -> Bool {
    let isSameASCII: Bool? = unsafe span.bytes.withUnsafeBytes { bytes in
      unsafe isASCII(bytes) ? unsafe text.utf8.elementsEqual(bytes) : nil
    }
    return isSameASCII ?? span.utf16.elementsEqual(text.utf16)
  }

  /// Whether the string has the characters of `text`. As `span == text`.
  public static func == (text: some StringProtocol, span: borrowing ModifiedUTF8Span) -> Bool { span == text }

  /// Whether the string has other characters than `text`. The opposite of `span == text`.
  public static func != (span: borrowing ModifiedUTF8Span, text: some StringProtocol) -> Bool { !(span == text) }

  /// Whether the string has other characters than `text`. The opposite of `span == text`.
  public static func != (text: some StringProtocol, span: borrowing ModifiedUTF8Span) -> Bool { !(span == text) }
}

extension String {
  /// The text of a string of the file; an unpaired surrogate, which a Java string may hold, becomes U+FFFD. Allocates.
  public init(_ span: ModifiedUTF8Span) {
    self = unsafe span.bytes.withUnsafeBytes { bytes in
      // ASCII is the same in both encodings.
      unsafe isASCII(bytes)
        ? String(decoding: bytes, as: UTF8.self) : String(decoding: decodeModifiedUTF8(bytes.bytes), as: UTF16.self)
    }
  }
}
