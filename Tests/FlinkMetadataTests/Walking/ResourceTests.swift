// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import Foundation
import FuzzTargets
import Testing

/// A file can claim what it likes: reading it takes memory and work by its size, not by its claims.
///
/// Memory is that of the whole process, so each test has one to itself.
@Suite struct ResourceTests {
  @Test func hugeCountsCostNothing() async {
    await #expect(processExitsWith: .success) {
      let originals = try Corpus.entries.filter { $0.size < 600 }.map { try Corpus.bytes($0.file) }
      try #require(originals.count > 100)
      var budget = Budget()
      for original in originals {
        // Every place, whether a count is there or not.
        for position in 0..<max(0, original.count - 3) {
          var bytes = original
          bytes.replaceSubrange(position..<position + 4, with: [0x7F, 0xFF, 0xFF, 0xFF])
          budget.spend(on: bytes)
        }
      }
      budget.check()
    }
  }

  @Test func hugePayloadThatIsNotThereCostsNothing() async {
    await #expect(processExitsWith: .success) {
      let payload = Crafted.i8(1) + Crafted.utf("h") + Crafted.i32(Int(Int32.max)) + [UInt8](repeating: 7, count: 1024)
      let bytes = Crafted.beforeKeyedState() + Crafted.keyGroups + payload
      var budget = Budget()
      budget.spend(on: bytes)
      budget.check()
      let error = failureOfValues(bytes)
      #expect(error?.kind == .unexpectedEnd(missing: 1))
      #expect(error?.offset == Int64(bytes.count))
    }
  }

  @Test func hugeListsOfOffsetsThatAreNotThereCostNothing() async {
    await #expect(processExitsWith: .success) {
      let bytes =
        Crafted.beforeKeyedState() + Crafted.i8(3) + Crafted.i32(0) + Crafted.i32(Int(Int32.max))
        + [UInt8](repeating: 7, count: 1024)
      var budget = Budget()
      budget.spend(on: bytes)
      budget.check()
    }
  }
}

/// Reads a file from a source, as values and as views, whatever comes of it.
private func readInEveryWay(_ bytes: [UInt8]) {
  _ = failureOfWalk(MemorySource(bytes, chunkSize: 512))
  _ = try? values(bytes)
  _ = try? ValuesFromViews.metadata(CheckpointMetadataView(bytes.span.bytes))
}

/// Counts the events of a walk: loops over parts, and over pieces of bytes.
private struct EventCounter: MetadataVisitor {
  var count = 0
  mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64?) { count += 1 }
  mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64?) { self.count += 1 }
  mutating func bytes(_ bytes: RawSpan, offset: Int64?) { count += 1 }
  mutating func offsets(_ offsets: OffsetsSpan) { count += 1 }
}

/// What reading small files may cost: tens of megabytes for all of them, and no more events than a file has bytes.
private struct Budget {
  private let memoryBefore = peakMemory()
  private var mostEventsPerByte = 0.0

  /// Reads a file in every way. A part is at least one byte, so that a loop without end would show in the events.
  mutating func spend(on bytes: [UInt8]) {
    readInEveryWay(bytes)
    var counter = EventCounter()
    _ = failure { () throws(FlinkMetadataError) in try MetadataFile(bytes).walk(&counter) }
    var ofSource = EventCounter()
    _ = failure { () throws(FlinkMetadataError) in
      try MemorySource(bytes, chunkSize: 1).walkMetadata(&ofSource)
    }
    let count = max(counter.count, ofSource.count)
    mostEventsPerByte = max(mostEventsPerByte, Double(count) / Double(max(1, bytes.count)))
  }

  func check() {
    #expect(Budget.peakMemory() - memoryBefore < 32 << 20)
    #expect(mostEventsPerByte <= 1)
  }

  /// The most memory, in bytes, that the process ever had.
  private static func peakMemory() -> Int {
    var usage = rusage()
    #if canImport(Darwin)
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #else
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return usage.ru_maxrss << 10
    #endif
  }
}
