// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// What Flink must say of a converted file: what it has said of the file before, without what the conversion says it loses,
/// and in the form that SPEC.md 15 gives to the rest.
struct ExpectedConversion {
  private(set) var tree: DescriptionTree
  private let version: FormatVersion
  private let release: FlinkRelease

  init(
    _ description: [UInt8], of source: CheckpointMetadata, to version: FormatVersion, for release: FlinkRelease,
    losing losses: [ConversionLoss]
  ) {
    tree = DescriptionTree(description)
    self.version = version
    self.release = release
    // The last first, so that the places of the others stay right.
    for loss in losses.reversed() {
      lose(loss.kind, at: loss.path.components[...], in: &tree["metadata"], .checkpoint(source))
    }
    describeNames()
    if version < .version6 && source.version >= .version6 { describeMergedChannels() }
    if !release.reads(.savepointKeyGroups) { describeSavepointKeyGroups() }
  }

  // MARK: Losses

  private func lose(
    _ kind: ConversionLoss.Kind, at path: ArraySlice<MetadataPath.Component>, in node: inout DescriptionTree,
    _ part: DescribedPart
  ) {
    guard let component = path.first else { return lose(kind, of: &node) }
    let key = component.field.description
    guard let index = component.index else {
      return lose(kind, at: path.dropFirst(), in: &node[key], .other)
    }
    guard let position = part.position(of: index, in: component.field), position < node[key].elements.count else {
      return
    }
    if kind == .handle && path.count == 1 {
      node[key].elements.remove(at: position)
    } else {
      lose(kind, at: path.dropFirst(), in: &node[key].elements[position], part.part(index, of: component.field))
    }
  }

  private func lose(_ kind: ConversionLoss.Kind, of node: inout DescriptionTree) {
    switch kind {
    case .operatorNames:
      node["operatorName"] = .null
      node["operatorUid"] = .null
    case .checkpointProperties: node["checkpointProperties"] = .null
    case .coordinatorState: node["coordinatorState"] = .null
    case .channelState: node = .array([])
    case .finishedState where node["finished"].isNull: node["fullyFinished"] = .value(Array("false".utf8))
    case .finishedState:
      let fields = [
        "managedOperatorState", "rawOperatorState", "managedKeyedState", "rawKeyedState", "inputChannelState",
        "resultSubpartitionState",
      ]
      node["finished"] = .value(Array("false".utf8))
      node.members += fields.map { ($0, .array([])) }
    case .handleIds: loseIds(of: &node)
    // Flink refuses the one, and says nothing of the other.
    default: break
    }
  }

  /// What Flink makes up for handles of the older tags.
  private func loseIds(of handle: inout DescriptionTree) {
    switch handle.type {
    case "IncrementalRemoteKeyedStateHandle":
      let files = (handle["sharedState"].elements + handle["privateState"].elements).map { $0["handle"] }
      let sizes = ([handle["metaStateHandle"]] + files).map(size)
      handle["checkpointedSize"] = .integer(sizes.reduce(0, &+))
      handle["stateHandleId"] = .text(FlinkDescription.drawnIdentifier)
    case "ChangelogStateBackendHandleImpl": handle["checkpointId"] = handle["materializationId"]
    case "ChangelogStateHandleStreamImpl": handle["storageIdentifier"] = .text("filesystem")
    default: handle["stateHandleId"] = .text(FlinkDescription.drawnIdentifier)
    }
  }

  private func size(of stream: DescriptionTree) -> Int64 {
    let size =
      switch stream.type {
      case "ByteStreamStateHandle": stream["data"]["size"]
      case "KeyGroupsStateHandle": DescriptionTree.integer(self.size(of: stream["stateHandle"]))
      default: stream["stateSize"]
      }
    return size.plain.flatMap { Int64($0) } ?? 0
  }

  // MARK: Forms

  /// Names and uids are described from version 5 on. What the version cannot hold must have been lost.
  private mutating func describeNames() {
    for index in tree["metadata"]["operatorStates"].elements.indices {
      var state = tree["metadata"]["operatorStates"].elements[index].members
      let hasNames = state.contains { $0.key == "operatorName" }
      if version < .version5 {
        state.removeAll { ($0.key == "operatorName" || $0.key == "operatorUid") && $0.value.isNull }
      } else if !hasNames {
        state.insert(contentsOf: [("operatorName", .null), ("operatorUid", .null)], at: 1)
      }
      tree["metadata"]["operatorStates"].elements[index].members = state
    }
  }

  /// Each channel has a handle.
  private mutating func describeMergedChannels() {
    tree = tree.mapObjects { subtask in
      var subtask = subtask
      for name in ["inputChannelState", "resultSubpartitionState"] where !subtask[name].isNull {
        subtask[name].elements = subtask[name].elements.flatMap { handle -> [DescriptionTree] in
          guard handle.type.hasPrefix("Merged") else { return [handle] }
          return handle["unmerged"].elements.map { channel in
            .object(
              [("type", .text(String(handle.type.dropFirst(6)))), ("subtaskIndex", handle["subtaskIndex"])]
                + channel.members + [("delegate", handle["delegate"])])
          }
        }
      }
      return subtask
    }
  }

  private mutating func describeSavepointKeyGroups() {
    tree = tree.mapObjects { handle in
      guard handle.type == "KeyGroupsSavepointStateHandle" else { return handle }
      var handle = handle
      handle["type"] = .text("KeyGroupsStateHandle")
      handle.members.append(("stateHandleId", .text(FlinkDescription.drawnIdentifier)))
      return handle
    }
  }
}
