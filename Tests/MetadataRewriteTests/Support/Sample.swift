// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Metadata that tests need, made with the library.
enum Sample {
  /// A file of version 3 with a subtask for each handle.
  static func bytes(_ handles: [StreamStateHandle]) throws -> [UInt8] {
    let subtasks = handles.enumerated().map { index, handle in
      OperatorSubtaskState(
        subtaskIndex: Int32(index),
        managedOperatorState: OperatorStreamStateHandle(stateNameToPartitionOffsets: [], delegateStateHandle: handle))
    }
    let state = OperatorState(
      operatorID: OperatorID(lowerPart: 1, upperPart: 2), parallelism: Int32(max(1, handles.count)),
      maxParallelism: 32768, subtaskStates: subtasks)
    return try CheckpointMetadata(version: .version3, checkpointId: 7, operatorStates: [state]).encode()
  }

  /// A file with state in `s3://old/job/shared`, beside itself, and inlined.
  static func checkpoint(bucket: String = "s3://old") throws -> [UInt8] {
    try bytes([
      file("\(bucket)/job/shared/a"), file("\(bucket)/job/shared/b"), relative("state"),
      inlined("\(bucket)/job/chk-7/c", count: 3),
    ])
  }

  /// A large file: blocks of inlined state, with many paths in between.
  static func large(byteCount: Int, bucket: String) throws -> [UInt8] {
    var handles: [StreamStateHandle] = []
    let block = SharedBytes((0..<1 << 19).map { UInt8(truncatingIfNeeded: $0 &* 0x9E37_79B1 >> 16) })
    for index in 0..<max(1, byteCount >> 19) {
      handles.append(.byteStream(ByteStreamStateHandle(handleName: try ModifiedUTF8String("\(index)"), data: block)))
      for number in 0..<20 { handles.append(try file("\(bucket)/job/shared/\(index)-\(number)")) }
    }
    return try bytes(handles)
  }

  static func file(_ path: String) throws -> StreamStateHandle {
    .file(FileStateHandle(filePath: try ModifiedUTF8String(path), stateSize: 1000))
  }

  static func relative(_ path: String) throws -> StreamStateHandle {
    .relativeFile(RelativeFileStateHandle(relativePath: try ModifiedUTF8String(path), stateSize: 10))
  }

  static func inlined(_ name: String, count: Int) throws -> StreamStateHandle {
    let data = SharedBytes([UInt8](repeating: 0x5A, count: count))
    return .byteStream(ByteStreamStateHandle(handleName: try ModifiedUTF8String(name), data: data))
  }

  /// The paths in a file, in order: of files, relative files and inlined state.
  static func locations(_ bytes: [UInt8]) throws -> [String] {
    var locations: [String] = []
    var metadata = try MetadataFile(bytes).metadata()
    metadata.modifyStreamStateHandles { handle in
      switch handle {
      case .file(let file): locations.append(String(file.filePath))
      case .relativeFile(let file): locations.append(String(file.relativePath))
      case .byteStream(let inlined): locations.append(String(inlined.handleName))
      case .segment, .emptySegment, .keyGroups: break
      }
    }
    return locations
  }
}
