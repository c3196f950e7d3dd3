// SPDX-License-Identifier: Apache-2.0

/// The values that fields get: those at which something changes, more often than others.
extension Mutator {
  static let bytes: [UInt8] = [0, 1, 2, 3, 4, 7, 15, 16, 17, 18, 127, 128, 254, 255]

  mutating func int32() -> Int32 {
    if chance(in: 100) { return Int32.random(in: .min ... .max, using: &generator) }
    if chance(in: 4) { return Int32.random(in: -300...70_000, using: &generator) }
    return pick([.min, -129, -128, -2, -1, 0, 0, 1, 1, 2, 3, 4, 7, 8, 64, 127, 128, 129, 32_768, .max - 1, .max])
  }

  mutating func int64() -> Int64 {
    if chance(in: 4) { return Int64.random(in: .min ... .max, using: &generator) }
    return pick([.min, -2, -1, -1, 0, 0, 1, 2, 42, 1 << 31, 1 << 32, .max - 1, .max])
  }

  /// Java takes its time to fail for lack of memory, so only seldom more than there can be.
  mutating func count(insteadOf count: Int32) -> Int32 {
    switch random(20) {
    case 0..<7: count &+ 1
    case 7..<12: count &- 1
    case 12..<14: pick([-1, -2, .min])
    case 14..<17: 0
    case 17..<19: pick([2, 3, 16, 255, 256, 65_536])
    default: chance(in: 4) ? pick([1 << 20, 1 << 24, 1 << 28, .max - 8, .max - 1, .max]) : .max
    }
  }

  // MARK: Text

  mutating func mutateText(_ map: FieldMap) {
    let kinds: [FieldMap.TextKind] = [.name, .path, .path, .backendIdentifier]
    guard let field = field(of: map, .text(pick(kinds))), case .text(let kind) = field.kind else { return }
    let content = Array(bytes[field.range.dropFirst(2)])
    var text = content
    switch random(8) {
    case 0..<4: text = self.text(kind)
    case 4: text.insert(contentsOf: pick(Self.units), at: random(text.count + 1))
    case 5 where !text.isEmpty: text.remove(at: random(text.count))
    case 6 where !text.isEmpty: text[random(text.count)] = UInt8(random(chance(in: 4) ? 256 : 128))
    default: text += text.prefix(4)
    }
    var replacement: [UInt8] = []
    let length = chance(in: 30) ? pick([text.count + 1, max(0, text.count - 1), 0, 65_535]) : text.count
    replacement.appendBigEndian(UInt16(truncatingIfNeeded: length))
    bytes.replaceSubrange(field.range, with: replacement + text)
  }

  private mutating func text(_ kind: FieldMap.TextKind) -> [UInt8] {
    if chance(in: 3) { return pick(Self.units) + (chance(in: 2) ? pick(Self.units) : []) }
    switch kind {
    case .name: return Array(pick(Self.names).utf8)
    case .path: return chance(in: 2) ? Array(pick(Self.paths).utf8) : pathOfPieces()
    case .backendIdentifier: return Array(pick(Self.identifiers).utf8)
    }
  }

  private mutating func pathOfPieces() -> [UInt8] {
    (0...random(6)).flatMap { _ in Array(pick(Self.pieces).utf8) }
  }

  private static let names = ["", "a", "name", "\"quoted\"", "back\\slash", "tab\tline\n", "Zähler", "計數", "\u{7F}"]

  private static let identifiers = [
    "", "1-2-3-4-5", "b43fdd98-b1fd-305a-a4c3-a10cf25aad8a", "B43FDD98-B1FD-305A-A4C3-A10CF25AAD8A",
    "b43fdd98-b1fd-305a-a4c3-a10cf25aad8a0", "b43fdd98-b1fd-305a-a4c3", "-1-2-3-4-5", "1--2-3-4-5", "+1-2-3-4-5",
    "123456789abcdef01-2-3-4-5", "ffffffffffffffff-ffffffff-ffff-fffff-ffffffffffffffff", "1-2-3-4-5-6", "EventTime",
    "0-0-0-0-0", "1-2-3-4-", "１-2-3-4-5", "1 -2-3-4-5", "00000000000000000000-2-3-4-5", "8000000000000000-2-3-4-5",
  ]

  private static let paths = [
    "", " ", "/", "//", "///", ".", "..", "/.", "/..", "file:", "file:/", "file://", "file:///", "file:/a", "file:///a",
    "file:////a//b///c/", "file:/a/../b/./c", "file:/../a", "hdfs://namenode:8020/flink/a", "hdfs://namenode/../a",
    "s3://bucket/with space/%41/計數", "s3://bucket", "s3:x", "s3a://user@bucket:1/x", "1s://bucket/x", "s_3://bucket/x",
    ":x", "://x", "a:b:c", "/a:b", "a/b:c", "C:\\a\\b", "C:/a", "c:", "/C:/a", "\\\\host\\share", "a b", "a?b#c", "[x]",
    "file:/a?b=c#d", "file:/%", "file:/%zz", "http://[::1]/a", "http://[x/a", "s3://bu_cket/x", "s3://bücket/x",
    "x:/^`{|}",
  ]

  private static let pieces = [
    "/", "//", ":", "a", "b", "..", ".", "\\", "%", "%41", " ", "@", "?", "#", "[", "]", "file", "s3", "é", "計", "~",
    "-",
    "+", "1",
  ]

  /// Units of modified UTF-8: of each length, with the first and last of each; surrogates alone, in pairs and in the
  /// wrong order; longer than needed; and what is none.
  private static let units: [[UInt8]] = [
    [], [0x00], [0x01], [0x7F], [0xC0, 0x80], [0xC2, 0x80], [0xDF, 0xBF], [0xE0, 0xA0, 0x80], [0xED, 0x9F, 0xBF],
    [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xED, 0xA0, 0xBE, 0xED, 0xB7, 0xAE], [0xED, 0xB7, 0xAE, 0xED, 0xA0, 0xBE],
    [0xEF, 0xBF, 0xBF], [0xC1, 0xBF], [0xC1, 0x81], [0xE0, 0x80, 0x80], [0xE0, 0x81, 0xAF], [0xE2, 0x80, 0xA8],
    [0xC2, 0xA0], [0xC2, 0x85], [0x80], [0xBF], [0xC3], [0xC3, 0x28], [0xC3, 0xC3], [0xE2, 0x82], [0xE2, 0x28, 0xA1],
    [0xE2, 0x82, 0x28], [0xF0, 0x9F, 0xA7, 0xAE], [0xF8], [0xFE], [0xFF],
  ]
}
