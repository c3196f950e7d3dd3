// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Valid metadata of version 6 in a shape that really occurs, of any size.
///
/// The same shape, size and seed give the same bytes for ever. Written in constant memory, not much slower than memory is
/// copied: `try GeneratedMetadata(.incremental, byteCount: 2 << 30, seed: 1).write(to: sink)`.
public struct GeneratedMetadata {
  private let seed: UInt64
  private let parts: [ShapeBlocks]
  private let plan: GenerationPlan

  /// There is no metadata of a shape that is so small.
  public struct TooSmall: Error, CustomStringConvertible {
    /// The size of the smallest.
    public let smallestByteCount: Int
    /// One line for people.
    public var description: String { "the smallest file of this shape has \(smallestByteCount) bytes" }
  }

  /// Plans metadata of exactly so many bytes. Throws ``TooSmall``.
  public init(_ shape: Shape, byteCount: Int, seed: UInt64) throws {
    self.seed = seed
    // Even a small file is to have several subtasks of each part.
    let most = byteCount / (16 * shape.parts.count)
    parts = try shape.parts.map { try ShapeBlocks($0, atMost: most, seed: seed) }
    let frame = try Self.frameSize()
    let smallest = GenerationPlan.smallestByteCount(parts, frame: frame)
    if byteCount < smallest { throw TooSmall(smallestByteCount: smallest) }
    plan = GenerationPlan(byteCount: byteCount, parts: parts, frame: frame)
  }

  /// Writes the metadata. Throws what the sink throws.
  public func write(to sink: any ByteSink) throws(FlinkMetadataError) {
    var writer = GenerationWriter(sink, seed: seed)
    try writer.begin(operatorCount: plan.operators.count)
    var parts = parts
    for (number, state) in plan.operators.enumerated() {
      let blocks = parts[state.part].blocks
      let keyGroupCount = blocks.map(\.keyGroupCount).max() ?? 1
      try writer.beginOperatorState(
        number, subtaskCount: state.blocks.count, keyGroupCount: keyGroupCount,
        coordinatorByteCount: plan.coordinatorByteCount)
      for (index, block) in state.blocks.enumerated() {
        try writer.subtaskState(index, &parts[state.part].blocks[block])
      }
    }
    try writer.end()
  }

  /// Measures what surrounds the subtasks by writing it alone.
  private static func frameSize() throws -> FrameSize {
    let sizes = try (1...2).map { operatorCount in
      let sink = CountingSink()
      var writer = GenerationWriter(sink, seed: 0)
      try writer.begin(operatorCount: operatorCount)
      for number in 0..<operatorCount {
        try writer.beginOperatorState(number, subtaskCount: 0, keyGroupCount: 1, coordinatorByteCount: 0)
      }
      try writer.end()
      return sink.byteCount
    }
    let operatorState = sizes[1] - sizes[0]
    return FrameSize(file: sizes[0] - operatorState, operatorState: operatorState)
  }
}

/// Counts bytes.
final class CountingSink: ByteSink {
  private(set) var byteCount = 0

  func write(_ bytes: RawSpan) { byteCount += bytes.byteCount }
}
