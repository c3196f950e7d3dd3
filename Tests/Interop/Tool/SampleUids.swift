// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Uids to hash: every length around the blocks of the hash function, and every length of a character in UTF-8.
enum SampleUids {
  static let all: [String] = {
    var uids = [""]
    for length in 1...48 { uids.append(String((0..<length).map { letter(at: $0 + length) })) }
    uids += [
      "keyed-and-broadcast-state", "raw-operator-state", "source: Kafka[orders] -> filter", " leading and trailing ",
      "with\nnew\tlines\r\n", "quotes \" and \\ and '", "U+0000 \u{0} inside", "U+007F \u{7F}", "U+0080 \u{80}",
      "Zähler", "Za\u{308}hler", "zähler-計數-🧮", "计数器", "счётчик", "עברית", "العربية", "한국어", "हिन्दी",
      "🧮", "👩‍👩‍👧‍👦", "🏳️‍🌈🏴󠁧󠁢󠁳󠁣󠁴󠁿", "\u{FFFD}", "\u{FFFF}", "\u{10000}", "\u{10FFFF}", "\u{D7FF}\u{E000}",
      "\u{FEFF}with a byte order mark",
    ]
    for length in [64, 127, 128, 129, 255, 256, 1_000, 4_096, 65_535, 100_000] {
      uids.append(String((0..<length).map { letter(at: $0 * 7) }))
    }
    for repetitions in [5, 8, 16, 1_000] { uids.append(String(repeating: "é計🧮", count: repetitions)) }
    return uids
  }()

  private static func letter(at position: Int) -> Character {
    Character(Unicode.Scalar(UInt8(ascii: "!") + UInt8(position % 94)))
  }

  /// The id and, in hexadecimal digits, the UTF-8 bytes of each uid.
  static func lines() -> String {
    all.map { uid in
      let bytes = uid.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      return "\(OperatorID(uid: uid))\t\(bytes)\n"
    }.joined()
  }
}
