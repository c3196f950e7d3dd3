// SPDX-License-Identifier: Apache-2.0

// How values are printed: on one line, like Flink's classes, with the name of the class and its fields. Absent fields
// are left out, long lists are cut, and text of the file is escaped.

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

// MARK: Files and results

extension MetadataFile: CustomStringConvertible {
  /// One line: what the header says, and the size.
  public var description: String {
    "MetadataFile{version=\(version.rawValue), dialect=\(dialect.rawValue), checkpointId=\(checkpointId), "
      + "\(bytes.count) bytes}"
  }
}

extension MetadataSummary: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension RewriteReport: CustomStringConvertible {
  /// One line: how many paths were changed, and the sizes of the files.
  public var description: String {
    let seen = counts.values.reduce(0) { $0 + $1.seen }
    return "changed \(changed) of \(seen) paths, \(unmatched) matched no rule; \(bytesIn) bytes in, \(bytesOut) out"
  }
}

// MARK: Handles

extension StreamStateHandle: CustomStringConvertible {
  /// One line: the class of the handle and its fields.
  public var description: String {
    if case .emptySegment = self { return "EmptySegmentFileStateHandle{}" }
    return payloadDescription(self)
  }
}

extension KeyedStateHandle: CustomStringConvertible {
  /// One line: the class of the handle and its fields.
  public var description: String {
    if case .savepointKeyGroups(let handle) = self {
      return recordDescription(handle, className: "KeyGroupsSavepointStateHandle")
    }
    return payloadDescription(self)
  }
}

extension ChannelStateHandle: CustomStringConvertible {
  /// One line: the class of the handle and its fields.
  public var description: String { payloadDescription(self) }
}

extension SnapshotType: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { payloadDescription(self) }
}

// MARK: Records

extension CheckpointMetadata: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension MasterState: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension OperatorState: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension OperatorSubtaskState: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension TaskState: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension TaskSubtaskState: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension ByteStreamStateHandle: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension FileStateHandle: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension RelativeFileStateHandle: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension SegmentFileStateHandle: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension OperatorStreamStateHandle: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension FileMergingDirectories: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension StateMetaInfo: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension KeyGroupRange: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension KeyGroupsStateHandle: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension IncrementalRemoteKeyedStateHandle: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension HandleAndLocalPath: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension ChangelogStateBackendHandle: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension InMemoryChangelogStateHandle: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension StateChange: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension ChangelogStateHandleStream: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension StreamStateHandleAndOffset: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension ChannelInfo: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension SingleChannelStateHandle: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension MergedChannelStateHandle: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension ChannelOffsets: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension CheckpointProperties: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension CheckpointType: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

extension SavepointType: CustomStringConvertible {
  /// One line: the class and its fields.
  public var description: String { recordDescription(self) }
}

// MARK: Parts

/// `Class{name=value, …}`, by reflection, so that a new field is printed without a line of its own here.
func recordDescription<Record>(_ record: Record, className: String = "\(Record.self)") -> String {
  let fields = Mirror(reflecting: record).children.compactMap { name, value -> String? in
    guard let name, let text = fieldDescription(value) else { return nil }
    return "\(name)=\(text)"
  }
  return "\(className){\(fields.joined(separator: ", "))}"
}

/// The record that a case of an enum holds.
private func payloadDescription(_ value: Any) -> String {
  Mirror(reflecting: value).children.first.map { "\($0.value)" } ?? ""
}

/// A field's value, or nil if it is absent.
private func fieldDescription(_ value: Any) -> String? {
  switch value {
  case let string as ModifiedUTF8String: return quoted(string)
  case let bytes as SharedBytes: return counted(bytes.count, "byte")
  case let offsets as Offsets: return list(offsets)
  default: break
  }
  let mirror = Mirror(reflecting: value)
  switch mirror.displayStyle {
  case .optional: return mirror.children.first.flatMap { fieldDescription($0.value) }
  case .collection: return list(mirror.children.lazy.map { fieldDescription($0.value) ?? "nil" })
  default: return "\(value)"
  }
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
  let text = String(string).unicodeScalars.map { $0 == "'" || $0 == "\\" ? $0.escaped(asASCII: true) : String($0) }
  return "'\(text.joined().escapedForTerminal)'"
}
