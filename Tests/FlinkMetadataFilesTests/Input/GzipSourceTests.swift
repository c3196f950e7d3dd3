// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import SystemPackage
import TestSupport
import Testing

@testable import FlinkMetadataFiles

@Suite struct GzipSourceTests {
  /// Compressible, but longer than zlib's window of 32 KiB and than the source's chunks.
  static let large = (0..<60_000).flatMap { number in Array("state-\(number) ".utf8) }

  private func decompress(
    _ bytes: [UInt8], pieceSize: Int = .max, roomSize: Int = 4096, limit: Int64? = nil
  ) throws(FlinkMetadataError) -> [UInt8] {
    try GzipSource(MemorySource(bytes, chunkSize: pieceSize), maximumByteCount: limit).contents(roomSize: roomSize)
  }

  private func expectDamage(
    _ bytes: [UInt8], _ comment: Comment? = nil, kind: FlinkMetadataError.Kind = .compressedInput
  ) {
    let error = #expect(throws: FlinkMetadataError.self, comment) { try decompress(bytes) }
    #expect(error?.kind == kind, comment)
  }

  @Test(arguments: [1, 3, 4096, .max], [1, 100, 1 << 20])
  func givesBackWhatWasCompressed(pieceSize: Int, roomSize: Int) throws {
    let source = GzipSource(MemorySource(gzip(Self.large), chunkSize: pieceSize))
    #expect(try source.contents(roomSize: roomSize) == Self.large)
    #expect(source.byteCount == Int64(Self.large.count))
    #expect(source.compressedByteCount == Int64(gzip(Self.large).count))
  }

  @Test(arguments: [Int32(0), 1, 9]) func readsEveryLevel(level: Int32) throws {
    let bytes = noise(300_000)
    #expect(try decompress(gzip(bytes, level: level)) == bytes)
  }

  @Test func readsAnEmptyMember() throws {
    #expect(try decompress(gzip([])) == [])
  }

  @Test(arguments: [1, 2, .max]) func readsMembersInARow(pieceSize: Int) throws {
    let members = gzip([1, 2, 3]) + gzip([]) + gzip(Array("and more".utf8))
    #expect(try decompress(members, pieceSize: pieceSize, roomSize: 2) == [1, 2, 3] + Array("and more".utf8))
  }

  @Test(arguments: [1, .max]) func ignoresZerosAtTheEnd(pieceSize: Int) throws {
    #expect(try decompress(gzip([1, 2, 3]) + [UInt8](repeating: 0, count: 1000), pieceSize: pieceSize) == [1, 2, 3])
  }

  @Test(arguments: [[1], [0, 1], [0x1F, 0x8C, 8], Array("trailing".utf8)] as [[UInt8]])
  func trailingBytesAreForbidden(_ trailing: [UInt8]) {
    expectDamage(gzip([1, 2, 3]) + trailing)
  }

  /// A second member begins there.
  @Test(arguments: [[0x1F], [0x1F, 0x8B]] as [[UInt8]]) func aHeaderThatEndsEarlyIsCutOff(_ trailing: [UInt8]) {
    expectDamage(gzip([1, 2, 3]) + trailing, kind: .truncatedCompressedInput)
  }

  @Test func aMemberBehindPaddingIsForbidden() {
    expectDamage(gzip([1]) + [0, 0] + gzip([2]))
  }

  @Test func aStreamThatEndsEarlyIsCutOffAtEveryByte() {
    let whole = gzip(metadataFile())
    for length in 0..<whole.count {
      expectDamage(
        Array(whole[..<length]), "of \(whole.count) bytes the first \(length)", kind: .truncatedCompressedInput)
    }
  }

  @Test func aSecondMemberThatEndsEarlyIsCutOffAtEveryByte() {
    let first = gzip([1])
    let second = gzip([2, 3])
    for length in 1..<second.count {
      expectDamage(
        first + second[..<length], "of \(second.count) bytes the first \(length)", kind: .truncatedCompressedInput)
    }
  }

  /// Every bit of the stream turned over, one at a time. Those that can pass unnoticed mean nothing: in the header the
  /// text flag, the time, the extra flags and the system, and the bits that fill up the last byte of the compressed data.
  @Test func everyDamagedBitIsNoticed() throws {
    let bytes = metadataFile()
    let whole = gzip(bytes)
    let lastByteOfData = whole.count - 9
    for position in whole.indices {
      for bit in 0..<8 {
        var damaged = whole
        damaged[position] ^= 1 << bit
        let isMeaningless = (3..<10).contains(position) || position == lastByteOfData
        if isMeaningless, let result = try? decompress(damaged) {
          #expect(result == bytes, "bit \(bit) of byte \(position)")
        } else {
          let error = #expect(throws: FlinkMetadataError.self) { try decompress(damaged) }
          // It can say that more follows than there is.
          let isExpected = error?.kind == .compressedInput || error?.kind == .truncatedCompressedInput
          #expect(isExpected, "bit \(bit) of byte \(position)")
        }
      }
    }
  }

  /// A walk must not take the truncation of the compressed stream for the end of the file.
  @Test func aWalkNoticesAMissingChecksum() throws {
    let whole = gzip(metadataFile())
    var recorder = Recorder()
    let error = #expect(throws: FlinkMetadataError.self) {
      try GzipSource(MemorySource(Array(whole.dropLast()), chunkSize: 1)).walkMetadata(&recorder)
    }
    #expect(error?.kind == .truncatedCompressedInput)
    #expect(error?.offset == Int64(metadataFile().count))
  }

  @Test func anErrorStays() throws {
    let source = GzipSource(MemorySource(Array(gzip([1, 2, 3]).dropLast())))
    for _ in 0..<3 {
      let error = #expect(throws: FlinkMetadataError.self) { try source.contents() }
      #expect(error?.kind == .truncatedCompressedInput)
    }
  }

  @Test func passesOnTheErrorOfItsSource() throws {
    let failure = FlinkMetadataError(.sourceFailed(code: 5), offset: 0)
    let half = Array(gzip(Self.large).prefix(1000))
    let source = GzipSource(FailingSource(half, then: failure))
    let error = #expect(throws: FlinkMetadataError.self) { try source.contents() }
    #expect(error?.kind == failure.kind)
  }

  @Test func expandsUpToTheLimitAndNotBeyond() throws {
    let bomb = gzip([UInt8](repeating: 0, count: 1_000_000))
    #expect(try decompress(bomb, limit: 1_000_000).count == 1_000_000)
    let error = #expect(throws: FlinkMetadataError.self) { try decompress(bomb, limit: 999_999) }
    #expect(error?.kind == .sourceFailed(code: Errno.fileTooLarge.rawValue))
  }
}
