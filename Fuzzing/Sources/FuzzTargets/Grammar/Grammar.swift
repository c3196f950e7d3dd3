// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// The format as SPEC.md describes it, stated a second time and apart from the library.
///
/// Each rule is one method that serves two purposes. Over bytes it reads, and notes where every field and every part
/// is, and which fields are not canonical. Over a random generator it makes: writes a file that follows the rule. So what
/// the fuzzers take for a valid file does not depend on the code that they test.
struct Grammar {
  private enum Mode {
    case reading
    case making
  }

  private let mode: Mode
  /// What is read, or what has been made so far.
  private(set) var bytes: [UInt8]
  /// Where the next field is.
  private(set) var position = 0
  private(set) var outline = Outline()

  var choices: Choices
  var version: Int32 = 2
  var dialect = Dialect.standard
  /// How many handles are around the next one.
  var depth = 0
  /// What an object stream has described so far; see `Grammar+ObjectStream.swift`.
  var handles: [StreamValue] = []

  /// The input ends, or what follows cannot be followed.
  struct Stop: Error {}

  // MARK: Uses

  /// Goes over the file as far as it follows the grammar. `dialect` is that of version 3.
  static func outline(of bytes: [UInt8], dialect: Dialect = .standard) -> Outline {
    var grammar = Grammar(reading: bytes, dialect: dialect)
    do throws(Stop) {
      try grammar.file()
      grammar.outline.end = grammar.position
    } catch {
      // What was noted so far is of use.
    }
    return grammar.outline
  }

  /// Makes a file.
  static func file(choices: Choices) -> [UInt8] {
    var grammar = Grammar(making: choices)
    do throws(Stop) {
      try grammar.file()
    } catch {
      preconditionFailure("only reading stops")
    }
    return grammar.bytes
  }

  /// Makes the object stream that ends a file of version 4 or later.
  static func objectStream(choices: Choices) -> [UInt8] {
    var grammar = Grammar(making: choices)
    do throws(Stop) {
      try grammar.objectStream()
    } catch {
      preconditionFailure("only reading stops")
    }
    return grammar.bytes
  }

  private init(reading bytes: [UInt8], dialect: Dialect) {
    mode = .reading
    self.bytes = bytes
    self.dialect = dialect
    choices = Choices(seed: 0)
  }

  private init(making choices: Choices) {
    mode = .making
    bytes = []
    self.choices = choices
  }

  var isReading: Bool { mode == .reading }

  // MARK: Fields

  /// A number: the one that is there, or the one to write.
  @discardableResult
  mutating func number<Number: FixedWidthInteger>(_ kind: Outline.Field.Kind, _ value: Number) throws(Stop) -> Number {
    let start = position
    let count = Number.bitWidth / 8
    switch mode {
    case .making:
      bytes.append(contentsOf: bigEndian(value))
      position += count
      return value
    case .reading:
      try need(count)
      var result: Number = 0
      for byte in bytes[start..<start + count] { result = result << 8 | Number(truncatingIfNeeded: byte) }
      position += count
      outline.fields.append(Outline.Field(kind: kind, start: start, end: position))
      return result
    }
  }

  /// Bytes of a known number; those to write may be replaced by others of the same number.
  mutating func run(_ kind: Outline.Field.Kind, count: Int, _ content: @autoclosure () -> [UInt8]) throws(Stop) {
    let start = position
    switch mode {
    case .making: bytes.append(contentsOf: content())
    case .reading: try need(count)
    }
    position += count
    if isReading { outline.fields.append(Outline.Field(kind: kind, start: start, end: position)) }
  }

  /// `utf`; returns the encoded text.
  @discardableResult
  mutating func utf(_ text: [UInt8]) throws(Stop) -> [UInt8] {
    let count = Int(try number(.textLength, UInt16(text.count)))
    try run(.text, count: count, text)
    return Array(bytes[position - count..<position])
  }

  /// `bytes`
  mutating func blob(_ content: [UInt8]) throws(Stop) {
    let count = Int(try number(.byteCount, Int32(content.count)))
    try run(.bytes, count: count, content)
  }

  private func need(_ count: Int) throws(Stop) {
    if count < 0 || count > bytes.count - position { throw Stop() }
  }

  // MARK: Parts

  /// Something that can be taken out, doubled or replaced as a whole.
  mutating func part(
    _ kind: Outline.Part.Kind, countAt countStart: Int? = nil, _ rule: (inout Grammar) throws(Stop) -> Void
  ) throws(Stop) {
    let start = position
    try rule(&self)
    if isReading {
      outline.parts.append(Outline.Part(kind: kind, start: start, end: position, countStart: countStart))
    }
  }

  /// A number of elements and the elements.
  mutating func list(
    _ kind: Outline.Part.Kind, most: Int = 3, isNegativeNone: Bool = false,
    _ rule: (inout Grammar) throws(Stop) -> Void
  ) throws(Stop) {
    let countStart = position
    let count = try number(.count, Int32(choices.count(most: most)))
    if count < 0 && isNegativeNone { deviates(from: Int32(0)) }
    try elements(kind, count: count, countStart: countStart, rule)
  }

  mutating func elements(
    _ kind: Outline.Part.Kind, count: Int32, countStart: Int, _ rule: (inout Grammar) throws(Stop) -> Void
  ) throws(Stop) {
    guard count > 0 else { return }
    for _ in 0..<count { try part(kind, countAt: countStart, rule) }
  }

  /// A handle inside a handle, which a file could nest without end.
  mutating func nested(_ rule: (inout Grammar) throws(Stop) -> Void) throws(Stop) {
    depth += 1
    if isReading && depth > MetadataLimits.nestingDepth { throw Stop() }
    try rule(&self)
    depth -= 1
  }

  // MARK: What is not canonical (SPEC.md 12.3)

  /// The number that was just read is written as another one.
  mutating func deviates<Number: FixedWidthInteger>(from canonical: Number) {
    let count = Number.bitWidth / 8
    outline.deviations.append(Outline.Deviation(start: position - count, canonical: bigEndian(canonical)))
  }

  /// The object stream is written in another way.
  mutating func objectStreamDeviates() { outline.hasUnusualObjectStream = true }
}

/// The bytes of a number, the most significant first.
func bigEndian<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
  (0..<Number.bitWidth / 8).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
}
