// SPDX-License-Identifier: Apache-2.0

/// An input of a target: a file, and what the fuzzer chooses besides.
///
/// The choices follow the file, then their number and a mark. So every metadata file is an input as it is, without
/// any choices, and every input is a file with bytes behind its body.
struct FuzzInput {
  private static let mark: UInt8 = 0xF5
  static let mostChoices = 255

  var file: [UInt8]
  var choices: [UInt8]

  init(file: [UInt8], choices: [UInt8]) {
    self.file = file
    self.choices = Array(choices.prefix(Self.mostChoices))
  }

  init(_ bytes: [UInt8]) {
    let count = bytes.count >= 2 && bytes[bytes.count - 1] == Self.mark ? Int(bytes[bytes.count - 2]) : -1
    guard count >= 0, count + 2 <= bytes.count else {
      file = bytes
      choices = []
      return
    }
    let end = bytes.count - 2
    file = Array(bytes[..<(end - count)])
    choices = Array(bytes[(end - count)..<end])
  }

  /// One of so many inputs that ask for an inflation gets it where not every check is made: it takes the time of hundreds
  /// of others.
  static let inflatedShare = 8

  /// The mark of choices that begin with an inflation.
  private static let inflationMark: UInt8 = 0xE7

  /// The input as targets take it that are about large files: with a larger file, if the first choices say so.
  func inflated(_ checks: inout Checks) -> (input: FuzzInput, isInflated: Bool) {
    guard let (kind, rest) = inflation else { return (self, false) }
    guard checks.oneIn(Self.inflatedShare) else { return (FuzzInput(file: file, choices: rest), false) }
    let inflation = Inflation.allCases[Int(kind) % Inflation.allCases.count]
    guard let large = inflation.inflated(file) else { return (FuzzInput(file: file, choices: rest), false) }
    return (FuzzInput(file: large, choices: rest), true)
  }

  /// What the first choices say about an inflation, and the other choices; nil if they say nothing.
  var inflation: (kind: UInt8, rest: [UInt8])? {
    choices.count >= 2 && choices[0] == Self.inflationMark ? (choices[1], Array(choices[2...])) : nil
  }

  /// Takes an inflation away, which makes an input slow.
  mutating func deflate() { if choices.first == Self.inflationMark { choices.removeFirst(min(2, choices.count)) } }

  /// Lets the choices begin with an inflation.
  mutating func inflate(_ kind: UInt8) {
    choices = Array(([Self.inflationMark, kind] + choices).prefix(Self.mostChoices))
  }

  /// The input as the fuzzer keeps it.
  var bytes: [UInt8] { choices.isEmpty ? file : file + choices + [UInt8(choices.count), Self.mark] }
}

/// Takes one choice after the other; those that are missing are 0.
struct ChosenBytes {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  var isEmpty: Bool { rest.isEmpty }

  mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

  mutating func number() -> Int { Int(byte()) << 8 | Int(byte()) }

  /// A number below `bound`, which is at least 1.
  mutating func below(_ bound: Int) -> Int { (bound > 256 ? number() : Int(byte())) % bound }

  mutating func bool() -> Bool { byte() & 1 == 1 }

  mutating func one<Values: RandomAccessCollection>(of values: Values) -> Values.Element? where Values.Index == Int {
    values.isEmpty ? nil : values[values.startIndex + below(values.count)]
  }

  /// Up to `most` bytes.
  mutating func bytes(most: Int) -> [UInt8] {
    let count = min(below(most + 1), rest.count)
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }
}
