// SPDX-License-Identifier: Apache-2.0

/// Changes one thing in a listing: a line or entry, a number, a field, a word.
struct ListingEditor {
  private(set) var bytes: [UInt8]
  private var choices: Choices
  private let blindly: Mutator.BlindMutation

  init(_ bytes: [UInt8], choices: Choices, blindly: @escaping Mutator.BlindMutation) {
    self.bytes = bytes
    self.choices = choices
    self.blindly = blindly
  }

  mutating func oneIn(_ count: Int) -> Bool { choices.oneIn(count) }

  mutating func change() {
    guard !bytes.isEmpty else { return bytes = ListingSample.listing(choices: nextChoices()) }
    let place = choices.below(bytes.count)
    switch choices.below(12) {
    case 0: bytes.removeSubrange(part(around: place))
    case 1: insert(Array(bytes[part(around: place)]))
    case 2: insert(Array(bytes[part(around: place)]), at: place)
    case 3: transplant(from: ListingSample.listing(choices: nextChoices()))
    case 4, 5: changeNumber(from: place)
    case 6: changeField(around: place)
    case 7, 8: insertWord(near: place)
    case 9: bytes[place] = choices.one(of: Array("\0\t\n\r \"%+,;/\\0-.:{}[]\u{1B}".utf8)) ?? 0
    case 10: bytes.removeSubrange(choices.oneIn(2) ? place..<bytes.count : place..<min(place + 3, bytes.count))
    default: blindly(&bytes)
    }
  }

  /// Puts lines or entries of another listing into this one.
  mutating func transplant(from donor: [UInt8]) {
    guard !donor.isEmpty else { return }
    let other = ListingEditor(donor, choices: choices, blindly: blindly)
    insert(Array(donor[other.part(around: choices.below(donor.count))]))
  }

  // MARK: Parts

  private mutating func nextChoices() -> Choices { Choices(seed: choices.next()) }

  /// The line at a place, with its end; in JSON without line ends, about an entry.
  private func part(around place: Int) -> Range<Int> {
    let start = bytes[..<place].lastIndex(where: Self.isEnd).map { $0 + 1 } ?? 0
    let end = bytes[place...].firstIndex(where: Self.isEnd).map { $0 + 1 } ?? bytes.count
    return start..<end
  }

  private static func isEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0 }

  /// Puts a line before another one, or after the last.
  private mutating func insert(_ line: [UInt8]) {
    let place = choices.below(bytes.count + 1)
    insert(line, at: place == bytes.count ? place : part(around: place).lowerBound)
  }

  private mutating func insert(_ line: [UInt8], at place: Int) { bytes.insert(contentsOf: line, at: place) }

  /// Puts a word at a place, or a member of an object into the object that begins after it.
  private mutating func insertWord(near place: Int) {
    let word = Array((choices.one(of: Self.words) ?? "").utf8)
    let isMember = word.contains(UInt8(ascii: ":")) && word.first == UInt8(ascii: "\"")
    let object = isMember ? bytes[place...].firstIndex(of: UInt8(ascii: "{")) : nil
    insert(word, at: object.map { $0 + 1 } ?? place)
  }

  private mutating func changeNumber(from place: Int) {
    let isDigit: (UInt8) -> Bool = { (0x30...0x39).contains($0) }
    guard let start = bytes[place...].firstIndex(where: isDigit) else { return }
    let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count
    let numbers = [
      "", "0", "00", "1", "60", "-1", "9223372036854775807", "9223372036854775808", "1e3", "3.5 KiB", "253402300800",
    ]
    bytes.replaceSubrange(start..<end, with: Array((choices.one(of: numbers) ?? "").utf8))
  }

  /// Replaces what is between separators.
  private mutating func changeField(around place: Int) {
    let separators = Array("\t ,;\"\n\0".utf8)
    let start = bytes[..<place].lastIndex { separators.contains($0) }.map { $0 + 1 } ?? 0
    let end = bytes[place...].firstIndex { separators.contains($0) } ?? bytes.count
    let text = choices.oneIn(2) ? ListingSample.key(&choices) : ListingSample.size(&choices)
    bytes.replaceSubrange(start..<max(start, end), with: Array(text.utf8))
  }

  /// What has a meaning in one of the forms.
  private static let words = [
    "\n", "\r\n", "\0", "\u{FEFF}", "\"", "\"\"", "{", "}", "[", "]", "[]", ",", "null", "true", "\\", "\\n",
    "\\u0000", "\\ud83d", "\\ude00", "%", "%2", "%2F", "$folder$", "/", "s3://", "gs://b/ck/\n", "gs://b/ck/:\n",
    "\nTotal Objects: 1\n   Total Size: 1\n", "TOTAL: 1 objects, 1 bytes (1 B)\n",
    "An error occurred (AccessDenied)\n", "                           PRE chk-42/\n", "Found 3 items\n",
    "26/11/24 19:12:47 WARN x\n", "ls: x\u{1B}[0m\n", "drwxr-xr-x   - a b 0 2026-11-24 19:12 /d\n",
    "-rw-r--r-- 1 a b 1 2026-11-24 19:12 ", "2026-11-24 19:12:47 ", "\tNone\n", "\"NextToken\": \"x\", ",
    "\"IsTruncated\": true, ", "\"CommonPrefixes\": [{}], ", "\"IsDir\": true, ", "\"nextMarker\": \"\", ",
    "\"metadata\": {\"hdi_isfolder\": \"true\"}, ", "\"totalObjects\": 1, ", "\"type\": \"prefix\", ",
    "\"error\": \"x\", ", "\"prefixes\": [\"a\"], ", "\"status\": \"error\", ", "\"isDirectory\": true, ",
    "\"type\":\"folder\",", "False", "size", "key",
  ]
}
