// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import SystemPackage
import TestSupport

/// Handles of metadata that tests make.
enum Handle {
  case file(String, size: Int64 = 4)
  case relative(String, size: Int64 = 4)

  fileprivate func handle() throws -> StreamStateHandle {
    switch self {
    case .file(let path, let size):
      .file(FileStateHandle(filePath: try ModifiedUTF8String(path), stateSize: size))
    case .relative(let path, let size):
      .relativeFile(RelativeFileStateHandle(relativePath: try ModifiedUTF8String(path), stateSize: size))
    }
  }
}

/// A directory with jobs, which stands for a bucket `s3://b/ck`.
struct Bucket {
  let directory = TemporaryDirectory()
  static let job = "0123456789abcdef0123456789abcdef"
  static let otherJob = "fedcba9876543210fedcba9876543210"

  var path: String { directory.path.string }

  /// Makes files of four bytes.
  func files(_ names: String...) throws {
    for name in names { try directory.write(name, Array("abcd".utf8)) }
  }

  /// Makes a metadata file; `$` in paths is the bucket.
  func checkpoint(_ name: String, _ handles: [Handle], id: Int64) throws {
    let place = "file:\(path)"
    let subtasks = try handles.enumerated().map { index, handle in
      let resolved: Handle =
        switch handle {
        case .file(let path, let size): .file(path.replacing("$", with: place), size: size)
        case .relative: handle
        }
      return OperatorSubtaskState(
        subtaskIndex: Int32(index),
        managedOperatorState: OperatorStreamStateHandle(
          stateNameToPartitionOffsets: [], delegateStateHandle: try resolved.handle()))
    }
    let state = OperatorState(
      operatorName: "Sum", operatorID: OperatorID(lowerPart: 1, upperPart: 2),
      parallelism: Int32(max(1, handles.count)), maxParallelism: 32768, subtaskStates: subtasks)
    let metadata = CheckpointMetadata(version: .version5, checkpointId: id, operatorStates: [state])
    try directory.write("\(name)/_metadata", try metadata.encode())
  }

  /// Runs the tool in the bucket, with arguments that the shell splits.
  func check(_ arguments: String) throws -> ProcessResult { try directory.run("exec metadata-check \(arguments)") }

  /// Two jobs: the first with a checkpoint that is whole and one that is not.
  static func withTwoJobs() throws -> Bucket {
    let bucket = Bucket()
    try bucket.files("\(job)/shared/a", "\(job)/shared/b", "\(job)/chk-2/own", "\(otherJob)/shared/c")
    try bucket.checkpoint("\(job)/chk-1", [.file("$/\(job)/shared/a"), .file("$/\(job)/shared/gone")], id: 1)
    try bucket.checkpoint("\(job)/chk-2", [.file("$/\(job)/shared/b"), .relative("own")], id: 2)
    try bucket.checkpoint("\(otherJob)/chk-9", [.file("$/\(otherJob)/shared/c"), .file("$/\(job)/shared/a")], id: 9)
    return bucket
  }
}
