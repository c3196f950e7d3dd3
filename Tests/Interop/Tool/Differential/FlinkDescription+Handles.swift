// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Descriptions of state handles.
extension FlinkDescription {
  /// The identifier that `RepeatableIdentifiers.drawOneOnly` makes Flink give to handles without one.
  static let drawnIdentifier = "ffffffff-ffff-4fff-bfff-ffffffffffff"

  // MARK: Stream state handles

  mutating func stream(_ handle: StreamStateHandle?) {
    guard let handle else { return text.null() }
    object { description in
      switch handle {
      case .byteStream(let handle):
        description.text.member("type", plain: "ByteStreamStateHandle")
        description.text.member("handleName", description.moved(handle.handleName))
        description.text.key("data")
        description.text.contents(handle.data)
      case .file(let handle):
        description.text.member("type", plain: "FileStateHandle")
        description.path("filePath", handle.filePath)
        description.text.member("stateSize", handle.stateSize)
      case .relativeFile(let handle):
        description.text.member("type", plain: "RelativeFileStateHandle")
        description.relativePath(handle.relativePath)
        description.text.member("stateSize", handle.stateSize)
      case .segment(let handle):
        description.text.member("type", plain: "SegmentFileStateHandle")
        description.path("filePath", handle.filePath)
        description.text.member("startPos", handle.startPos)
        description.text.member("stateSize", handle.stateSize)
        description.text.member("scope", plain: "\(handle.scope.flinkName)")
        description.text.member("logicalFileId", handle.logicalFileId)
      case .emptySegment:
        description.text.member("type", plain: "EmptySegmentFileStateHandle")
      case .keyGroups(let handle):
        description.keyGroups(handle, type: "KeyGroupsStateHandle")
      }
    }
  }

  private mutating func path(_ name: StaticString, _ path: ModifiedUTF8String) {
    text.key(name)
    string(moved(path), as: .path, differing: .paths)
  }

  /// Flink keeps the text, beside the path that it makes of it.
  private mutating func relativePath(_ path: ModifiedUTF8String) {
    ask(.text(path, .relativePath))
    text.member("relativePath", path)
  }

  // MARK: Operator state handles

  mutating func operatorState(_ handle: OperatorStreamStateHandle) {
    object { description in
      let type =
        switch handle.fileMerging?.isEmpty {
        case nil: "OperatorStreamStateHandle"
        case false?: "FileMergingOperatorStreamStateHandle"
        case true?: "EmptyFileMergingOperatorStreamStateHandle"
        }
      description.text.member("type", plain: type)
      description.text.key("stateNameToPartitionOffsets")
      let states = description.asMap(handle.stateNameToPartitionOffsets, by: \.name.utf16) {
        $0.lexicographicallyPrecedes($1)
      }
      description.array(states) { description, state in
        description.object {
          $0.text.member("name", state.name)
          $0.text.member("distributionMode", plain: "\(state.distributionMode.flinkName)")
          $0.offsets(state.offsets)
        }
      }
      description.text.key("delegateStateHandle")
      description.stream(handle.delegateStateHandle)
      if let directories = handle.fileMerging {
        description.path("taskOwnedDirectory", directories.taskOwnedDirectory)
        description.path("sharedDirectory", directories.sharedDirectory)
      }
    }
  }

  private mutating func offsets(_ offsets: Offsets) {
    text.key("offsets")
    array(offsets) { $0.text.integer($1) }
  }

  // MARK: Keyed state handles

  mutating func keyedState(_ handle: KeyedStateHandle) {
    object { description in
      switch handle {
      case .keyGroups(let handle):
        description.keyGroups(handle, type: "KeyGroupsStateHandle")
        description.stateHandleId(handle.stateHandleId)
      case .savepointKeyGroups(let handle):
        description.keyGroups(handle, type: "KeyGroupsSavepointStateHandle")
      case .incrementalRemote(let handle):
        description.incrementalRemote(handle)
      case .changelogBackend(let handle):
        description.changelogBackend(handle)
      case .inMemoryChangelog(let handle):
        description.inMemoryChangelog(handle)
      case .changelogStream(let handle):
        description.changelogStream(handle)
      }
    }
  }

  private mutating func keyed(_ type: String, _ range: KeyGroupRange) {
    text.member("type", plain: type)
    let flinks = range.isEmpty ? KeyGroupRange(startKeyGroup: 0, numberOfKeyGroups: 0) : range
    note(.emptyKeyGroupRanges, if: flinks != range)
    text.member("startKeyGroup", flinks.startKeyGroup)
    text.member("numberOfKeyGroups", flinks.numberOfKeyGroups)
  }

  private mutating func stateHandleId(_ identifier: ModifiedUTF8String?) {
    note(.madeUpValues, if: identifier == nil)
    text.key("stateHandleId")
    if let identifier { text.string(identifier) } else { text.plain(Self.drawnIdentifier) }
  }

  private mutating func keyGroups(_ handle: KeyGroupsStateHandle, type: String) {
    keyed(type, handle.keyGroupRange)
    offsets(handle.offsets)
    text.key("stateHandle")
    stream(handle.stateHandle)
  }

