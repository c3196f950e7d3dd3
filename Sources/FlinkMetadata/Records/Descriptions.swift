// How values are printed: on one line, as Flink's classes do it, with the name of the class and its fields. What is absent
// is left out. Text of the file is escaped.

extension SharedBytes: CustomStringConvertible {
  /// How many bytes, and the first of them in hexadecimal: `3 bytes: 00 1f ff`.
  public var description: String {
    let digits = prefix(8).map { $0 < 16 ? "0\(String($0, radix: 16))" : String($0, radix: 16) }
    return counted(count, "byte", digits.joined(separator: " "), isCut: count > digits.count)
  }
}

extension Offsets: CustomStringConvertible {
  /// How many offsets, and the first of them: `3 offsets: 0, 17, 4711`.
  public var description: String {
    let first = prefix(8).map { "\($0)" }
    return counted(count, "offset", first.joined(separator: ", "), isCut: count > first.count)
  }
}

// MARK: Stream state handles

extension StreamStateHandle: CustomStringConvertible {
  /// One line: the class of the handle and its fields.
  public var description: String {
    switch self {
    case .byteStream(let handle): handle.description
    case .file(let handle): handle.description
    case .relativeFile(let handle): handle.description
    case .segment(let handle): handle.description
    case .emptySegment: record("EmptySegmentFileStateHandle", [:])
    case .keyGroups(let handle): handle.description
    }
  }
}

extension ByteStreamStateHandle: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String {
    record("ByteStreamStateHandle", ["handleName": quoted(handleName), "data": counted(data.count, "byte")])
  }
}

extension FileStateHandle: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String {
    record("FileStateHandle", ["filePath": quoted(filePath), "stateSize": "\(stateSize)"])
  }
}

extension RelativeFileStateHandle: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String {
    record("RelativeFileStateHandle", ["relativePath": quoted(relativePath), "stateSize": "\(stateSize)"])
  }
}

extension SegmentFileStateHandle: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String {
    record(
      "SegmentFileStateHandle",
      [
        "filePath": quoted(filePath),
        "startPos": "\(startPos)",
        "stateSize": "\(stateSize)",
        "scope": "\(scope.flinkName)",
        "logicalFileId": quoted(logicalFileId),
      ])
  }
}

// MARK: Operator state handles

extension OperatorStreamStateHandle: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String {
    record(
      className,
      [
        "stateNameToPartitionOffsets": list(stateNameToPartitionOffsets),
        "taskOwnedDirectory": fileMerging.map { quoted($0.taskOwnedDirectory) },
        "sharedDirectory": fileMerging.map { quoted($0.sharedDirectory) },
        "delegateStateHandle": "\(delegateStateHandle)",
      ])
  }
}

extension OperatorStreamStateHandle {
  private var className: String {
    guard let fileMerging else { return "OperatorStreamStateHandle" }
    return fileMerging.isEmpty
      ? "EmptyFileMergingOperatorStreamStateHandle" : "FileMergingOperatorStreamStateHandle"
  }
}

extension StateMetaInfo: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String {
    record(
      "StateMetaInfo",
      [
        "name": quoted(name),
        "distributionMode": "\(distributionMode.flinkName)",
        "offsets": list(offsets),
      ])
  }
}

extension FileMergingDirectories: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String {
    record(
      "FileMergingDirectories",
      [
        "taskOwnedDirectory": quoted(taskOwnedDirectory),
        "sharedDirectory": quoted(sharedDirectory),
        "isEmpty": "\(isEmpty)",
      ])
  }
}

// MARK: Keyed state handles

extension KeyedStateHandle: CustomStringConvertible {
  /// One line: the class of the handle and its fields.
  public var description: String {
    switch self {
    case .keyGroups(let handle): handle.description
    case .savepointKeyGroups(let handle): handle.description(named: "KeyGroupsSavepointStateHandle")
    case .incrementalRemote(let handle): handle.description
    case .changelogBackend(let handle): handle.description
    case .inMemoryChangelog(let handle): handle.description
    case .changelogStream(let handle): handle.description
    }
  }
}

extension KeyGroupRange: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String {
    record("KeyGroupRange", ["startKeyGroup": "\(startKeyGroup)", "numberOfKeyGroups": "\(numberOfKeyGroups)"])
  }
}

extension KeyGroupsStateHandle: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String {
    description(named: "KeyGroupsStateHandle")
  }
}

extension KeyGroupsStateHandle {
  fileprivate func description(named className: String) -> String {
    record(
      className,
      [
        "keyGroupRange": "\(keyGroupRange)",
        "offsets": list(offsets),
        "stateHandle": "\(stateHandle)",
        "stateHandleId": stateHandleId.map(quoted),
      ])
  }
}

