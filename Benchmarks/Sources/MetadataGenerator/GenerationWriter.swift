// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Writes a generated file piece by piece.
struct GenerationWriter {
  private var encoder: MetadataEncoder
  private var random: SplitMix64

  init(_ sink: any ByteSink, seed: UInt64) {
    encoder = MetadataEncoder(sink)
    random = SplitMix64(seed: seed)
  }

  // MARK: The file

  mutating func begin(operatorCount: Int) throws(FlinkMetadataError) {
    encoder.beginMetadata(version: .version6, dialect: .standard)
    encoder.checkpointId(Shape.checkpointId)
    try encoder.beginList(.masterStates, count: 0, offset: nil)
    try encoder.beginList(.operatorStates, count: operatorCount, offset: nil)
  }

  mutating func end() throws(FlinkMetadataError) {
    try encoder.checkpointProperties(
      CheckpointProperties(
        discardCancelled: false, discardFailed: false, discardFinished: false, discardSubsumed: true,
        discardSuspended: false, forced: false, unclaimed: false,
        checkpointType: .checkpoint(
          CheckpointType(name: "Checkpoint", sharingFilesStrategy: .forwardBackward))))
    try encoder.endMetadata()
    try encoder.finish()
  }

  // MARK: Operators

  /// The first operator is a source and the only one with coordinator state, of so many bytes.
  mutating func beginOperatorState(
    _ number: Int, subtaskCount: Int, keyGroupCount: Int, coordinatorByteCount: Int
  ) throws(FlinkMetadataError) {
    let name = try ModifiedUTF8String("Operator \(Self.digits(number))")
    let uid = try ModifiedUTF8String("operator-\(Self.digits(number))")
    let lowerPart = Int64(bitPattern: random.next())
    let upperPart = Int64(bitPattern: random.next())
    let parallelism = Int32(subtaskCount)
    try encoder.beginOperatorState(
      operatorName: name.span, operatorUid: uid.span,
      operatorID: OperatorID(lowerPart: lowerPart, upperPart: upperPart), parallelism: parallelism,
      maxParallelism: parallelism * Int32(keyGroupCount), chainLength: nil)
    if number == 0 {
      try coordinatorState(byteCount: coordinatorByteCount)
    } else {
      encoder.nullHandle()
    }
    try encoder.beginList(.subtaskStates, count: subtaskCount, offset: nil)
  }

  private mutating func coordinatorState(byteCount: Int) throws(FlinkMetadataError) {
    let name: ModifiedUTF8String = "enumerator"
    try encoder.byteStreamStateHandle(handleName: name.span, byteCount: byteCount)
    let payload = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 16)
    defer { payload.deallocate() }
    BlockDrawing.drawPayload(payload, &random)
    try encoder.bytes(payload.bytes, offset: nil)
  }

  /// Names of all operators have the same length, so that the size of a file can be planned.
  private static func digits(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 7 - digits.count)) + digits
  }

  /// Writes a subtask. The block is what the encoder made of one.
  mutating func subtaskState(_ index: Int, _ block: inout SubtaskBlock) throws(FlinkMetadataError) {
    block.draw(subtaskIndex: index, &random)
    try encoder.bytes(block.bytes.span.bytes, offset: nil)
  }
}
