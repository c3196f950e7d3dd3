// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Reads JSON (RFC 8259) from a source, one step at a time, in constant memory.
///
/// Strict: a trailing comma, a raw control character in a string, a number with a leading zero and garbage between
/// documents are errors. Several documents in a row are read one by one. The bytes of strings are not checked to be
/// UTF-8: a key is what the storage says that it is.
///
/// The caller asks for what comes next and has to take it: after ``value()`` has returned `object`, ask
/// ``nextMember()`` until it returns false; after `string`, call ``readString(into:)`` or ``skipString()``. Or pass
/// the value to ``skip(_:)``.
///
/// Safety: `memory` has `capacity` bytes, belongs to the tokenizer alone, and is freed by its `deinit`. The bytes before
/// `end` are initialised, and `end <= capacity` holds because a source cannot append more than there is room for. One
/// byte is read at `position` only where `position < end`, eight only where `position + 8 <= end`.
struct JSONTokenizer: ~Copyable {
  /// What comes next in a document.
  enum Value {
    case object, array, string, number, `true`, `false`, null
  }

  /// The most objects and arrays that may contain one another.
  static let maximumDepth = 64
  /// The most bytes of a string or number.
  static let maximumLength = 1 << 20
  static let defaultCapacity = 256 << 10

  /// The form that errors name.
  let form: ListingForm
  /// The line that the tokenizer has come to, from 1.
  private(set) var line: Int64 = 1

  let memory: UnsafeMutableRawPointer
  var position = 0
  private(set) var end = 0
  /// For what is read only to be checked.
  var scratch: [UInt8] = []

  private let capacity: Int
  private let source: any ByteSource
  private var hasEnded = false
  private var depth = 0
  /// Whether an object or array has been entered and nothing of it read.
  private var isFirst = false

  init(_ source: any ByteSource, form: ListingForm, capacity: Int = defaultCapacity) {
    self.source = source
    self.form = form
    self.capacity = capacity
    memory = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit { memory.deallocate() }

  // MARK: Documents and values

  /// Whether another document follows.
  mutating func nextDocument() throws(ListingError) -> Bool {
    isFirst = false
    return try peek() != nil
  }

  /// Takes the beginning of the next value: a bracket, a quote, all of a word, and nothing of a number.
  mutating func value() throws(ListingError) -> Value {
    guard let byte = try peek() else { throw cut }
    switch byte {
    case UInt8(ascii: "\""):
      position += 1
      return .string
    case UInt8(ascii: "{"):
      try enter()
      return .object
    case UInt8(ascii: "["):
      try enter()
      return .array
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case UInt8(ascii: "t"):
      try take("true")
      return .true
    case UInt8(ascii: "f"):
      try take("false")
      return .false
    case UInt8(ascii: "n"):
      try take("null")
      return .null
    default: throw malformed("a JSON value")
    }
  }

  /// Skips what is left of a value that ``value()`` has returned.
  mutating func skip(_ value: Value) throws(ListingError) {
    // Recursion is bounded, because value() bounds the depth.
    switch value {
    case .object:
      while try nextMember() {
        try skipString()
        try takeColon()
        try skip(self.value())
      }
    case .array: while try nextElement() { try skip(self.value()) }
    case .string: try skipString()
    case .number: try skipNumber()
    case .true, .false, .null: break
    }
  }

  /// Whether the object has another member; then the quote before its name has been taken.
  mutating func nextMember() throws(ListingError) -> Bool {
    guard try nextItem(closing: UInt8(ascii: "}")) else { return false }
    guard let byte = try peek() else { throw cut }
    guard byte == UInt8(ascii: "\"") else { throw malformed("the name of a member") }
    position += 1
    return true
  }

  /// Whether the array has another element.
  mutating func nextElement() throws(ListingError) -> Bool { try nextItem(closing: UInt8(ascii: "]")) }

  mutating func takeColon() throws(ListingError) {
    guard let byte = try peek() else { throw cut }
    guard byte == UInt8(ascii: ":") else { throw malformed("a colon after the name of a member") }
    position += 1
  }

  private mutating func nextItem(closing bracket: UInt8) throws(ListingError) -> Bool {
    guard let byte = try peek() else { throw cut }
    let wasFirst = isFirst
    isFirst = false
    if byte == bracket {
      position += 1
      depth -= 1
      return false
    }
    if wasFirst { return true }
    guard byte == UInt8(ascii: ",") else { throw malformed("a comma or a closing bracket") }
    position += 1
    return true
  }

  private mutating func enter() throws(ListingError) {
    position += 1
    depth += 1
    isFirst = true
    if depth > Self.maximumDepth { throw malformed("at most \(Self.maximumDepth) levels of nesting") }
  }

  private mutating func take(_ word: StaticString) throws(ListingError) {
    for index in 0..<word.utf8CodeUnitCount {
      guard try available() else { throw cut }
      // Safe: the index is below the length of the literal.
      guard byte == word.utf8Start[index] else { throw malformed("true, false or null") }
      position += 1
    }
  }

  // MARK: Bytes

  /// The byte at the position. Only after ``available()`` or a comparison of `position` with `end`.
  var byte: UInt8 { memory.load(fromByteOffset: position, as: UInt8.self) }

  /// Whether there is a byte at the position, after reading more if necessary.
  mutating func available() throws(ListingError) -> Bool {
    if position < end { return true }
    return try refill()
  }

  /// Skips white space. Returns the next byte without taking it, or nil at the end of the input.
  mutating func peek() throws(ListingError) -> UInt8? {
    repeat {
      while position < end {
        let byte = byte
        if byte > UInt8(ascii: " ") { return byte }
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): position += 1
        case UInt8(ascii: "\n"):
          line += 1
          position += 1
          skipIndentation()
        default: throw malformed("JSON")
        }
      }
    } while try refill()
    return nil
  }

  /// Skips spaces, eight at a time.
  private mutating func skipIndentation() {
    while position + 8 <= end,
      memory.loadUnaligned(fromByteOffset: position, as: UInt64.self) == 0x2020_2020_2020_2020
    {
      position += 8
    }
  }

  /// Replaces the bytes, which are used up, by the next ones; false at the end.
  private mutating func refill() throws(ListingError) -> Bool {
    if hasEnded { return false }
    do throws(FlinkMetadataError) {
      end = try source.read(intoMemory: UnsafeMutableRawBufferPointer(start: memory, count: capacity))
    } catch {
      throw ListingError(.cannotRead(error.kind))
    }
    position = 0
    hasEnded = end == 0
    return !hasEnded
  }

  // MARK: Errors

  var cut: ListingError { ListingError(.cut(form), line: line) }

  func malformed(_ expected: String) -> ListingError { ListingError(.malformed(form, expected: expected), line: line) }
}
