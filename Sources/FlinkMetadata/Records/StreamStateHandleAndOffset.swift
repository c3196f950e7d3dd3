// SPDX-License-Identifier: Apache-2.0

// SPEC.md 7.6, "ChangelogStateHandleStreamImpl (tags 10, 13)"
//
//   i64 offset, StreamStateHandle

/// A file of changes (an element of Flink's `ChangelogStateHandleStreamImpl.getHandlesAndOffsets`).
public struct StreamStateHandleAndOffset: Sendable, Hashable {
  /// Where in the file the changes begin, in bytes.
  public var offset: Int64
  /// The file.
  public var handle: StreamStateHandle?

  /// Makes a pair.
  public init(offset: Int64, handle: StreamStateHandle?) {
    self.offset = offset
    self.handle = handle
  }
}

// MARK: Walking

extension MetadataWalk {
  @inlinable
  mutating func streamHandlesAndOffsets<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    var list = try beginList(.streamStateHandles, count: try reader.count(), &visitor)
    while try next(&list, &visitor) {
      try visitor.streamOffset(try reader.int64())
      try streamStateHandle(.handle, isOptional: true, &visitor)
    }
  }
}

// MARK: Walking values

extension ValueWalk where Visitor: ~Copyable {
  mutating func streamHandlesAndOffsets(_ files: [StreamStateHandleAndOffset], _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    try list(.streamStateHandles, files, &visitor) { walk, file, visitor throws(FlinkMetadataError) in
      try visitor.streamOffset(file.offset)
      try walk.streamStateHandle(.handle, file.handle, &visitor)
    }
  }
}

// MARK: Fields

extension MetadataFieldEvents where Visitor: ~Copyable {
  /// Reports where the changes begin in the next file.
  @inlinable
  public mutating func streamOffset(_ offset: Int64) throws(FlinkMetadataError) {
    try visitor.field("offset", offset)
  }
}

// MARK: Encoding

extension MetadataEncoder {
  /// Writes an offset; the handle follows.
  public mutating func streamOffset(_ offset: Int64) { writer.int64(offset) }
}

// MARK: Building

extension MetadataBuilder {
  mutating func streamOffset(_ offset: Int64) { streamOffset = offset }

  /// Adds the file that has been read.
  mutating func endStreamHandleAndOffset() {
    let handle = StreamStateHandleAndOffset(offset: streamOffset, handle: takeStream())
    changelogStream?.streamStateHandles.append(handle)
  }
}

// MARK: View

/// A file of changes (an element of Flink's `ChangelogStateHandleStreamImpl.getHandlesAndOffsets`), in place.
public struct StreamStateHandleAndOffsetView: MetadataView, ~Escapable {
  /// Where in the file the changes begin, in bytes.
  public let offset: Int64
  /// The file.
  public let handle: StreamStateHandleView?

  /// Reads the pair; see ``MetadataViews/next()->Element?``.
  @_lifetime(copy source)
  public init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    self.offset = try source.file.int64(at: &offset)
    handle = try StreamStateHandleView(source, at: &offset)
  }
}
