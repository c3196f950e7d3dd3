// SPDX-License-Identifier: Apache-2.0

import CorpusSupport

/// Damage to a file, of the kinds that bad disks, bad software and bad people do.
enum Mutation: CaseIterable {
  case bitFlip, byteReplacement, insertion, deletion, extremeCount, extremeNumber, extremeLength, splice, truncation

  /// Damages the bytes once; it may take a piece of another file, `donor`.
  static func apply(to bytes: inout [UInt8], donor: [UInt8], using generator: inout SeededGenerator) {
    guard let mutation = allCases.randomElement(using: &generator), !bytes.isEmpty else { return }
    let position = Int.random(in: 0..<bytes.count, using: &generator)
    switch mutation {
    case .bitFlip:
      bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case .byteReplacement:
      bytes[position] = UInt8.random(in: 0...255, using: &generator)
    case .insertion:
      let count = Int.random(in: 1...16, using: &generator)
      bytes.insert(contentsOf: (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }, at: position)
    case .deletion:
      let count = Int.random(in: 1...16, using: &generator)
      bytes.removeSubrange(position..<min(position + count, bytes.count))
    case .extremeCount:
      let counts: [Int32] = [.min, -2, -1, 0, 1, 2, 127, 65_535, 1 << 20, 1 << 28, .max - 1, .max]
      overwrite(&bytes, at: position, with: counts.randomElement(using: &generator) ?? 0)
    case .extremeNumber:
      let numbers: [Int64] = [.min, -2, -1, 0, 1, 1 << 31, 1 << 32, .max]
      overwrite(&bytes, at: position, with: numbers.randomElement(using: &generator) ?? 0)
    case .extremeLength:
      let lengths: [UInt16] = [0, 1, 255, 256, 32_767, 32_768, 65_535]
      overwrite(&bytes, at: position, with: lengths.randomElement(using: &generator) ?? 0)
    case .splice:
      let start = Int.random(in: 0..<donor.count, using: &generator)
      let count = Int.random(in: 1...64, using: &generator)
      let piece = donor[start..<min(start + count, donor.count)]
      bytes.replaceSubrange(position..<min(position + piece.count, bytes.count), with: piece)
    case .truncation:
      bytes.removeSubrange(position...)
    }
  }

  private static func overwrite(_ bytes: inout [UInt8], at position: Int, with value: some FixedWidthInteger) {
    for (index, byte) in Crafted.bigEndian(value).enumerated() where position + index < bytes.count {
      bytes[position + index] = byte
    }
  }
}
