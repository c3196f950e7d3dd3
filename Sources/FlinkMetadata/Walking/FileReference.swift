// SPDX-License-Identifier: Apache-2.0

/// A handle's reference to a file, as ``MetadataVisitor/fileReference(_:)`` reports it.
///
/// Costs nothing to make or to pass on, and cannot outlive the bytes of the path.
public struct FileReference: ~Escapable, Copyable {
  /// How a handle refers to a file.
  @nonexhaustive
  public enum Kind: Sendable, Hashable, CaseIterable {
    /// By an absolute path (tag 2, `FileStateHandle`).
    case file
    /// By a path from the directory of the metadata file (tag 6, `RelativeFileStateHandle`).
    case relativeFile
    /// By an absolute path, to a part of the file (tag 15, `SegmentFileStateHandle`).
    case segment

    /// Flink's name of the handle's class.
    public var className: StaticString {
      switch self {
      case .file: "FileStateHandle"
      case .relativeFile: "RelativeFileStateHandle"
      case .segment: "SegmentFileStateHandle"
      }
    }
  }

  /// How the handle refers to the file.
  public let kind: Kind
  /// The path, as in the file.
  public let path: ModifiedUTF8Span
  /// Where in the file the state begins, in bytes; nil if the state is the whole file.
  public let startPos: Int64?
  /// The size of the state in bytes: of the part, if there is a ``startPos``. -1 where a file's size is not known.
  public let stateSize: Int64

  /// Makes a reference.
  @inlinable @_lifetime(copy path)
  public init(_ kind: Kind, path: ModifiedUTF8Span, startPos: Int64?, stateSize: Int64) {
    self.kind = kind
    self.path = path
    self.startPos = startPos
    self.stateSize = stateSize
  }

  /// The least size that the file must have for the handle to be readable, in bytes; nil if the handle does not say. If
  /// a damaged handle makes the sum overflow, this is the greatest number.
  public var leastFileSize: Int64? {
    guard stateSize >= 0 else { return nil }
    let (end, overflows) = max(0, startPos ?? 0).addingReportingOverflow(stateSize)
    return overflows ? .max : end
  }
}
