// SPDX-License-Identifier: Apache-2.0

/// State handles (SPEC.md 4 to 8).
extension FieldMap {
  func streamHandle() throws {
    switch try int8("tag", .tag) {
    case 0, 16: break
    case 1:
      try text("handleName")
      try byteRun("data")
    case 2:
      try int64("stateSize")
      try text("filePath", .path)
    case 3: try keyGroups()
    case 6:
      try text("relativePath", .path)
      try int64("stateSize")
    case 15:
      try int64("startPos")
      try int64("segmentSize")
      try int32("scope")
      try text("filePath", .path)
      try text("logicalFileId")
    default: throw unknown()
    }
  }

  private func keyGroups() throws {
    try int32("startKeyGroup")
    try offsets()
    try part(.streamHandle) { try $0.streamHandle() }
  }

  func operatorHandle() throws {
    let tag = try int8("tag", .tag)
    if tag == 0 { return }
    guard tag == 4 || tag == 17 else { throw unknown() }
    try list("stateNameToPartitionOffsets", of: .stateMetaInfo) { map in
      try map.text("stateName")
      try map.int8("distributionMode")
      try map.offsets()
    }
    if tag == 17 {
      try text("taskOwnedDirectory", .path)
      try text("sharedDirectory", .path)
      try int8("isEmpty")
    }
    try part(.streamHandle) { try $0.streamHandle() }
  }

  // MARK: Keyed state

  func keyedHandle() throws {
    let tag = try int8("tag", .tag)
    switch tag {
    case 0: break
    case 3, 7, 12:
      try keyGroups()
      if tag == 12 { try text("stateHandleId") }
    case 5, 11: try incremental(isV2: tag == 11)
    case 8, 14: try changelog(isV2: tag == 14)
    case 9: try inMemoryChangelog()
    case 10, 13: try changelogInFiles(isV2: tag == 13)
    default: throw unknown()
    }
  }

  private func keyGroupRange() throws {
    try int32("keyGroupRange")
    try int32("numberOfKeyGroups")
  }

  private func incremental(isV2: Bool) throws {
    try int64("checkpointId")
    try text("backendIdentifier", .backendIdentifier)
    try keyGroupRange()
    if isV2 { try int64("checkpointedSize") }
    try part(.streamHandle) { try $0.streamHandle() }
    for name in ["sharedState", "privateState"] {
      try list(name, of: .handleAndLocalPath) { map in
        try map.text("localPath")
        try map.part(.streamHandle) { try $0.streamHandle() }
      }
    }
    if isV2 { try text("stateHandleId") }
  }

  private func changelog(isV2: Bool) throws {
    try keyGroupRange()
    try int64("checkpointedSize")
    for name in ["materialized", "nonMaterialized"] {
      try list(name, of: .keyedHandle) { try $0.keyedHandle() }
    }
    try int64("materializationID")
    if isV2 { try int64("checkpointId") }
    try text("stateHandleId")
  }

  private func inMemoryChangelog() throws {
    try keyGroupRange()
    try int64("from")
    try int64("to")
    try list("changes", of: .stateChange) { map in
      try map.int32("keyGroup")
      try map.byteRun("change")
    }
    try text("stateHandleId")
  }

  private func changelogInFiles(isV2: Bool) throws {
    try keyGroupRange()
    try list("streamStateHandles", of: .handleAndOffset) { map in
      try map.int64("streamOffset")
      try map.part(.streamHandle) { try $0.streamHandle() }
    }
    try int64("stateSize")
    try int64("checkpointedSize")
    try text("stateHandleId")
    if isV2 { try text("storageIdentifier") }
  }

  // MARK: Channel state

  func channelHandle() throws {
    if version >= 6, try int8("type", .channelType) >= 3 {
      try int32("subtaskIndex")
      try int64("channelSize")
      try part(.streamHandle) { try $0.streamHandle() }
      try part(.channelOffsets) { try $0.byteRun("serializedChannelOffsets") }
    } else {
      try int32("subtaskIndexOfChannel")
      try int32("info")
      try int32("info")
      try offsets()
      try int64("channelSize")
      try part(.streamHandle) { try $0.streamHandle() }
    }
  }
}
