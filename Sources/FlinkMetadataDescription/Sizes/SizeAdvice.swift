// SPDX-License-Identifier: Apache-2.0

/// What makes a large part of a metadata file smaller.
@nonexhaustive
public enum SizeAdvice: String, Sendable, CaseIterable {
  /// State of coordinators.
  case coordinatorState
  /// State that is in the metadata file because it is small.
  case inlinedState
  /// Paths and local names of files.
  case filePaths
  /// Offsets of key groups.
  case keyGroupOffsets
  /// Offsets of operator state.
  case operatorStateOffsets
  /// Data in flight.
  case channelState

  /// A part is large that has at least this share of the file, and at least ``leastByteCount``.
  public static let leastShare = 0.1
  /// A part is large that has at least this many bytes, and at least ``leastShare`` of the file.
  public static let leastByteCount: Int64 = 64 * 1024

  /// What the part consists of. Inlined data in flight is of two parts.
  public var contents: [MetadataContent] {
    switch self {
    case .coordinatorState: [.coordinatorState]
    case .inlinedState: [.inlinedKeyedState, .inlinedOperatorState, .inlinedChannelState, .inlinedNames]
    case .filePaths: [.filePaths, .localNames]
    case .keyGroupOffsets: [.keyGroupOffsets]
    case .operatorStateOffsets: [.operatorStateOffsets]
    case .channelState: [.channelState, .channelOffsets, .inlinedChannelState]
    }
  }

  /// What to do, in lines of at most 95 characters.
  public var lines: [String] {
    switch self {
    case .coordinatorState:
      [
        "coordinator state: no setting of Flink; it is what an enumerator of a source keeps.",
        "FileSource keeps the splits that no reader has yet, and the paths that it has seen if it",
        "monitors a directory: fewer and larger files, and fewer splits, make it smaller.",
      ]
    case .inlinedState:
      [
        "inlined state: a lower threshold moves it into files. Their paths remain here, so that helps",
        "for values that are longer than a path.",
      ]
    case .filePaths:
      [
        "paths: fewer files and a shorter directory make them less. Since Flink 1.20 RocksDB can",
        "compact small files. Merging of files does not help: its handles are longer.",
      ]
    case .keyGroupOffsets:
      [
        "offsets of key groups: each keyed state has 8 bytes for each key group. A lower maximum",
        "parallelism makes them less, but state with another maximum parallelism cannot be restored.",
      ]
    case .operatorStateOffsets:
      [
        "offsets of operator state: 8 bytes for each element of each list state. Fewer elements,",
        "such as splits of a source, make them less; there is no setting of Flink.",
      ]
    case .channelState:
      [
        "channel state: data in flight of an unaligned checkpoint. With a timeout a checkpoint begins",
        "aligned, and has channel state only if its barriers take longer.",
      ]
    }
  }

  /// Settings of Flink for it.
  public var settings: [FlinkSetting] {
    switch self {
    case .coordinatorState, .operatorStateOffsets: []
    case .inlinedState: [.inlineThreshold]
    case .filePaths: [.manualCompaction, .checkpointDirectory]
    case .keyGroupOffsets: [.maxParallelism]
    case .channelState: [.alignedTimeout]
    }
  }

  /// How many bytes the part has.
  public func byteCount(in sizes: MetadataSizes) -> Int64 {
    let all = sizes.contents
    return contents.reduce(0) { $0.saturatingAdding(all[$1]) }
  }

  /// The advice for the large parts of a file, the largest part first.
  public static func of(_ sizes: MetadataSizes) -> [SizeAdvice] {
    allCases.map { (advice: $0, byteCount: $0.byteCount(in: sizes)) }
      .filter { $0.byteCount >= leastByteCount && Double($0.byteCount) >= leastShare * Double(sizes.fileSize) }
      .sorted { $0.byteCount > $1.byteCount }.map(\.advice)
  }
}
