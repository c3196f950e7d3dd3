// SPDX-License-Identifier: Apache-2.0

import CorpusSupport

/// Makes inputs from a seed: files of the corpus, changed in one or a few places.
///
/// Most changes are made where the fields and parts of the file are, so that many of the inputs are still sound and the
/// others are broken by one rule; some are made anywhere.
struct Mutator {
  let originals: MutationOriginals
  var generator: SeededGenerator
  var bytes: [UInt8] = []

  init(_ originals: MutationOriginals, seed: UInt64) {
    self.originals = originals
    generator = SeededGenerator(seed: seed)
  }

  mutating func nextInput() -> [UInt8] {
    bytes = originals.file(using: &generator)
    for change in 0..<pick([1, 1, 1, 1, 1, 2, 2, 3]) {
      let map = FieldMap(bytes)
      // What is broken needs not be broken once more.
      if map == nil && change > 0 { break }
      if let map, !chance(in: 32) { mutateStructure(map) } else { mutateBytes() }
    }
    return bytes
  }

  // MARK: Chance

  /// True once in so many times.
  mutating func chance(in number: Int) -> Bool { random(number) == 0 }

  mutating func random(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[random(elements.count)] }

  mutating func pickIfAny<Element>(_ elements: [Element]) -> Element? { elements.randomElement(using: &generator) }

  // MARK: Fields and parts

  private mutating func mutateStructure(_ map: FieldMap) {
    switch random(100) {
    case 0..<26: mutateFieldOfAKind(map)
    case 26..<38: mutateText(map)
    case 38..<58: mutateList(map)
    case 58..<76: replacePart(map)
    case 76..<77: nest(map)
    case 77..<78: changeVersion(map)
    case 78..<81: changeEnd()
    default:
      if map.version >= 4 { mutateObjectStream(map) } else { mutateFieldOfAKind(map) }
    }
  }

  /// A field of some name that the file has, whether it has few or many of this name.
  private mutating func mutateFieldOfAKind(_ map: FieldMap) {
    // What is behind a wrong count or tag is hardly ever read, so there are fewer of these.
    let kinds: [FieldMap.FieldKind] = [
      .int8, .int8, .int32, .int32, .int32, .int32, .int64, .int64, .int64, .count, .tag, .channelType, .bytes, .bytes,
    ]
    guard let field = field(of: map, chance(in: 40) ? pick([.magic, .masterStateMagic]) : pick(kinds)) else { return }
    switch field.kind {
    case .int8: overwrite(field.range.lowerBound, with: pick(Self.bytes))
    case .channelType: overwrite(field.range.lowerBound, with: UInt8(random(6)))
    case .tag: overwrite(field.range.lowerBound, with: chance(in: 8) ? pick(Self.bytes) : UInt8(random(19)))
    case .int64: overwrite(field.range.lowerBound, with: int64())
    case .int32 where field.name == "startKeyGroup" && chance(in: 4):
      // No key group, and no offset.
      let offsets = field.range.upperBound + 4
      bytes.removeSubrange(offsets..<offsets + 8 * max(0, Int(int32(at: field.range.upperBound))))
      overwrite(field.range.upperBound, with: 0 as Int32)
      overwrite(field.range.lowerBound, with: int32())
    case .int32 where field.name == "keyGroupRange" && chance(in: 2):
      // Start and number make sense together.
      overwrite(field.range.lowerBound, with: int32())
      overwrite(field.range.upperBound, with: int32())
    case .count where field.name == "subtaskStates" && map.version >= 3 && chance(in: 3):
      finishOperator(subtaskCount: field.range.lowerBound)
    case .count: overwrite(field.range.lowerBound, with: count(insteadOf: int32(at: field.range.lowerBound)))
    case .bytes: mutateBytes(of: field)
    default: overwrite(field.range.lowerBound, with: int32())
    }
  }

  /// As if the operator had finished, with and without a coordinator's state.
  private mutating func finishOperator(subtaskCount offset: Int) {
    overwrite(offset, with: pick([-1, -2, Int32.min]))
    if chance(in: 2), bytes[offset - 1] == 0 {
      bytes.replaceSubrange(offset - 1..<offset, with: [1, 0, 1, UInt8(ascii: "c"), 0, 0, 0, 1, 7])
    }
  }

  mutating func field(of map: FieldMap, _ kind: FieldMap.FieldKind) -> FieldMap.Field? {
    let fields = map.fields.filter { $0.kind == kind }
    guard let name = pickIfAny(Set(fields.map(\.name)).sorted()) else { return nil }
    return pickIfAny(fields.filter { $0.name == name })
  }

  /// Other bytes, or more or fewer of them, with the right length or not.
  private mutating func mutateBytes(of field: FieldMap.Field) {
    let content = field.range.dropFirst(4)
    if !content.isEmpty && chance(in: 2) {
      // Channel offsets are numbers in such bytes.
      let offset = content.lowerBound + random(content.count)
      overwrite(offset, with: chance(in: 2) ? UInt8.random(in: 0...255, using: &generator) : 0)
      if chance(in: 2), content.count >= 4 { overwrite(content.lowerBound, with: count(insteadOf: 1)) }
      return
    }
    let length = pick([0, 1, 2, 3, 4, 20, 28, 100])
    var replacement: [UInt8] = []
    replacement.appendBigEndian(chance(in: 6) ? count(insteadOf: Int32(length)) : Int32(length))
    for index in 0..<length {
      replacement.append(index < content.count ? bytes[content.lowerBound + index] : UInt8(random(256)))
    }
    bytes.replaceSubrange(field.range, with: replacement)
  }

  private mutating func changeVersion(_ map: FieldMap) {
    overwrite(4, with: chance(in: 4) ? int32() : Int32(random(9)))
  }

  /// Bytes after the file, or too few.
  private mutating func changeEnd() {
    if chance(in: 2) {
      bytes.removeLast(1 + random(bytes.count))
    } else {
      for _ in 0...random(8) { bytes.append(UInt8(random(256))) }
    }
  }

  // MARK: Bytes

  func int32(at offset: Int) -> Int32 {
    bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int32(truncatingIfNeeded: $1) }
  }

  mutating func overwrite(_ offset: Int, with value: some FixedWidthInteger) {
    var replacement: [UInt8] = []
    replacement.appendBigEndian(value)
    for (index, byte) in replacement.enumerated() where offset + index < bytes.count { bytes[offset + index] = byte }
  }

  /// Anywhere; seldom so that all that follows gets another meaning.
  private mutating func mutateBytes() {
    if bytes.isEmpty { return }
    let position = random(bytes.count)
    let length = min(1 + random(16), bytes.count - position)
    switch random(12) {
    case 0..<4: bytes[position] ^= 1 << UInt8(random(8))
    case 4..<8: bytes[position] = UInt8(random(256))
    case 8: overwrite(position, with: int32())
    case 9: bytes.insert(contentsOf: (0..<length).map { _ in UInt8(random(256)) }, at: position)
    case 10: bytes.removeSubrange(position..<position + length)
    default:
      let donor = originals.file(using: &generator)
      let start = random(donor.count)
      bytes.replaceSubrange(position..<position + length, with: donor[start..<min(start + length, donor.count)])
    }
  }
}
