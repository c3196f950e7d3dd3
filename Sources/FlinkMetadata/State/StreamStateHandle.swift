// SPEC.md 5, "Stream state handles"

/// Where a piece of state lies (Flink: `StreamStateHandle` and its implementations). Flink's null is Swift's nil.
public enum StreamStateHandle: Sendable, Hashable {
  /// In the metadata file itself (tag 1).
  case byteStream(ByteStreamStateHandle)
  /// In a file (tag 2).
  case file(FileStateHandle)
  /// In a file of the checkpoint's own directory (tag 6).
  case relativeFile(RelativeFileStateHandle)
  /// In a part of a file (tag 15).
  case segment(SegmentFileStateHandle)
  /// Nowhere: a part of a file that holds nothing (tag 16, `EmptySegmentFileStateHandle`).
  case emptySegment
  /// In another handle, with an offset for each key group (tag 3).
  indirect case keyGroups(KeyGroupsStateHandle)

  /// The size of the state in bytes, as Flink's `getStateSize` tells it.
  public var stateSize: Int64 {
    switch self {
    case .byteStream(let handle): Int64(handle.data.count)
    case .file(let handle): handle.stateSize
    case .relativeFile(let handle): handle.stateSize
    case .segment(let handle): handle.stateSize
    case .emptySegment: 0
    case .keyGroups(let handle): handle.stateHandle.stateSize
    }
  }
}

/// State that stands in the metadata file itself (Flink: `ByteStreamStateHandle`).
public struct ByteStreamStateHandle: Sendable, Hashable {
  /// A name that tells handles apart: mostly the path of the file that the state was too small for.
  public var handleName: ModifiedUTF8String
  /// The state.
  public var data: SharedBytes

  /// Makes a handle.
  public init(handleName: ModifiedUTF8String, data: SharedBytes) {
    self.handleName = handleName
    self.data = data
  }
}

/// State in a file (Flink: `FileStateHandle`).
public struct FileStateHandle: Sendable, Hashable {
  /// The file's absolute URI.
  public var filePath: ModifiedUTF8String
  /// The file's size in bytes; -1 where it is not known.
  public var stateSize: Int64

  /// Makes a handle.
  public init(filePath: ModifiedUTF8String, stateSize: Int64) {
    self.filePath = filePath
    self.stateSize = stateSize
  }
}

/// State in a file of the checkpoint's own directory (Flink: `RelativeFileStateHandle`, since 1.11).
public struct RelativeFileStateHandle: Sendable, Hashable {
  /// The path from the directory that holds the metadata file.
  public var relativePath: ModifiedUTF8String
  /// The file's size in bytes; -1 where it is not known.
  public var stateSize: Int64

  /// Makes a handle.
  public init(relativePath: ModifiedUTF8String, stateSize: Int64) {
    self.relativePath = relativePath
    self.stateSize = stateSize
  }
}

/// State in a part of a file (Flink: `SegmentFileStateHandle`, since 1.20).
public struct SegmentFileStateHandle: Sendable, Hashable {
  /// The URI of the file that holds the part.
  public var filePath: ModifiedUTF8String
  /// Where in the file the part begins, in bytes.
  public var startPos: Int64
  /// How long the part is, in bytes.
  public var stateSize: Int64
  /// Who may use the part.
  public var scope: CheckpointedStateScope
  /// The id of the part.
  public var logicalFileId: ModifiedUTF8String

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
