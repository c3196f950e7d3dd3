// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Makes a file larger than the buffers of readers and writers, which the fuzzer's own inputs are not.
enum Inflation: UInt8, CaseIterable {
  /// One state of many bytes.
  case longRun
  /// Many states that fill a buffer together.
  case manyRuns
  /// A state with many offsets.
  case offsets
  /// Texts of the greatest length, side by side.
  case texts

  /// The file with something large in it, or nil if it cannot be decoded.
  func inflated(_ file: [UInt8]) -> [UInt8]? {
    guard var values = attemptDecoding(file).success, values.version > .version1 else { return nil }
    switch self {
    case .longRun: values.masterStates.append(Self.longState)
    case .manyRuns: values.masterStates += [MasterState](repeating: Self.shortState, count: 5)
    case .offsets, .texts:
      var state = OperatorState(
        operatorID: OperatorID(lowerPart: 1, upperPart: 2), parallelism: 1, maxParallelism: 1)
      state.subtaskStates = [OperatorSubtaskState(subtaskIndex: 0, managedOperatorState: operatorHandle)]
      // In front of everything, or behind, where a reader that looks ahead comes upon it.
      values.operatorStates.insert(state, at: self == .offsets ? 0 : values.operatorStates.count)
    }
    return attempt { () throws(FlinkMetadataError) in try values.encode() }.success
  }

  private static let longState = masterState(300_000)
  private static let shortState = masterState(60_001)
  private static let manyOffsets = Offsets(0..<40_000)

  private static func masterState(_ count: Int) -> MasterState {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 ^ $0 >> 8) }
    return MasterState(version: 1, name: .letter, bytes: SharedBytes(bytes))
  }

  private var operatorHandle: OperatorStreamStateHandle {
    let isLong = self == .texts
    let offsets = StateMetaInfo(
      name: .letter, distributionMode: .union, offsets: isLong ? [1] : Self.manyOffsets)
    let segment = SegmentFileStateHandle(
      filePath: isLong ? .long : .letter, startPos: 1, stateSize: 2, scope: .shared,
      logicalFileId: isLong ? .long : .letter)
    let directories = FileMergingDirectories(taskOwnedDirectory: .long, sharedDirectory: .long, isEmpty: false)
    return OperatorStreamStateHandle(
      stateNameToPartitionOffsets: [offsets], fileMerging: isLong ? directories : nil,
      delegateStateHandle: .segment(segment))
  }
}
