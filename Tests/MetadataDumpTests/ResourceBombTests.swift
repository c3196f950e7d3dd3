// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import Foundation
import Testing

/// Small files that claim to be large, or deep, in every format of the tool.
@Suite struct ResourceBombTests {
  private static let formats: [[String]] = [
    ["--format", "text"], ["--format", "html"], ["--format", "csv"], ["--format", "json"],
    ["--format", "json", "--inline-data"],
    ["--format", "jsonl"], ["--format", "jsonl", "--inline-data"], ["--files"], ["--files", "--every-handle"],
    ["--files", "--format", "json"], ["--files", "--format", "jsonl"],
  ]

  /// A file of version 6 up to the managed keyed state of its only subtask.
  private static let head: [UInt8] =
    integers(0x4960_672D, 6) + integers(0, 42, 0, 1) + [0, 0, 0, 0] + integers(0, 1, 0, 2, 1, 128) + [0]
    + integers(1, 0, 0, 0)
  private static let tail: [UInt8] = [0] + integers(0, 0) + [0xAC, 0xED, 0x00, 0x05, 0x70]

  /// Numbers of 32 bits.
  private static func integers(_ numbers: Int...) -> [UInt8] {
    numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) } }
  }

  private static func text(_ text: String) -> [UInt8] { [0, UInt8(text.utf8.count)] + text.utf8 }

  // MARK: Nesting

  private enum Construct: CaseIterable { case changelogs, keyGroups }

  private static func nested(_ construct: Construct, depth: Int) -> [UInt8] {
    func repeated(_ bytes: [UInt8], _ count: Int) -> [UInt8] { (0..<count).flatMap { _ in bytes } }
    switch construct {
    case .changelogs:
      let begin: [UInt8] = [14] + integers(0, 4, 0, 0)
      let end = integers(0, 0, 1, 0, 1) + text("id")
      return head + repeated(begin + integers(1), depth - 1) + begin + integers(0) + repeated(end, depth) + tail
    case .keyGroups:
      let inlined = [1] + text("h") + integers(1) + [0x61]
      return head + repeated([3] + integers(0, 1, 0, 0), depth) + inlined + tail
    }
  }

  @Test(arguments: formats) func nestingHasALimitInEveryFormat(_ format: [String]) throws {
    for construct in Construct.allCases {
      let deepest = try Command.run(format + ["-"], input: Self.nested(construct, depth: MetadataLimits.nestingDepth))
      #expect(deepest.status == 0)
      #expect(deepest.errors == "")
      for depth in [MetadataLimits.nestingDepth + 1, 10_000] {
        let deeper = try Command.run(format + ["-"], input: Self.nested(construct, depth: depth))
        #expect(deeper.status == 65)
        #expect(deeper.errors.hasPrefix("metadata-dump: standard input: byte "))
        #expect(deeper.errors.hasSuffix(": expected handles nested at most 64 deep\n"))
      }
    }
  }

  // MARK: Counts and lengths

  /// The lists of the format, each with a count that its file of some hundred bytes does not fulfil.
  private static let unfulfilled: [(name: String, bytes: [UInt8])] = {
    let most = integers(Int(Int32.max))
    let magic = integers(0x4960_672D)
    let front = magic + integers(6, 0, 42)
    let operatorStates = front + integers(0)
    let state: [UInt8] = [0, 0, 0, 0] + integers(0, 1, 0, 2, 1, 128) + [0]
    let subtask = operatorStates + integers(1) + state + integers(1, 0)
    let incremental: [UInt8] =
      [11] + integers(0, 1) + text("id") + integers(0, 1, 0, 1) + [1] + text("h") + integers(1) + [0x61]
    return [
      ("master states", front + most),
      (
        // Their number is limited by that of the whole state.
        "bytes of a master state",
        front + integers(1, 0xC96B_1696, Int(Int32.max), 1) + text("m") + integers(Int(Int32.max) - 11)
      ),
      ("operators", operatorStates + most),
      ("subtasks", operatorStates + integers(1) + state + most),
      ("states of an operator state", subtask + integers(1) + [4] + most),
      ("offsets of a state", subtask + integers(1) + [4] + integers(1) + text("s") + [0] + most),
      ("offsets of key groups", head + [3] + integers(0) + most),
      ("shared files", head + incremental + most),
      ("private files", head + incremental + integers(0) + most),
      ("materialized handles", head + [14] + integers(0, 4, 0, 0) + most),
      ("parts of a changelog", head + [14] + integers(0, 4, 0, 0) + integers(0) + most),
      ("changes in memory", head + [14] + integers(0, 4, 0, 0, 0, 1) + [9] + integers(0, 4, 0, 0, 0, 0) + most),
      ("files of a changelog", head + [14] + integers(0, 4, 0, 0, 0, 1) + [13] + integers(0, 4) + most),
      ("input channels", head + [0, 0] + most),
      ("result subpartitions", head + [0, 0] + integers(0) + most),
      ("inlined bytes", head + [3] + integers(0, 1, 0, 0) + [1] + text("h") + most),
    ]
  }()

  @Test(arguments: formats) func countsThatAreNotFulfilledEndAtOnce(_ format: [String]) throws {
    for (name, bytes) in Self.unfulfilled {
      // A kilobyte follows, so that there is something to read.
      let input = bytes + [UInt8](repeating: 0, count: 1024)
      let result = try Command.run(format + ["-"], input: input, processorSeconds: 60)
      // A signal ends a tool that works for longer.
      #expect(result.status == 65, "\(name)")
      #expect(result.errors.hasPrefix("metadata-dump: standard input: "), "\(name)")
      #expect(result.output.count < 100_000, "\(name)")
    }
  }

  /// A length has 31 bits, so that four gigabytes cannot be said; what would be their number is negative.
  @Test(arguments: formats) func fourGigabytesCannotBeClaimed(_ format: [String]) throws {
    let inlined = Self.head + [3] + Self.integers(0, 1, 0, 0) + [1] + Self.text("h") + Self.integers(0xFFFF_FFFF)
    let result = try Command.run(format + ["-"], input: inlined + [UInt8](repeating: 7, count: 1024))
    #expect(result.status == 65)
    #expect(result.errors.hasPrefix("metadata-dump: standard input: byte "))
    #expect(result.errors.hasSuffix(": expected a count of 0 or more, found -1\n"))
  }
}
