// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// A path of a file and where it is.
struct PathField {
  var kind: RewriteReport.Kind
  /// Where the path's bytes begin, after their length.
  var offset: Int
  var path: [UInt8]
  /// The same as a string.
  var string: ModifiedUTF8String
  /// The size of the file, beside paths of files.
  var stateSize: Int64 = 0
}

/// Collects all paths of a file, in file order.
struct PathCollector: MetadataVisitor {
  private(set) var fields: [PathField] = []

  private mutating func add(_ kind: RewriteReport.Kind, _ path: ModifiedUTF8Span, stateSize: Int64 = 0) {
    let bytes = path.bytes.withUnsafeBytes { Array($0) }
    fields.append(
      PathField(
        kind: kind, offset: path.offset.map(Int.init) ?? -1, path: bytes, string: ModifiedUTF8String(copying: path),
        stateSize: stateSize))
  }

  mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int) { add(.handleName, handleName) }

  mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) {
    add(.file, filePath, stateSize: stateSize)
  }

  mutating func relativeFileStateHandle(relativePath: ModifiedUTF8Span, stateSize: Int64) {
    add(.relativeFile, relativePath, stateSize: stateSize)
  }

  mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) {
    add(.segment, filePath)
  }

  mutating func fileMergingDirectories(
    taskOwnedDirectory: ModifiedUTF8Span, sharedDirectory: ModifiedUTF8Span, isEmpty: Bool
  ) {
    add(.directory, taskOwnedDirectory)
    add(.directory, sharedDirectory)
  }
}