extension IncrementalRemoteKeyedStateHandle: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String {
    record(
      "IncrementalRemoteKeyedStateHandle",
      [
        "checkpointId": "\(checkpointId)",
        "backendIdentifier": quoted(backendIdentifier),
        "keyGroupRange": "\(keyGroupRange)",
        "checkpointedSize": checkpointedSize.map { "\($0)" },
        "metaStateHandle": metaStateHandle.map { "\($0)" },
        "sharedState": list(sharedState),
        "privateState": list(privateState),
        "stateHandleId": stateHandleId.map(quoted),
      ])
  }
}

extension HandleAndLocalPath: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String {
    record("HandleAndLocalPath", ["localPath": quoted(localPath), "handle": "\(handle)"])
  }
}

extension ChangelogStateBackendHandle: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String {
    record(
      "ChangelogStateBackendHandle",
      [
        "keyGroupRange": "\(keyGroupRange)",
        "checkpointedSize": checkpointedSize.map { "\($0)" },
        "materialized": list(materialized.map { $0?.description ?? "null" }),
        "nonMaterialized": list(nonMaterialized),
        "materializationId": materializationId.map { "\($0)" },
        "checkpointId": checkpointId.map { "\($0)" },
        "stateHandleId": stateHandleId.map(quoted),
      ])
  }
}

extension InMemoryChangelogStateHandle: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String {
    record(
      "InMemoryChangelogStateHandle",
      [
        "keyGroupRange": "\(keyGroupRange)",
        "from": "\(from)",
        "to": "\(to)",
        "changes": list(changes),
        "stateHandleId": stateHandleId.map(quoted),
      ])
  }
}

extension StateChange: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String {
    record("StateChange", ["keyGroup": "\(keyGroup)", "change": counted(change.count, "byte")])
  }
}

extension ChangelogStateHandleStream: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String {
    record(
      "ChangelogStateHandleStream",
      [
        "keyGroupRange": "\(keyGroupRange)",
        "streamStateHandles": list(streamStateHandles),
        "stateSize": "\(stateSize)",
        "checkpointedSize": checkpointedSize.map { "\($0)" },
        "stateHandleId": stateHandleId.map(quoted),
        "storageIdentifier": storageIdentifier.map(quoted),
      ])
  }
}

extension StreamStateHandleAndOffset: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String {
    record("StreamStateHandleAndOffset", ["offset": "\(offset)", "handle": handle.map { "\($0)" }])
  }
}

// MARK: Channel state handles

extension ChannelStateHandle: CustomStringConvertible {
  /// One line: the class of the handle and its fields.
  public var description: String {
    switch self {
    case .single(let handle): handle.description
    case .merged(let handle): handle.description
    }
  }
}

extension SingleChannelStateHandle: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String {
    record(
      "SingleChannelStateHandle",
      [
        "subtaskIndex": subtaskIndex.map { "\($0)" },
        "info": "\(info)",
        "offsets": list(offsets),
        "stateSize": "\(stateSize)",
        "delegate": "\(delegate)",
      ])
  }
}

extension MergedChannelStateHandle: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String {
    record(
      "MergedChannelStateHandle",
      [
        "subtaskIndex": "\(subtaskIndex)",
        "stateSize": "\(stateSize)",
        "delegate": delegate.map { "\($0)" },
        "serializedChannelOffsets": counted(serializedChannelOffsets.count, "byte"),
      ])
  }
}

extension ChannelInfo: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String {
    record("ChannelInfo", ["firstIndex": "\(firstIndex)", "secondIndex": "\(secondIndex)"])
  }
}

extension ChannelOffsets: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String {
    record("ChannelOffsets", ["info": "\(info)", "stateSize": "\(stateSize)", "offsets": list(offsets)])
  }
}

// MARK: Parts

/// `Class{name=value, …}`, without the fields that are absent.
private func record(_ className: String, _ fields: KeyValuePairs<String, String?>) -> String {
  let present = fields.compactMap { field in field.value.map { "\(field.key)=\($0)" } }
  return "\(className){\(present.joined(separator: ", "))}"
}

/// The first elements of a list, and how many more there are: a handle can have thousands of files.
private func list(_ elements: some Collection) -> String {
  let first = elements.prefix(4).map { "\($0)" }
  let more = elements.count - first.count
  return "[\((first + (more > 0 ? ["… \(more) more"] : [])).joined(separator: ", "))]"
}

/// A number with its noun, and the first of what was counted.
private func counted(_ count: Int, _ noun: String, _ first: String = "", isCut: Bool = false) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")\(first.isEmpty ? "" : ": ")\(first)\(isCut ? " …" : "")"
}

/// Text of the file in quotes, with every character escaped that could end the quotes or the line.
private func quoted(_ string: ModifiedUTF8String) -> String {
  var result = "'"
  for scalar in String(string).unicodeScalars {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: result += scalar.escaped(asASCII: true)
    default: result += scalar == "'" || scalar == "\\" ? scalar.escaped(asASCII: true) : String(scalar)
    }
  }
  return result + "'"
}
