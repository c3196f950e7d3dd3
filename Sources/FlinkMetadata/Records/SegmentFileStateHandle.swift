// SPDX-License-Identifier: Apache-2.0

// SPEC.md 5.4, "SegmentFileStateHandle (tag 15)"
//
//   i64 startPos, i64 stateSize, i32 scope, utf filePath, utf logicalFileId

/// State in a part of a file (Flink: `SegmentFileStateHandle`, since 1.20).
public struct SegmentFileStateHandle: Sendable, Hashable {
  /// The URI of the file that holds the part.
  public var filePath: ModifiedUTF8String
  /// Where in the file the part begins, in bytes.
  public var startPos: Int64
  /// How long the part is, in bytes.
  public var stateSize: Int64
  /// The id of the part.
  public var logicalFileId: ModifiedUTF8String
  // The smallest field comes last: this is the largest kind of stream state handle, and there are many handles.
  /// Who may use the part.
  public var scope: CheckpointedStateScope

  /// Makes a handle.
  public init(
    filePath: ModifiedUTF8String, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8String
  ) {
    self.filePath = filePath
    self.startPos = startPos
    self.stateSize = stateSize
    self.scope = scope
    self.logicalFileId = logicalFileId
  }
}

/// Who may use a part of a file (Flink: `CheckpointedStateScope`).
@nonexhaustive
public enum CheckpointedStateScope: Int32, Sendable, Hashable, CaseIterable {
  /// Only the checkpoint that wrote it (`EXCLUSIVE`).
  case exclusive = 0
  /// Later checkpoints too (`SHARED`).
  case shared = 1

  /// Flink's name of the constant.
  public var flinkName: StaticString {
    switch self {
    case .exclusive: "EXCLUSIVE"
    case .shared: "SHARED"
    }
  }
}

// MARK: Walking

extension MetadataWalk {
  @inlinable
  mutating func segmentFileStateHandle<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let fields = try reader.fields(8 + 8 + 4)
    let startPos = fields.int64(at: 0)
    let stateSize = fields.int64(at: 8)
    let scopeValue = fields.int32(at: 16)
    guard let scope = CheckpointedStateScope(rawValue: scopeValue) else {
      throw reader.errorBefore(4, .checkpointedStateScope(scopeValue))
    }
    let (filePath, logicalFileId) = try twoUTF()
    try requirePath(filePath)
    try visitor.segmentFileStateHandle(
      filePath: span(filePath), startPos: startPos, stateSize: stateSize, scope: scope,
      logicalFileId: span(logicalFileId))
  }
}

// MARK: Walking values

extension ValueWalk where Visitor: ~Copyable {
  func segment(_ handle: SegmentFileStateHandle, _ visitor: inout Visitor) throws(FlinkMetadataError) {
    try requireTag(.fileSegment)
    try requirePath(handle.filePath)
    try visitor.segmentFileStateHandle(
      filePath: handle.filePath.span, startPos: handle.startPos, stateSize: handle.stateSize,
      scope: handle.scope, logicalFileId: handle.logicalFileId.span)
  }
}

// MARK: Fields

extension MetadataFieldEvents where Visitor: ~Copyable {
  /// Reports a part of a file.
  @inlinable
  public mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) throws(FlinkMetadataError) {
    try beginHandle(.segmentFileStateHandle, .fileSegment)
    try visitor.field("filePath", filePath)
    try visitor.field("startPos", startPos)
    try visitor.field("stateSize", stateSize)
    try visitor.field("scope", constant: scope.flinkName)
    try visitor.field("logicalFileId", logicalFileId)
    try visitor.endRecord(.segmentFileStateHandle)
  }
}

// MARK: Encoding

extension MetadataEncoder {
  /// Writes a part of a file.
  public mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) throws(FlinkMetadataError) {
    tag(.fileSegment)
    writer.int64(startPos)
    writer.int64(stateSize)
    writer.int32(scope.rawValue)
    try writer.utf(filePath)
    try writer.utf(logicalFileId)
  }
}

// MARK: Building

extension MetadataBuilder {
  mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) {
    stream = .segment(
      SegmentFileStateHandle(
        filePath: string(filePath), startPos: startPos, stateSize: stateSize, scope: scope,
        logicalFileId: string(logicalFileId)))
  }
}

// MARK: View

/// State in a part of a file (Flink: `SegmentFileStateHandle`), in place.
public struct SegmentFileStateHandleView: ~Escapable, Copyable {
  /// The URI of the file that holds the part.
  public let filePath: ModifiedUTF8Span
  /// Where in the file the part begins, in bytes.
  public let startPos: Int64
  /// How long the part is, in bytes.
  public let stateSize: Int64
  /// Who may use the part.
  public let scope: CheckpointedStateScope
  /// The id of the part.
  public let logicalFileId: ModifiedUTF8Span

  @_lifetime(copy file)
  init(_ file: ViewedFile, _ outline: SegmentOutline) {
    filePath = file.string(outline.filePath)
    startPos = outline.startPos
    stateSize = outline.stateSize
    scope = outline.scope
    logicalFileId = file.string(outline.logicalFileId)
  }
}

struct SegmentOutline {
  var filePath: StoredString
  var startPos: Int64
  var stateSize: Int64
  var scope: CheckpointedStateScope
  var logicalFileId: StoredString
}

extension StreamOutline {
  mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) {
    guard depth == 0 else { return }
    handle = .segment(
      SegmentOutline(
        filePath: StoredString(filePath), startPos: startPos, stateSize: stateSize, scope: scope,
        logicalFileId: StoredString(logicalFileId)))
  }
}
