// SPDX-License-Identifier: Apache-2.0

/// The wanted values of one object. Used again for each object, so that entries cost no allocation.
struct JSONRecord {
  private enum Kind: UInt8 {
    case absent, null, `true`, `false`, number, string, object, array, emptyArray
  }

  private struct Value {
    var kind = Kind.absent
    var start = 0
    var end = 0
  }

  private var values: [Value]
  private var text: [UInt8] = []

  init(of tree: MemberTree) { values = Array(repeating: Value(), count: tree.slotCount) }

  /// Forgets the values.
  mutating func removeAll() {
    for index in values.indices { values[index] = Value() }
    text.removeAll(keepingCapacity: true)
  }

  /// Reads the value of a member. A second value of the same member is an error, because readers differ in which they take.
  mutating func read(_ slot: MemberSlot, from tokenizer: inout JSONTokenizer) throws(ListingError) {
    guard values[slot.index].kind == .absent else { throw tokenizer.malformed("each member once") }
    let start = text.count
    let kind: Kind
    let value = try tokenizer.value()
    switch value {
    case .string:
      try tokenizer.readString(into: &text)
      kind = .string
    case .number:
      try tokenizer.readNumber(into: &text)
      kind = .number
    case .true: kind = .true
    case .false: kind = .false
    case .null: kind = .null
    case .object:
      try tokenizer.skip(value)
      kind = .object
    case .array:
      kind = try tokenizer.nextElement() ? .array : .emptyArray
      if kind == .array {
        try tokenizer.skip(tokenizer.value())
        // What is left of the array is skipped like a whole one.
        try tokenizer.skip(value)
      }
    }
    values[slot.index] = Value(kind: kind, start: start, end: text.count)
  }

  // MARK: Values

  /// Whether the member has a value other than null.
  func has(_ slot: MemberSlot) -> Bool {
    let kind = values[slot.index].kind
    return kind != .absent && kind != .null
  }

  /// Whether the member is an array that has elements.
  func hasElements(_ slot: MemberSlot) -> Bool { values[slot.index].kind == .array }

  /// Whether the object has the member, with a value or with null.
  func names(_ slot: MemberSlot) -> Bool { values[slot.index].kind != .absent }

  func isString(_ slot: MemberSlot) -> Bool { values[slot.index].kind == .string }

  func isTrue(_ slot: MemberSlot) -> Bool { values[slot.index].kind == .true }

  func isFalse(_ slot: MemberSlot) -> Bool { values[slot.index].kind == .false }

  /// Whether the member is a string that is not empty, or a number.
  func isText(_ slot: MemberSlot) -> Bool { values[slot.index].end > values[slot.index].start }

  /// The bytes of a string or number; none for anything else.
  @_lifetime(borrow self)
  func bytes(_ slot: MemberSlot) -> RawSpan {
    let value = values[slot.index]
    return text.span.bytes.extracting(value.start..<value.end)
  }

  /// The string or number as text, to be shown.
  func string(_ slot: MemberSlot) -> String {
    let value = values[slot.index]
    return String(decoding: text[value.start..<value.end], as: UTF8.self)
  }

  /// The integer, which may be written as a string; nil if it is absent, null, or no integer of 64 bits.
  func integer(_ slot: MemberSlot) -> Int64? {
    let value = values[slot.index]
    var digits = text[value.start..<value.end]
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative { digits = digits.dropFirst() }
    guard !digits.isEmpty else { return nil }
    var result: Int64 = 0
    for byte in digits {
      guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
      let (product, overflow) = result.multipliedReportingOverflow(by: 10)
      let digit = Int64(byte - UInt8(ascii: "0"))
      let (sum, overflow2) = product.addingReportingOverflow(isNegative ? -digit : digit)
      if overflow || overflow2 { return nil }
      result = sum
    }
    return result
  }
}

extension JSONTokenizer {
  /// Reads the members of the object that has just been entered.
  mutating func readMembers(
    of children: MemberTree.Children, in tree: borrowing MemberTree, into record: inout JSONRecord
  ) throws(ListingError) {
    while try nextMember() {
      switch try purpose(in: children, of: tree) {
      case .slot(let slot): try record.read(slot, from: &self)
      case .object(let below):
        let value = try value()
        if value == .object { try readMembers(of: below, in: tree, into: &record) } else { try skip(value) }
      case .list, nil: try skip(value())
      }
    }
  }

  /// Takes the name of a member and the colon after it. Returns what the member is, or nil if it is not wanted.
  mutating func purpose(
    in children: MemberTree.Children, of tree: borrowing MemberTree
  ) throws(ListingError) -> MemberTree.Purpose? {
    let start = position
    skipPlain()
    let length = position - start
    let purpose: MemberTree.Purpose?
    if position < end, byte == UInt8(ascii: "\"") {
      // Safe: the bytes are within the buffer, and stay there until more is read.
      let name = UnsafeRawBufferPointer(start: memory + start, count: length).bytes
      purpose = tree.purpose(of: name, head: head(of: name, at: start), in: children)
      position += 1
    } else {
      // Escapes, or the end of the buffer. Names of listings have none, but JSON may.
      position = start
      var name: [UInt8] = []
      try readString(into: &name)
      purpose = tree.purpose(of: name.span.bytes, head: MemberTree.head(of: name.span.bytes), in: children)
    }
    try takeColon()
    return purpose
  }

  /// The head of a name that is in the buffer, read at once if that reads nothing past the end.
  private func head(of name: RawSpan, at start: Int) -> UInt64 {
    guard start + 8 <= end else { return MemberTree.head(of: name) }
    let word = UInt64(littleEndian: memory.loadUnaligned(fromByteOffset: start, as: UInt64.self))
    return name.byteCount >= 8 ? word : word & (1 << UInt64(8 * name.byteCount) - 1)
  }
}
