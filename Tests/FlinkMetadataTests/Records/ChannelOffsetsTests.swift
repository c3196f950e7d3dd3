// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import Testing

/// The serialized channels of a merged handle (SPEC.md 8.3).
@Suite struct ChannelOffsetsTests {
  private func channels(_ bytes: [UInt8]) throws(FlinkMetadataError) -> [ChannelOffsets] {
    try MergedChannelStateHandle(
      subtaskIndex: 0, stateSize: 0, delegate: nil, serializedChannelOffsets: SharedBytes(bytes)
    ).channelOffsets()
  }

  private static let first = Crafted.i32(3) + Crafted.i32(4) + Crafted.i64(5) + Crafted.i32(0)
  private static let second =
    Crafted.i32(0x0102_0304) + Crafted.i32(-7) + Crafted.i64(0x0102_0304_0506_0708) + Crafted.i32(2)
  private static let all = Crafted.i32(2) + first + second + Crafted.i64(9) + Crafted.i64(10)

  @Test func channelsAreReadInTurn() throws {
    let expected = [
      ChannelOffsets(info: ChannelInfo(firstIndex: 3, secondIndex: 4), stateSize: 5, offsets: []),
      ChannelOffsets(
        info: ChannelInfo(firstIndex: 0x0102_0304, secondIndex: -7), stateSize: 0x0102_0304_0506_0708,
        offsets: [9, 10]),
    ]
    #expect(try channels(Self.all) == expected)
    #expect(try channels(Self.all + [1, 2, 3]) == expected)
    let other = Crafted.i32(2) + Self.second + Crafted.i64(9) + Crafted.i64(10) + Self.first
    #expect(try channels(other) == expected.reversed())
    #expect(try channels(Crafted.i32(0)) == [])
  }

  /// A field is there as a whole, and a channel's offsets are.
  @Test func whatIsCutOffIsAnError() {
    var boundaries = [0, 4, 8, 12, 20, 24, 28, 32, 40, 44, 60]
    #expect(boundaries.removeLast() == Self.all.count)
    for count in 0..<Self.all.count {
      let start = boundaries.last { $0 <= count } ?? 0
      let end = (boundaries + [60]).first { $0 > count } ?? 0
      let error = failure { () throws(FlinkMetadataError) in try channels(Array(Self.all.prefix(count))) }
      #expect(error?.kind == .unexpectedEnd(missing: end - count), "\(count) bytes")
      #expect(error?.offset == Int64(start), "\(count) bytes")
      #expect(error?.path.description == "serializedChannelOffsets")
    }
  }

  @Test func countsAreNotNegative() {
    let ofChannels = failure { () throws(FlinkMetadataError) in try channels(Crafted.i32(-1)) }
    #expect(ofChannels?.kind == .negativeCount(-1))
    #expect(ofChannels?.offset == 0)
    let ofOffsets = failure { () throws(FlinkMetadataError) in
      try channels(Crafted.i32(1) + Self.first.dropLast(4) + Crafted.i32(-2))
    }
    #expect(ofOffsets?.kind == .negativeCount(-2))
    #expect(ofOffsets?.offset == 20)
    #expect(ofOffsets?.path.description == "serializedChannelOffsets")
  }
}
