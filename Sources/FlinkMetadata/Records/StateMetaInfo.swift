// SPDX-License-Identifier: Apache-2.0

// SPEC.md 6, "Operator state handles"
//
//   utf name, i8 distributionMode, i32 m, i64 offset * m

/// A named operator state (Flink: `OperatorStateHandle.StateMetaInfo`).
public struct StateMetaInfo: Sendable, Hashable {
  /// The state's name.
  public var name: ModifiedUTF8String
  /// Where in the delegate each element begins, in bytes.
  public var offsets: Offsets
  // The smallest field comes last, so that the state takes 35 bytes.
  /// How its elements are distributed when the job is rescaled.
  public var distributionMode: DistributionMode

  /// Makes a named state.
  public init(name: ModifiedUTF8String, distributionMode: DistributionMode, offsets: Offsets) {
    self.name = name
    self.distributionMode = distributionMode
    self.offsets = offsets
  }
}

/// How the elements of a state are given to subtasks when the job is rescaled (Flink: `OperatorStateHandle.Mode`).
@nonexhaustive
public enum DistributionMode: Int8, Sendable, Hashable, CaseIterable {
  /// Each element goes to one subtask (`SPLIT_DISTRIBUTE`).
  case splitDistribute = 0
  /// Every subtask gets all elements of all subtasks (`UNION`).
  case union = 1
  /// Every subtask has the same elements (`BROADCAST`).
  case broadcast = 2

  /// Flink's name of the constant.
  public var flinkName: StaticString {
    switch self {
    case .splitDistribute: "SPLIT_DISTRIBUTE"
    case .union: "UNION"
    case .broadcast: "BROADCAST"
    }
  }
}

// MARK: Walking

extension MetadataWalk {
  @inlinable
  mutating func stateMetaInfos<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    var list = try beginList(.stateNameToPartitionOffsets, count: try reader.count(), &visitor)
    while try next(&list, &visitor) {
      try stateMetaInfo(&visitor)
    }
  }

  @inlinable
  mutating func stateMetaInfo<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let name = try utf(followedBy: 1 + 4)
    let modeValue = Int8(bitPattern: try reader.uint8())
    guard let mode = DistributionMode(rawValue: modeValue) else {
      throw reader.errorBefore(1, .distributionMode(modeValue))
    }
    let offsetCount = try reader.count()
    try visitor.stateMetaInfo(name: span(name), distributionMode: mode, offsetCount: offsetCount)
    try offsets(offsetCount, &visitor)
  }
}

// MARK: Walking values

extension ValueWalk where Visitor: ~Copyable {
  mutating func stateMetaInfos(_ states: [StateMetaInfo], _ visitor: inout Visitor) throws(FlinkMetadataError) {
    try list(.stateNameToPartitionOffsets, states, &visitor) { walk, state, visitor throws(FlinkMetadataError) in
      try visitor.stateMetaInfo(
        name: state.name.span, distributionMode: state.distributionMode, offsetCount: state.offsets.count)
      try walk.offsets(state.offsets, &visitor)
    }
  }
}

// MARK: Fields

extension MetadataFieldEvents where Visitor: ~Copyable {
  /// Reports a named state.
  @inlinable
  public mutating func stateMetaInfo(name: ModifiedUTF8Span, distributionMode: DistributionMode, offsetCount: Int)
    throws(FlinkMetadataError)
  {
    try visitor.field("name", name)
    try visitor.field("distributionMode", constant: distributionMode.flinkName)
    try beginOffsets(offsetCount)
  }
}

// MARK: Encoding

extension MetadataEncoder {
  /// Writes a named state; its offsets follow.
  public mutating func stateMetaInfo(name: ModifiedUTF8Span, distributionMode: DistributionMode, offsetCount: Int)
    throws(FlinkMetadataError)
  {
    try writer.utf(name)
    writer.uint8(UInt8(bitPattern: distributionMode.rawValue))
    try writer.count(offsetCount)
  }
}

// MARK: Building

extension MetadataBuilder {
  mutating func stateMetaInfo(name: ModifiedUTF8Span, distributionMode: DistributionMode, offsetCount: Int) {
    stateMetaInfos.append(StateMetaInfo(name: string(name), distributionMode: distributionMode, offsets: []))
    run = .stateOffsets
  }
}

// MARK: View

/// A named operator state (Flink: `OperatorStateHandle.StateMetaInfo`), in place.
public struct StateMetaInfoView: MetadataView, ~Escapable {
  /// The state's name.
  public let name: ModifiedUTF8Span
  /// How its elements are distributed when the job is rescaled.
  public let distributionMode: DistributionMode
  /// Where in the delegate each element begins.
  public let offsets: OffsetsSpan

  /// Reads the state; see ``MetadataViews/next()->Element?``.
  @_lifetime(copy source)
  public init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    var outline = StateMetaInfoOutline()
    offset = try source.file.walk(TrustingScanner(), at: offset, &outline) { walk, visitor throws(FlinkMetadataError) in
      try walk.stateMetaInfo(&visitor)
    }
    name = source.file.string(outline.name)
    distributionMode = outline.distributionMode
    offsets = source.file.offsets(outline.offsets)
  }
}

private struct StateMetaInfoOutline: MetadataVisitor {
  var name = StoredString()
  var distributionMode = DistributionMode.splitDistribute
  var offsets = StoredList()

  mutating func stateMetaInfo(name: ModifiedUTF8Span, distributionMode: DistributionMode, offsetCount: Int) {
    self.name = StoredString(name)
    self.distributionMode = distributionMode
  }

  mutating func offsets(_ offsets: OffsetsSpan) { self.offsets = StoredList(offsets) }
}
