// SPDX-License-Identifier: Apache-2.0

/// The parts of an encoded subtask that are drawn anew, and their places.
struct BlockDrawing {
  private let subtaskIndices: [Int]
  private let keyGroupRanges: [(offset: Int, count: Int32)]
  private let payloads: [Range<Int>]
  private let offsets: [Range<Int>]
  /// The places of names. Those of the same number follow each other: they are the same name.
  private let names: [(offset: Int, number: Int)]

  /// Takes places in a file and names in the block that begins where the subtask does.
  init(_ places: BlockPlaces, names: [(offset: Int, number: Int)]) {
    let start = places.start
    func moved(_ range: Range<Int>) -> Range<Int> { range.lowerBound - start..<range.upperBound - start }
    subtaskIndices = places.subtaskIndices.map { $0 - start }
    keyGroupRanges = places.keyGroupRanges.map { ($0.offset - start, $0.count) }
    payloads = places.payloads.map(moved)
    offsets = places.offsets.map(moved)
    self.names = names
  }

  /// Makes the block that of another subtask.
  func draw(_ block: UnsafeMutableRawBufferPointer, subtaskIndex: Int, _ random: inout SplitMix64) {
    for offset in subtaskIndices {
      block.storeBytes(of: Int32(subtaskIndex).bigEndian, toByteOffset: offset, as: Int32.self)
    }
    for (offset, count) in keyGroupRanges {
      block.storeBytes(of: (Int32(subtaskIndex) * count).bigEndian, toByteOffset: offset, as: Int32.self)
    }
    for range in payloads { Self.drawPayload(UnsafeMutableRawBufferPointer(rebasing: block[range]), &random) }
    for range in offsets { Self.drawOffsets(UnsafeMutableRawBufferPointer(rebasing: block[range]), &random) }
    drawNames(block, &random)
  }

  private func drawNames(_ bytes: UnsafeMutableRawBufferPointer, _ random: inout SplitMix64) {
    var name = (offset: 0, number: -1)
    for (offset, number) in names {
      let place = UnsafeMutableRawBufferPointer(rebasing: bytes[offset..<offset + Identifiers.byteCount])
      if number == name.number {
        let same = bytes[name.offset..<name.offset + Identifiers.byteCount]
        place.copyMemory(from: UnsafeRawBufferPointer(rebasing: same))
      } else {
        name = (offset, number)
        Self.drawUUID(place, &random)
      }
    }
  }

  /// A random UUID, version 4, as Java writes it: `2dc4827c-c5af-4fad-81e8-d23e15015b6d`.
  private static func drawUUID(_ text: UnsafeMutableRawBufferPointer, _ random: inout SplitMix64) {
    let upper = random.next() & ~0xF000 | 0x4000
    let lower = random.next() & ~(0b11 << 62) | 0b10 << 62
    digits(of: upper >> 32, 8, at: 0, text)
    digits(of: upper >> 16, 4, at: 9, text)
    digits(of: upper, 4, at: 14, text)
    digits(of: lower >> 48, 4, at: 19, text)
    digits(of: lower, 12, at: 24, text)
  }

  @inline(__always)
  private static func digits(
    of number: UInt64, _ count: Int, at offset: Int, _ text: UnsafeMutableRawBufferPointer
  ) {
    for index in 0..<count {
      let digit = UInt8(truncatingIfNeeded: number >> (4 * UInt64(count - 1 - index))) & 0xF
      text[offset + index] = digit &+ (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
    }
  }

  /// Keys of random bits and small numbers in turn, so that the bytes can be compressed about as well as state can.
  static func drawPayload(_ bytes: UnsafeMutableRawBufferPointer, _ random: inout SplitMix64) {
    var offset = 0
    while offset + 16 <= bytes.count {
      let bits = random.next()
      bytes.storeBytes(of: bits.bigEndian, toByteOffset: offset, as: UInt64.self)
      bytes.storeBytes(of: (bits >> 52).bigEndian, toByteOffset: offset + 8, as: UInt64.self)
      offset += 16
    }
    while offset < bytes.count {
      bytes[offset] = UInt8(truncatingIfNeeded: random.next())
      offset += 1
    }
  }

  /// Offsets of elements of 64 to 319 bytes.
  private static func drawOffsets(_ bytes: UnsafeMutableRawBufferPointer, _ random: inout SplitMix64) {
    var value: UInt64 = 0
    var sizes: UInt64 = 0
    for index in 0..<bytes.count / 8 {
      bytes.storeBytes(of: value.bigEndian, toByteOffset: 8 * index, as: UInt64.self)
      if index & 7 == 0 { sizes = random.next() }
      value += 64 + sizes & 0xFF
      sizes >>= 8
    }
  }
}
