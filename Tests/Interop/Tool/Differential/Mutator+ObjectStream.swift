// SPDX-License-Identifier: Apache-2.0

/// Changes of the checkpoint properties, a Java object stream (SPEC.md 9).
extension Mutator {
  private static let baseWireHandle: Int32 = 0x7E_0000

  mutating func mutateObjectStream(_ map: FieldMap) {
    guard let range = map.fields.last(where: { $0.kind == .objectStream })?.range, !range.isEmpty else { return }
    switch random(10) {
    case 0..<2 where range.count > 265:
      // The booleans (SPEC.md 9.1).
      overwrite(range.lowerBound + 258 + random(7), with: pick(Self.bytes))
    case 2..<5:
      replaceText(in: range)
    case 5, 6:
      replaceByReference(in: range)
    case 7:
      overwrite(range.lowerBound + random(range.count), with: UInt8.random(in: 0x6F...0x7F, using: &generator))
    case 8:
      // What Java's protocol allows between objects: a reset, block data; and what it does not.
      let insertions: [[UInt8]] = [[0x79], [0x77, 1, 0], [0x70], [0x78], [0x71, 0, 0x7E, 0, UInt8(random(20))]]
      bytes.insert(contentsOf: pick(insertions), at: range.lowerBound + random(range.count))
    default:
      overwrite(range.lowerBound + random(range.count), with: UInt8.random(in: 0...255, using: &generator))
    }
  }

  /// The texts of the stream are the names of classes and fields, and the values that a file may choose.
  private static let texts = [
    "Checkpoint", "Savepoint", "", "FORWARD", "FORWARD_BACKWARD", "NO_SHARING", "CANONICAL", "NATIVE", "NONE",
    "SUSPEND",
    "TERMINATE", "forward", "NONE ", "java.lang.Enum", "java.lang.Object", "Ljava/lang/String;", "Ljava/lang/Object;",
    "org.apache.flink.runtime.checkpoint.CheckpointType", "org.apache.flink.runtime.checkpoint.SavepointType",
    "unclaimed",
  ]

  private mutating func replaceText(in range: Range<Int>) {
    guard let text = pickIfAny(texts(in: range)) else { return }
    let replacement = chance(in: 4) ? [0xC0, 0x80, 0xED, 0xA0, 0x80] : Array(pick(Self.texts).utf8)
    var utf: [UInt8] = []
    utf.appendBigEndian(UInt16(replacement.count))
    bytes.replaceSubrange(text, with: utf + replacement)
  }

  /// A text, or another part of the stream, replaced by a reference to an earlier one.
  private mutating func replaceByReference(in range: Range<Int>) {
    var reference: [UInt8] = [0x71]
    reference.appendBigEndian(Self.baseWireHandle + Int32(random(18)) - (chance(in: 10) ? 20 : 0))
    if chance(in: 3) {
      let position = range.lowerBound + random(range.count)
      bytes.replaceSubrange(position..<min(position + 5, range.upperBound), with: reference)
    } else if let text = pickIfAny(texts(in: range).filter { bytes[$0.lowerBound - 1] == 0x74 }) {
      bytes.replaceSubrange(text.lowerBound - 1..<text.upperBound, with: reference)
    }
  }

  /// Lengths with as many letters behind.
  private func texts(in range: Range<Int>) -> [Range<Int>] {
    var texts: [Range<Int>] = []
    var position = range.lowerBound + 4
    while position + 2 < range.upperBound {
      let length = Int(bytes[position]) << 8 | Int(bytes[position + 1])
      let end = position + 2 + length
      if length >= 4 && end <= range.upperBound && bytes[position + 2..<end].allSatisfy({ 0x20...0x7E ~= $0 }) {
        texts.append(position..<end)
        position = end
      } else {
        position += 1
      }
    }
    return texts
  }
}
