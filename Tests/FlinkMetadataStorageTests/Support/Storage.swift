// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataStorage
import SystemPackage
import TestSupport

/// Handles of metadata that tests make.
enum Handle {
  case file(String, size: Int64 = 4)
  case relative(String, size: Int64 = 4)
  case segment(String, start: Int64, size: Int64)

  func handle() throws -> StreamStateHandle {
    switch self {
    case .file(let path, let size):
      .file(FileStateHandle(filePath: try ModifiedUTF8String(path), stateSize: size))
    case .relative(let path, let size):
      .relativeFile(RelativeFileStateHandle(relativePath: try ModifiedUTF8String(path), stateSize: size))
    case .segment(let path, let start, let size):
      .segment(
        SegmentFileStateHandle(
          filePath: try ModifiedUTF8String(path), startPos: start, stateSize: size, scope: .shared,
          logicalFileId: "id"))
    }
  }
}

/// The bytes of a metadata file with an operator that has a subtask for each handle.
func metadata(_ handles: [Handle], checkpointId: Int64 = 1) throws -> [UInt8] {
  let subtasks = try handles.enumerated().map { index, handle in
    OperatorSubtaskState(
      subtaskIndex: Int32(index),
      managedOperatorState: OperatorStreamStateHandle(
        stateNameToPartitionOffsets: [], delegateStateHandle: try handle.handle()))
  }
  let state = OperatorState(
    operatorName: "Sum", operatorID: OperatorID(lowerPart: 1, upperPart: 2),
    parallelism: Int32(max(1, handles.count)), maxParallelism: 32768, subtaskStates: subtasks)
  return try CheckpointMetadata(version: .version5, checkpointId: checkpointId, operatorStates: [state]).encode()
}

/// A local storage: files in a temporary directory.
struct Storage {
  let directory = TemporaryDirectory()

  /// Where the storage is.
  var path: String { directory.path.string }

  /// Makes files of a size.
  func files(_ names: String..., size: Int = 4) throws {
    for name in names { try directory.write(name, [UInt8](repeating: 0x61, count: size)) }
  }

  /// Makes a metadata file, `$` in whose paths is the storage's path, and names it.
  @discardableResult
  func checkpoint(_ name: String, _ handles: [Handle], id: Int64 = 1) throws -> CheckedMetadata {
    let resolved = handles.map { handle -> Handle in
      switch handle {
      case .file(let path, let size): .file(path.replacing("$", with: "file:\(self.path)"), size: size)
      case .relative: handle
      case .segment(let path, let start, let size):
        .segment(path.replacing("$", with: "file:\(self.path)"), start: start, size: size)
      }
    }
    try directory.write("\(name)/_metadata", try metadata(resolved, checkpointId: id))
    return CheckedMetadata(path: directory["\(name)/_metadata"], name: name, directory: directory[name])
  }

  /// Checks metadata against the whole storage.
  func check(
    _ metadata: [CheckedMetadata], _ options: StorageCheckOptions = StorageCheckOptions(),
    _ inputs: [StorageInput]? = nil
  ) throws -> StorageReport {
    var check = StorageCheck(options)
    for metadata in metadata { try check.add(metadata) }
    return try check.run(inputs ?? [.tree(path: path)])
  }

  /// Writes a listing in the form of `find`, with times that are given.
  func listing(_ files: [(name: String, size: Int, modified: Int64)]) throws -> StorageInput {
    let lines = files.map { "\($0.size)\t\($0.modified)\t\(path)/\($0.name)\n" }
    try directory.write(".listing", Array(lines.joined().utf8))
    return .listing(path: directory[".listing"], ListingOptions(form: .find))
  }
}
