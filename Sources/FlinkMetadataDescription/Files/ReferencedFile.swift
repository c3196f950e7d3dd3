// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// A handle's reference to a file, as a value.
public struct ReferencedFile: Sendable, Hashable {
  /// How the handle refers to the file.
  public var kind: FileReference.Kind
  /// The path as in the metadata file: absolute, or relative to its directory.
  public var path: String
  /// Where in the file the state begins, in bytes; nil if the state is the whole file.
  public var startPos: Int64?
  /// The size of the state in bytes; -1 where a file's size is not known.
  public var stateSize: Int64

  /// Makes a reference.
  public init(kind: FileReference.Kind, path: String, startPos: Int64?, stateSize: Int64) {
    self.kind = kind
    self.path = path
    self.startPos = startPos
    self.stateSize = stateSize
  }

  /// Whether both refer in the same way to the same bytes as a path: two spellings of a letter are two files.
  public static func == (first: ReferencedFile, second: ReferencedFile) -> Bool {
    first.kind == second.kind && first.path.utf8.elementsEqual(second.path.utf8) && first.startPos == second.startPos
      && first.stateSize == second.stateSize
  }

  /// Hashes the same.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    hasher.combine(ExactText(path))
    hasher.combine(startPos)
    hasher.combine(stateSize)
  }
}

extension MetadataFile {
  /// Every reference to a file, in file order, one for each handle. Allocates a string for each; to list each file
  /// once, or in constant memory, use ``ReferencedFiles`` or ``FileReferences``.
  ///
  /// Throws `FlinkMetadataError` if the file is damaged.
  public func referencedFiles() throws(FlinkMetadataError) -> [ReferencedFile] {
    var collector = ReferenceCollector()
    try walk(&collector)
    return collector.files
  }
}

extension CheckpointMetadataView {
  /// Every reference to a file; see ``FlinkMetadata/MetadataFile/referencedFiles()``.
  public func referencedFiles() throws(FlinkMetadataError) -> [ReferencedFile] {
    var collector = ReferenceCollector()
    try walk(&collector)
    return collector.files
  }
}

extension CheckpointMetadata {
  /// Every reference to a file; see ``FlinkMetadata/MetadataFile/referencedFiles()``. Throws if the values cannot be
  /// written.
  public func referencedFiles() throws(FlinkMetadataError) -> [ReferencedFile] {
    var collector = ReferenceCollector()
    try walk(&collector)
    return collector.files
  }
}

private struct ReferenceCollector: MetadataVisitor {
  var files: [ReferencedFile] = []

  mutating func fileReference(_ reference: FileReference) {
    files.append(
      ReferencedFile(
        kind: reference.kind, path: String(reference.path), startPos: reference.startPos,
        stateSize: reference.stateSize))
  }
}
