// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Makes the location of a file from what a listing calls it: puts the base before keys that lack it, and decodes keys
/// that are encoded.
///
/// The location is made in a buffer that begins with the base, so that only the key is copied for each file. Keys are
/// bytes: nothing is normalised or trimmed.
struct LocationJoin: ~Copyable {
  /// How a listing's keys relate to the base.
  enum Rule: Sendable {
    /// Every key lacks the base, even one that looks like a URI.
    case key
    /// A URI is a location by itself; everything else lacks the base.
    case uriOrKey
    /// As `uriOrKey`, but a path from the root comes directly after the base, or is a location by itself without one.
    case uriOrPath
  }

  /// How a listing's keys are encoded.
  enum Encoding: Sendable {
    /// They are not.
    case raw
    /// `%41` is a byte.
    case percent
    /// As `percent`, and `+` is a space, as in a form of the web.
    case form
  }

  private let form: ListingForm
  private let rule: Rule
  private let encoding: Encoding
  private let hasBase: Bool
  /// How many bytes of the base there are with a slash after them, and how many come before a path from the root.
  private let baseCountWithSlash: Int
  private let baseCountBeforePath: Int
  /// Begins with the base and a slash.
  private var memory: UnsafeMutableRawPointer
  private var capacity: Int

  /// - Parameter form: the form that ``ListingError/Problem/needsBase(_:)`` names.
  init(base: String?, form: ListingForm, rule: Rule, encoding: Encoding = .raw) {
    self.form = form
    self.rule = rule
    self.encoding = encoding
    var bytes = base.map { Array($0.utf8) } ?? []
    hasBase = base != nil
    if bytes.last != UInt8(ascii: "/") { bytes.append(UInt8(ascii: "/")) }
    baseCountWithSlash = bytes.count
    // A path has a slash itself: it takes the place of a base's last one, but not of one in `file://`.
    baseCountBeforePath = base?.utf8.suffix(2).elementsEqual("//".utf8) == true ? bytes.count : bytes.count - 1
    capacity = bytes.count + 4096
    memory = .allocate(byteCount: capacity, alignment: 1)
    bytes.withUnsafeBytes { memory.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(memory), byteCount: $0.count) }
  }

  deinit { memory.deallocate() }

  /// The location of a key. Valid until the next call, and no longer than the key.
  mutating func location(of key: UnsafeRawBufferPointer) throws(ListingError) -> UnsafeRawBufferPointer {
    let isWhole = rule != .key && Self.isURI(key)
    if isWhole, encoding == .raw { return key }
    let isPath = rule == .uriOrPath && key.first == UInt8(ascii: "/")
    if isPath, !hasBase, encoding == .raw { return key }
    guard hasBase || isWhole || isPath else { throw ListingError(.needsBase(form)) }
    let start =
      if isWhole || (isPath && !hasBase) { 0 } else if isPath { baseCountBeforePath } else { baseCountWithSlash }
    let from = isWhole || (isPath && !hasBase) ? baseCountWithSlash : 0
    // A decoded key is never longer than the encoded one. A whole one is put after the base, to keep that.
    reserve(baseCountWithSlash + key.count)
    let end = try append(key, at: from + start)
    return UnsafeRawBufferPointer(start: memory + from, count: end - from)
  }

  /// Puts a key, decoded, at `offset`, which is in the base or directly after it; returns where it ends.
  ///
  /// Safe because there is room for the whole key after the base, and decoding only makes it shorter.
  private mutating func append(_ key: UnsafeRawBufferPointer, at offset: Int) throws(ListingError) -> Int {
    guard let source = key.baseAddress else { return offset }
    if encoding == .raw || !isEncoded(key, source) {
      memcpy(memory + offset, source, key.count)
      return offset + key.count
    }
    let output = memory + offset
    var written = 0
    var index = 0
    while index < key.count {
      var byte = key[index]
      index += 1
      if byte == UInt8(ascii: "%") {
        guard index + 2 <= key.count, let high = Self.digit(key[index]),
          let low = Self.digit(key[index + 1])
        else { throw ListingError(.malformed(form, expected: "two hexadecimal digits after % in an encoded key")) }
        byte = high << 4 | low
        index += 2
      } else if byte == UInt8(ascii: "+"), encoding == .form {
        byte = UInt8(ascii: " ")
      }
      output.storeBytes(of: byte, toByteOffset: written, as: UInt8.self)
      written += 1
    }
    return offset + written
  }

  /// Whether decoding changes a key: few have such characters, and `memchr` looks at many bytes at a time.
  private func isEncoded(_ key: UnsafeRawBufferPointer, _ start: UnsafeRawPointer) -> Bool {
    memchr(start, CInt(UInt8(ascii: "%")), key.count) != nil
      || (encoding == .form && memchr(start, CInt(UInt8(ascii: "+")), key.count) != nil)
  }

  private mutating func reserve(_ count: Int) {
    if count <= capacity { return }
    let larger = UnsafeMutableRawPointer.allocate(byteCount: 2 * count, alignment: 1)
    larger.copyMemory(from: memory, byteCount: baseCountWithSlash)
    memory.deallocate()
    memory = larger
    capacity = 2 * count
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }

  /// Whether bytes begin with a scheme and `://`.
  static func isURI(_ bytes: UnsafeRawBufferPointer) -> Bool {
    for (index, byte) in bytes.prefix(32).enumerated() {
      switch byte {
      case 0x41...0x5A, 0x61...0x7A: continue
      case 0x30...0x39, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
        if index == 0 { return false }
      case UInt8(ascii: ":"):
        return index > 0 && bytes.count >= index + 3 && bytes[index + 1] == UInt8(ascii: "/")
          && bytes[index + 2] == UInt8(ascii: "/")
      default: return false
      }
    }
    return false
  }
}
