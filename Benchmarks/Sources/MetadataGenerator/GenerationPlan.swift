// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// How many operators and subtasks make a file of exactly the size that was asked for.
struct GenerationPlan {
  struct Operator {
    /// The index of its shape among the parts of the file's shape.
    var part: Int
    /// The index, among the blocks of the shape, of the block of each subtask.
    var blocks: [Int] = []
  }

  private(set) var operators: [Operator] = []
  /// The size of the first operator's coordinator state, which takes the bytes that no subtask fits into.
  private(set) var coordinatorByteCount = 0

  /// The smallest file: one operator with one subtask.
  static func smallestByteCount(_ parts: [ShapeBlocks], frame: FrameSize) -> Int {
    frame.file + frame.operatorState + (parts.first?.smallest ?? 0)
  }

  /// Plans a file that is not smaller than the smallest one.
  init(byteCount: Int, parts: [ShapeBlocks], frame: FrameSize) {
    var rest = byteCount - frame.file
    // The shapes of mixed metadata take turns at least four times if there is room.
    let most = parts.count == 1 ? Int.max : byteCount / (4 * parts.count)
    while true {
      let part = operators.count % parts.count
      var room = min(rest, most) - frame.operatorState
      // A part that is too large for its turn is left to be the last one.
      if room < parts[part].smallest { room = rest - frame.operatorState }
      let chosen = parts[part].choose(within: room)
      if chosen.blocks.isEmpty { break }
      operators.append(Operator(part: part, blocks: chosen.blocks))
      rest -= frame.operatorState + chosen.byteCount
    }
    coordinatorByteCount = rest
  }
}

/// The sizes of what surrounds the subtasks.
struct FrameSize {
  /// Header, coordinator state and properties.
  var file: Int
  /// An operator without its subtasks.
  var operatorState: Int
}

/// The blocks of a shape: one, or several that differ in size.
struct ShapeBlocks {
  private let parallelism: Int
  var blocks: [SubtaskBlock] = []

  /// Makes blocks of the shape's own sizes, or smaller ones if these have more than so many bytes.
  init(_ shape: Shape, atMost byteCount: Int, seed: UInt64) throws(FlinkMetadataError) {
    parallelism = shape.profile.parallelism
    for elementCount in shape.profile.elementCounts {
      var elementCount = elementCount
      var block = try SubtaskBlock(shape, elementCount: elementCount, seed: seed)
      while block.byteCount > byteCount && elementCount > 1 {
        elementCount /= 2
        block = try SubtaskBlock(shape, elementCount: elementCount, seed: seed)
      }
      blocks.append(block)
    }
  }

  /// The size of the smallest block.
  var smallest: Int { blocks.map(\.byteCount).min() ?? 0 }

  /// Blocks for an operator: in turn, and towards the end whichever still fits.
  func choose(within room: Int) -> (blocks: [Int], byteCount: Int) {
    var chosen: [Int] = []
    var byteCount = 0
    let bySize = blocks.indices.sorted { blocks[$0].byteCount > blocks[$1].byteCount }
    while chosen.count < parallelism {
      let next = [chosen.count % blocks.count] + bySize
      guard let block = next.first(where: { byteCount + blocks[$0].byteCount <= room }) else { break }
      chosen.append(block)
      byteCount += blocks[block].byteCount
    }
    return (chosen, byteCount)
  }
}