  private mutating func incrementalRemote(_ handle: IncrementalRemoteKeyedStateHandle) {
    keyed("IncrementalRemoteKeyedStateHandle", handle.keyGroupRange)
    text.member("checkpointId", handle.checkpointId)
    text.key("backendIdentifier")
    string(handle.backendIdentifier, as: .backendIdentifier, differing: .backendIdentifiers)
    // Flink takes the size of all files for a size that is unknown.
    let knownSize = handle.checkpointedSize.flatMap { $0 == -1 ? nil : $0 }
    note(.madeUpValues, if: knownSize == nil)
    text.member("checkpointedSize", knownSize ?? sizeOfFiles(handle))
    text.key("metaStateHandle")
    stream(handle.metaStateHandle)
    text.key("sharedState")
    files(handle.sharedState)
    text.key("privateState")
    files(handle.privateState)
    stateHandleId(handle.stateHandleId)
  }

  private func sizeOfFiles(_ handle: IncrementalRemoteKeyedStateHandle) -> Int64 {
    let files = handle.sharedState + handle.privateState
    return files.reduce(handle.metaStateHandle?.stateSize ?? 0) { $0 &+ $1.handle.stateSize }
  }

  private mutating func files(_ files: [HandleAndLocalPath]) {
    array(files) { description, file in
      description.object {
        $0.text.member("localPath", file.localPath)
        $0.text.key("handle")
        $0.stream(file.handle)
      }
    }
  }

  // MARK: Changelog handles

  private mutating func changelogBackend(_ handle: ChangelogStateBackendHandle) {
    keyed("ChangelogStateBackendHandleImpl", handle.keyGroupRange)
    note(.madeUpValues, if: handle.checkpointId == nil)
    text.member("checkpointId", handle.checkpointId ?? handle.materializationId ?? 0)
    text.member("checkpointedSize", handle.checkpointedSize ?? 0)
    text.member("materializationId", handle.materializationId ?? 0)
    text.key("materialized")
    note(.nullHandles, if: handle.materialized.contains(nil))
    array(handle.materialized.compactMap(\.self)) { $0.keyedState($1) }
    text.key("nonMaterialized")
    array(handle.nonMaterialized) { $0.keyedState($1) }
    stateHandleId(handle.stateHandleId)
  }

  private mutating func inMemoryChangelog(_ handle: InMemoryChangelogStateHandle) {
    keyed("InMemoryChangelogStateHandle", handle.keyGroupRange)
    text.member("from", handle.from)
    text.member("to", handle.to)
    text.key("changes")
    array(handle.changes) { description, change in
      description.object {
        $0.text.member("keyGroup", change.keyGroup)
        $0.text.key("change")
        $0.text.contents(change.change)
      }
    }
    stateHandleId(handle.stateHandleId)
  }

  private mutating func changelogStream(_ handle: ChangelogStateHandleStream) {
    keyed("ChangelogStateHandleStreamImpl", handle.keyGroupRange)
    text.key("streamStateHandles")
    array(handle.streamStateHandles) { description, file in
      description.object {
        $0.text.member("offset", file.offset)
        $0.text.key("handle")
        $0.stream(file.handle)
      }
    }
    text.member("stateSize", handle.stateSize)
    text.member("checkpointedSize", handle.checkpointedSize ?? 0)
    text.key("storageIdentifier")
    note(.madeUpValues, if: handle.storageIdentifier == nil)
    if let identifier = handle.storageIdentifier { text.string(identifier) } else { text.plain("filesystem") }
    stateHandleId(handle.stateHandleId)
  }

  // MARK: Channel state handles

  mutating func channelState(_ handle: ChannelStateHandle, _ kind: ChannelStateKind) {
    let type = kind == .inputChannel ? "InputChannelStateHandle" : "ResultSubpartitionStateHandle"
    object { description in
      switch handle {
      case .single(let handle):
        description.text.member("type", plain: type)
        description.text.member("subtaskIndex", handle.subtaskIndex ?? 0)
        description.channel(kind, handle.info, handle.stateSize, handle.offsets)
        description.text.key("delegate")
        description.stream(handle.delegate)
      case .merged(let handle):
        description.text.member("type", plain: "Merged" + type)
        description.text.member("subtaskIndex", handle.subtaskIndex)
        description.text.member("stateSize", handle.stateSize)
        description.text.key("delegate")
        description.stream(handle.delegate)
        description.text.key("serializedChannelOffsets")
        description.text.contents(handle.serializedChannelOffsets)
        description.text.key("unmerged")
        description.unmerged(handle, kind)
      }
    }
  }

  private mutating func unmerged(_ handle: MergedChannelStateHandle, _ kind: ChannelStateKind) {
    guard let channels = try? handle.channelOffsets() else { return text.null() }
    if handle.delegate == nil && !channels.isEmpty {
      // Flink makes a handle of each channel, which must lie somewhere.
      note(.nullHandles)
      return text.null()
    }
    array(channels) { description, channel in
      description.object { $0.channel(kind, channel.info, channel.stateSize, channel.offsets) }
    }
  }

  private mutating func channel(_ kind: ChannelStateKind, _ info: ChannelInfo, _ size: Int64, _ offsets: Offsets) {
    text.key("info")
    object {
      $0.text.member(kind == .inputChannel ? "gateIdx" : "partitionIdx", info.firstIndex)
      $0.text.member(kind == .inputChannel ? "inputChannelIdx" : "subPartitionIdx", info.secondIndex)
    }
    text.member("stateSize", size)
    self.offsets(offsets)
  }
}
