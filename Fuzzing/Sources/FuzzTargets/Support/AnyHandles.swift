// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

// Handles as a program may put them together that does not know the rules.

extension ModifiedUTF8String {
  /// The empty text.
  static let none = ModifiedUTF8String(unchecked: "")
  /// A text of one letter.
  static let letter = ModifiedUTF8String(unchecked: "x")
  /// A text that is as long as texts can be.
  static let long = ModifiedUTF8String(unchecked: String(repeating: "x", count: MetadataLimits.stringByteCount))

  private init(unchecked text: String) {
    do throws(FlinkMetadataError) {
      try self.init(text)
    } catch {
      preconditionFailure("\(error)")
    }
  }

  static func any(_ chosen: inout ChosenBytes) -> ModifiedUTF8String {
    switch chosen.below(16) {
    case 0: none
    case 1: long
    default: letter
    }
  }
}

extension KeyGroupRange {
  static func any(_ chosen: inout ChosenBytes) -> KeyGroupRange {
    let start = chosen.one(of: [0, 0, 0, 7, -1, .max, .min] as [Int32]) ?? 0
    let count = chosen.one(of: [1, 1, 2, 0, -1, .max] as [Int32]) ?? 1
    return KeyGroupRange(startKeyGroup: start, numberOfKeyGroups: count)
  }
}

extension StreamStateHandle {
  static func any(_ chosen: inout ChosenBytes, depth: Int) -> StreamStateHandle {
    let size = chosen.one(of: [1, 1, -1, -2, .max] as [Int64]) ?? 1
    switch chosen.below(7) {
    case 0: return .byteStream(ByteStreamStateHandle(handleName: .any(&chosen), data: [1, 2, 3]))
    case 1: return .file(FileStateHandle(filePath: .any(&chosen), stateSize: size))
    case 2: return .relativeFile(RelativeFileStateHandle(relativePath: .any(&chosen), stateSize: size))
    case 3:
      return .segment(
        SegmentFileStateHandle(
          filePath: .any(&chosen), startPos: 1, stateSize: size, scope: .shared, logicalFileId: .any(&chosen)))
    case 4: return .keyGroups(.any(&chosen, depth: depth + 1))
    default: return .emptySegment
    }
  }
}

extension KeyGroupsStateHandle {
  static func any(_ chosen: inout ChosenBytes, depth: Int) -> KeyGroupsStateHandle {
    KeyGroupsStateHandle(
      keyGroupRange: .any(&chosen), offsets: Offsets((0..<Int64(chosen.below(3))).map { $0 << 40 }),
      stateHandle: depth < 4 ? .any(&chosen, depth: depth) : .emptySegment,
      stateHandleId: chosen.below(4) == 0 ? .any(&chosen) : nil)
  }
}

extension OperatorStreamStateHandle {
  static func any(_ chosen: inout ChosenBytes) -> OperatorStreamStateHandle {
    let directories = FileMergingDirectories(
      taskOwnedDirectory: .any(&chosen), sharedDirectory: .any(&chosen), isEmpty: chosen.bool())
    return OperatorStreamStateHandle(
      stateNameToPartitionOffsets: [
        StateMetaInfo(name: .any(&chosen), distributionMode: .union, offsets: [1, 2])
      ], fileMerging: chosen.bool() ? directories : nil, delegateStateHandle: .any(&chosen, depth: 0))
  }
}

extension KeyedStateHandle {
  /// Handles inside of each other, one more than is allowed.
  static let deep: KeyedStateHandle = {
    var handle = StreamStateHandle.emptySegment
    for _ in 0...MetadataLimits.nestingDepth {
      handle = .keyGroups(
        KeyGroupsStateHandle(
          keyGroupRange: KeyGroupRange(startKeyGroup: 0, numberOfKeyGroups: 1), offsets: [1], stateHandle: handle))
    }
    return .keyGroups(
      KeyGroupsStateHandle(
        keyGroupRange: KeyGroupRange(startKeyGroup: 0, numberOfKeyGroups: 1), offsets: [1], stateHandle: handle))
  }()

