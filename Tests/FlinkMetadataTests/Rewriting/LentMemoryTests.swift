// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import Testing

/// The rewriter copies in whole blocks, with excess. None of it may be outside the memory that a sink lends.
@Suite struct LentMemoryTests {
  /// Paths with one beginning, and local paths of all lengths between them, up to what is no short run any more.
  private static let file = {
    let lengths = [0, 456, 456, 457, 393, 1, 63, 64, 65, 440, 500, 512, 513, 600]
    let paths = lengths.map { length in
      Crafted.utf(String(repeating: "l", count: length)) + Crafted.i8(2) + Crafted.i64(7)
        + Crafted.utf("s3://bucket/a-directory-of-some-length/shared/0b6c8ad5-1234-4321-8888-000000000000")
    }
    return Crafted.file(
      keyedState: Crafted.incremental(shared: paths.count) + paths.flatMap { $0 } + Crafted.i32(0) + Crafted.utf("id"))
  }()

  @Test(arguments: [1, 12, 900, 990, 1080])
  func nothingIsWrittenOutsideIt(_ length: Int) throws {
    var rewriter = PathRewriter(
      try PathRules([.init(from: "s3://bucket", to: "s3://" + String(repeating: "n", count: length))]))
    rewriter.allowsUnmatched = true
    let expected = MemorySink()
    let report = try rewriter.rewrite(Self.file.span.bytes, to: expected)
    // All small sizes, then all remainders of blocks in turn.
    for size in Array(1..<100) + stride(from: 101, to: 4_000, by: 17) {
      let sink = GuardedSink(size: size)
      #expect(try rewriter.rewrite(Self.file.span.bytes, to: sink) == report)
      guard sink.bytes == expected.bytes, !sink.isOverrun else {
        Issue.record("memory of \(size) bytes: \(sink.isOverrun ? "written outside" : "other output")")
        return
      }
    }
  }
}

/// A sink that lends pieces of one size, and looks whether the bytes around them have stayed.
private final class GuardedSink: LendingByteSink {
  private(set) var bytes: [UInt8] = []
  private let size: Int
  private let memory: UnsafeMutableRawBufferPointer
  private static let margin = 4096
  private static let untouched = [UInt8](repeating: 0xA5, count: margin)

  init(size: Int) {
    self.size = size
    memory = .allocate(byteCount: size + 2 * Self.margin, alignment: 1)
    memory.initializeMemory(as: UInt8.self, repeating: 0xA5)
  }

  deinit { memory.deallocate() }

  func lend() -> UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(rebasing: memory[Self.margin..<Self.margin + size])
  }

  func take(_ count: Int) {
    bytes.append(contentsOf: memory[Self.margin..<Self.margin + count])
  }

  /// Whether the bytes around the lent ones are not as they were.
  var isOverrun: Bool {
    [memory[..<Self.margin], memory[(Self.margin + size)...]].contains { Array($0) != Self.untouched }
  }

  func write(_ span: RawSpan) { span.withUnsafeBytes { bytes.append(contentsOf: $0) } }
}
