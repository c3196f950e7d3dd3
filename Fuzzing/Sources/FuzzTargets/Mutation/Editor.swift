// SPDX-License-Identifier: Apache-2.0

/// Changes one thing in a file, by its outline.
struct Editor {
  private(set) var bytes: [UInt8]
  private let donor: [UInt8]?
  private var choices: Choices
  private let blindly: Mutator.BlindMutation
  /// Of the bytes as they are, or nil until a change needs it.
  private var knownOutline: Outline?

  init(_ bytes: [UInt8], donor: [UInt8]?, choices: Choices, blindly: @escaping Mutator.BlindMutation) {
    self.bytes = bytes
    self.donor = donor
    self.choices = choices
    self.blindly = blindly
  }

  private var outline: Outline {
    mutating get {
      let outline = knownOutline ?? Outline(of: bytes)
      knownOutline = outline
      return outline
    }
  }

  mutating func oneIn(_ count: Int) -> Bool { choices.oneIn(count) }

  mutating func change() {
    switch choices.below(12) {
    case 0..<4: changeField()
    case 4: removeElement()
    case 5: doubleElement()
    case 6, 7: transplant()
    case 8: wrap()
    case 9: makeUnusual()
    case 10: cut()
    default: bytes += choices.bytes(most: 8)
    }
    knownOutline = nil
  }

  // MARK: Fields

  private mutating func changeField() {
    // Kinds first: there are many more numbers than tags.
    let kind = Outline.Field.Kind.allCases[choices.below(Outline.Field.Kind.allCases.count)]
    let some = outline.fields.filter { $0.kind == kind }
    guard let field = choices.one(of: some) ?? choices.one(of: outline.fields) else { return blindly(&bytes) }
    switch field.kind {
    case .text, .bytes: changeContent(field)
    case .constant: bytes[field.start + choices.below(field.range.count)] ^= 1 << UInt8(choices.below(8))
    case .offsets:
      var content = Array(bytes[field.range])
      blindly(&content)
      bytes.replaceSubrange(field.range, with: content)
    case .version: overwrite(field, Int64(choices.below(9)))
    case .tag: overwrite(field, choices.oneIn(4) ? choices.int64() : Int64(choices.below(19)))
    case .flag: overwrite(field, choices.one(of: 0, 1, 2, -1, 256))
    case .count, .byteCount, .textLength, .number, .reference: changeNumber(field)
    }
  }

  private mutating func changeNumber(_ field: Outline.Field) {
    var value: Int64 = 0
    for byte in bytes[field.range] { value = value << 8 | Int64(byte) }
    let remaining = Int64(bytes.count - field.end)
    switch choices.below(8) {
    case 0: value &+= 1
    case 1: value &-= 1
    case 2: value = choices.one(of: remaining, remaining + 1, remaining - 1, remaining >> 3)
    case 3: value = choices.one(of: 0x7FFF_FFFF, 0x7FFF_FFFE, 0x1000_0000, 0x8000_0000, -1, -2)
    case 4: value ^= 1 << Int64(choices.below(64))
    default: value = choices.int64()
    }
    overwrite(field, value)
  }

  private mutating func overwrite(_ field: Outline.Field, _ value: Int64) {
    bytes.replaceSubrange(field.range, with: bigEndian(value).suffix(field.range.count))
  }

  /// Another text or other bytes, with their length before them.
  private mutating func changeContent(_ field: Outline.Field) {
    var content = Array(bytes[field.range])
    switch choices.below(4) {
    case 0: content = choices.text()
    case 1: content = choices.path()
    case 2 where field.kind == .text: content = unusualText(content)
    default: blindly(&content)
    }
    replaceContent(field, with: content)
  }

  private mutating func replaceContent(_ field: Outline.Field, with content: [UInt8]) {
    let width = field.kind == .text ? 2 : 4
    let length = Int64(field.kind == .text ? min(content.count, 65_535) : content.count)
    bytes.replaceSubrange(field.range, with: content.prefix(Int(length)))
    bytes.replaceSubrange(field.start - width..<field.start, with: bigEndian(length).suffix(width))
  }

  // MARK: What Flink reads and does not write

