// SPDX-License-Identifier: Apache-2.0

/// Numbers, with nothing of them taken yet.
extension JSONTokenizer {
  /// Appends the number, as it is written, to `text`.
  mutating func readNumber(into text: inout [UInt8]) throws(ListingError) {
    if try takes(UInt8(ascii: "-")) { text.append(UInt8(ascii: "-")) }
    if try takes(UInt8(ascii: "0")) {
      text.append(UInt8(ascii: "0"))
    } else {
      try readDigits(into: &text)
    }
    if try takes(UInt8(ascii: ".")) {
      text.append(UInt8(ascii: "."))
      try readDigits(into: &text)
    }
    if try takesExponent() {
      text.append(UInt8(ascii: "e"))
      if try takes(UInt8(ascii: "-")) { text.append(UInt8(ascii: "-")) } else { _ = try takes(UInt8(ascii: "+")) }
      try readDigits(into: &text)
    }
    // A digit after a leading zero is found by whoever reads on: it is no comma or bracket.
  }

  /// Skips the number, and checks it nevertheless.
  mutating func skipNumber() throws(ListingError) {
    var digits: [UInt8] = []
    swap(&digits, &scratch)
    digits.removeAll(keepingCapacity: true)
    try readNumber(into: &digits)
    swap(&digits, &scratch)
  }

  private mutating func readDigits(into text: inout [UInt8]) throws(ListingError) {
    let countBefore = text.count
    while try available(), UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte {
      text.append(byte)
      position += 1
      if text.count - countBefore > Self.maximumLength { throw malformed("numbers of at most 1 MiB") }
    }
    if text.count > countBefore { return }
    throw try available() ? malformed("a digit") : cut
  }

  private mutating func takesExponent() throws(ListingError) -> Bool {
    if try takes(UInt8(ascii: "e")) { return true }
    return try takes(UInt8(ascii: "E"))
  }

  private mutating func takes(_ wanted: UInt8) throws(ListingError) -> Bool {
    guard try available(), byte == wanted else { return false }
    position += 1
    return true
  }
}
