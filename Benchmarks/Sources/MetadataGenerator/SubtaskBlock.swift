// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// The state of a subtask, encoded once, whose names, numbers, offsets and payloads are drawn anew each time it is
/// written. That is several times faster than encoding each subtask, and every byte still comes from the library's encoder.
struct SubtaskBlock {
  private(set) var bytes: [UInt8]
  /// How many key groups the subtask has.
  let keyGroupCount: Int
  private let drawing: BlockDrawing

  /// Encodes the state of a subtask of a shape. What it has of one is the same in all; it depends on the seed.
  init(_ shape: Shape, elementCount: Int, seed: UInt64) throws(FlinkMetadataError) {
    var identifiers = Identifiers(seed: seed)
    let subtask = try shape.subtaskState(elementCount: elementCount, &identifiers)
    let state = OperatorState(
      operatorID: OperatorID(lowerPart: 0, upperPart: 0), parallelism: 1, maxParallelism: 32_768,
      subtaskStates: [subtask])
    let file = try CheckpointMetadata(version: .version6, checkpointId: 0, operatorStates: [state]).encode()
    var places = BlockPlaces()
    try MetadataFile(file).walk(&places)

    bytes = Array(file[places.start..<places.end])
    keyGroupCount = places.keyGroupRanges.map { Int($0.count) }.max() ?? 1
    drawing = BlockDrawing(places, names: Self.names(in: bytes))
  }

  /// How many bytes the subtask has in the file.
  var byteCount: Int { bytes.count }

  /// Makes the block that of another subtask.
  mutating func draw(subtaskIndex: Int, _ random: inout SplitMix64) {
    bytes.withUnsafeMutableBytes { drawing.draw($0, subtaskIndex: subtaskIndex, &random) }
  }

  /// Finds the placeholders of ``Identifiers``, ordered by their numbers.
  private static func names(in bytes: [UInt8]) -> [(offset: Int, number: Int)] {
    let end = Identifiers.placeholderEnd
    var names: [(offset: Int, number: Int)] = []
    var offset = 8
    while offset + end.count <= bytes.count {
      // Looking at the first and at the last dash is enough for nearly every place.
      if bytes[offset] == end[0], bytes[offset + 15] == end[15], bytes[offset..<offset + end.count].elementsEqual(end),
        let number = Int(String(decoding: bytes[offset - 8..<offset], as: UTF8.self), radix: 16)
      {
        names.append((offset - 8, number))
        offset += end.count
      }
      offset += 1
    }
    return names.sorted { ($0.number, $0.offset) < ($1.number, $1.offset) }
  }
}