  private mutating func unusualText(_ text: [UInt8]) -> [UInt8] {
    let place = choices.below(text.count + 1)
    let unit: [UInt8] = choices.one(
      of: [0x00], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0], [0x80], [0xC3],
      [0xE2, 0x82])
    guard place < text.count, choices.oneIn(2) else { return text[..<place] + unit + text[place...] }
    // The same character in two bytes.
    let character = text[place] & 0x7F
    return text[..<place] + [0xC0 | character >> 6, 0x80 | character & 0x3F] + text[(place + 1)...]
  }

  /// Puts a reference in the place of a value of an object stream.
  private mutating func refer() {
    guard let value = choices.one(of: outline.parts.filter { $0.kind == .streamValue }) else { return }
    bytes.replaceSubrange(value.range, with: [0x71] + bigEndian(0x7E_0000 + Int32(choices.below(18))))
  }

  private mutating func makeUnusual() {
    if choices.oneIn(4) { return refer() }
    let some = outline.fields.filter { [.flag, .count, .text].contains($0.kind) }
    guard let field = choices.one(of: some) else { return }
    switch field.kind {
    case .flag: overwrite(field, choices.one(of: 2, 7, -1, 128, 256))
    case .count: overwrite(field, choices.one(of: -1, -2, Int64(Int32.min)))
    default: replaceContent(field, with: unusualText(Array(bytes[field.range])))
    }
  }

  // MARK: Parts

  private var elements: [Outline.Part] {
    mutating get { outline.parts.filter { $0.countStart != nil } }
  }

  private mutating func removeElement() {
    guard let element = choices.one(of: elements), let countStart = element.countStart else { return }
    bytes.removeSubrange(element.range)
    if !choices.oneIn(8) { add(-1, toCountAt: countStart) }
  }

  private mutating func doubleElement() {
    guard let element = choices.one(of: elements), let countStart = element.countStart else { return }
    let copies = choices.oneIn(8) ? choices.below(100) : 1
    for _ in 0..<copies { bytes.insert(contentsOf: bytes[element.range], at: element.end) }
    if !choices.oneIn(8) { add(copies, toCountAt: countStart) }
  }

  private mutating func add(_ number: Int, toCountAt start: Int) {
    var count: Int32 = 0
    for byte in bytes[start..<start + 4] { count = count << 8 | Int32(byte) }
    bytes.replaceSubrange(start..<start + 4, with: bigEndian(count &+ Int32(number)))
  }

  /// Puts a part in the place of another, from elsewhere in the file or from the donor.
  mutating func transplant() {
    guard let place = choices.one(of: outline.parts) else { return }
    let donor = self.donor ?? bytes
    let parts = self.donor == nil ? outline.parts : Outline(of: donor).parts
    let fitting = parts.filter { $0.kind == place.kind }
    guard let part = choices.oneIn(8) ? choices.one(of: parts) : choices.one(of: fitting) else { return }
    bytes.replaceSubrange(place.range, with: donor[part.range])
  }

  /// Puts a handle into a new handle, once or so often that it is too deep.
  private mutating func wrap() {
    let handles = outline.parts.filter { $0.kind == .keyedHandle || $0.kind == .streamHandle }
    guard let part = choices.one(of: handles) else { return }
    var handle = Array(bytes[part.range])
    for _ in 0..<(choices.oneIn(8) ? 60 + choices.below(8) : 1) {
      if part.kind == .streamHandle {
        handle = [3] + bigEndian(Int32(0)) + bigEndian(Int32(1)) + bigEndian(Int64(7)) + handle
      } else {
        let ids = bigEndian(Int64(1)) + bigEndian(Int64(2)) + [0, 1, 0x69]
        handle =
          [14] + bigEndian(Int32(0)) + bigEndian(Int32(4)) + bigEndian(Int64(0)) + bigEndian(Int32(1)) + handle
          + bigEndian(Int32(0)) + ids
      }
    }
    bytes.replaceSubrange(part.range, with: handle)
  }

  private mutating func cut() {
    guard let field = choices.one(of: outline.fields) else { return }
    bytes.removeSubrange((choices.oneIn(2) ? field.start : field.start + choices.below(field.range.count + 1))...)
  }
}