  /// Changelogs that are complete, and break one rule each.
  static let brokenChangelogs: [KeyedStateHandle] = {
    let range = KeyGroupRange(startKeyGroup: 0, numberOfKeyGroups: 1)
    func backend(_ range: KeyGroupRange, _ nonMaterialized: [KeyedStateHandle]) -> KeyedStateHandle {
      .changelogBackend(
        ChangelogStateBackendHandle(
          keyGroupRange: range, checkpointedSize: 1, materialized: [], nonMaterialized: nonMaterialized,
          materializationId: 1, checkpointId: nil, stateHandleId: .letter))
    }
    func changes(from: Int64, to: Int64, keyGroup: Int32) -> KeyedStateHandle {
      .inMemoryChangelog(
        InMemoryChangelogStateHandle(
          keyGroupRange: range, from: from, to: to, changes: [StateChange(keyGroup: keyGroup, change: [1])],
          stateHandleId: .letter))
    }
    return [
      backend(KeyGroupRange(startKeyGroup: 0, numberOfKeyGroups: 0), []),
      backend(range, [backend(range, [])]),
      changes(from: -1, to: 1, keyGroup: 0),
      changes(from: 1, to: -1, keyGroup: 0),
      changes(from: 1, to: 2, keyGroup: -2),
    ]
  }()

  static func any(_ chosen: inout ChosenBytes, depth: Int) -> KeyedStateHandle {
    // Mostly complete, so that what is wrong is something else.
    let id: ModifiedUTF8String? = chosen.below(4) > 0 ? .any(&chosen) : nil
    let size: Int64? = chosen.below(4) > 0 ? 5 : nil
    let number: Int64 = chosen.below(4) == 0 ? -1 : 3
    switch chosen.below(6) {
    case 0: return .keyGroups(.any(&chosen, depth: depth))
    case 1: return .savepointKeyGroups(.any(&chosen, depth: depth))
    case 2:
      let file = HandleAndLocalPath(localPath: .any(&chosen), handle: .any(&chosen, depth: depth))
      return .incrementalRemote(
        IncrementalRemoteKeyedStateHandle(
          checkpointId: number, backendIdentifier: .any(&chosen), keyGroupRange: .any(&chosen), checkpointedSize: size,
          metaStateHandle: nil, sharedState: [file], privateState: [], stateHandleId: id))
    case 3:
      return .inMemoryChangelog(
        InMemoryChangelogStateHandle(
          keyGroupRange: .any(&chosen), from: number, to: chosen.below(4) == 0 ? -1 : 4,
          changes: [StateChange(keyGroup: Int32(chosen.below(4)) - 2, change: [1])], stateHandleId: id))
    case 4:
      return .changelogStream(
        ChangelogStateHandleStream(
          keyGroupRange: .any(&chosen), streamStateHandles: [StreamStateHandleAndOffset(offset: 1, handle: nil)],
          stateSize: number, checkpointedSize: size, stateHandleId: id,
          storageIdentifier: chosen.bool() ? .any(&chosen) : nil))
    default:
      let parts = depth < 3 ? [KeyedStateHandle.any(&chosen, depth: depth + 1)] : []
      return .changelogBackend(
        ChangelogStateBackendHandle(
          keyGroupRange: .any(&chosen), checkpointedSize: size, materialized: chosen.bool() ? parts : [nil],
          nonMaterialized: chosen.bool() ? parts : [], materializationId: size,
          checkpointId: chosen.bool() ? number : nil, stateHandleId: id))
    }
  }
}

extension ChannelStateHandle {
  static func any(_ chosen: inout ChosenBytes) -> ChannelStateHandle {
    if chosen.bool() {
      return .merged(
        MergedChannelStateHandle(
          subtaskIndex: 1, stateSize: 2, delegate: chosen.bool() ? .any(&chosen, depth: 0) : nil,
          serializedChannelOffsets: SharedBytes(chosen.bytes(most: 16))))
    }
    return .single(
      SingleChannelStateHandle(
        subtaskIndex: chosen.bool() ? 1 : nil, info: ChannelInfo(firstIndex: 1, secondIndex: 2), offsets: [3],
        stateSize: 4,
        delegate: .any(&chosen, depth: 0)))
  }
}
