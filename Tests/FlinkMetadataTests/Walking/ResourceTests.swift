import CorpusSupport
import FlinkMetadata
import Foundation
import FuzzTargets
import Testing

/// A file can claim what it likes: reading it takes memory and time by its size, not by its claims.
///
/// Memory is that of the whole process, so each test has one to itself.
@Suite struct ResourceTests {
  @Test func hugeCountsCostNothing() async {
    await #expect(processExitsWith: .success) {
      let originals = try Corpus.entries.filter { $0.size < 600 }.map { try Corpus.bytes($0.file) }
      try #require(originals.count > 100)
      var budget = Budget()
      for original in originals {
        // Every place, whether a count stands there or not.
        for position in 0..<max(0, original.count - 3) {
          var bytes = original
          bytes.replaceSubrange(position..<position + 4, with: [0x7F, 0xFF, 0xFF, 0xFF])
          budget.spend { readInEveryWay(bytes) }
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
      budget.spend { readInEveryWay(bytes) }
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
      budget.spend { readInEveryWay(bytes) }
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

/// What reading small files may cost: tens of megabytes for all of them, and far less than a second for each.
private struct Budget {
  private let memoryBefore = peakMemory()
  private var slowest = Duration.zero

  mutating func spend(_ body: () -> Void) {
    slowest = max(slowest, ContinuousClock().measure(body))
  }

  func check() {
    #expect(Budget.peakMemory() - memoryBefore < 32 << 20)
    // A loop of 2^31 - 1 steps takes longer, on any machine.
    #expect(slowest < .milliseconds(500))
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
