// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import TestSupport
import Testing

@testable import FlinkMetadataFiles

/// Any number of threads read one file at the same time, each in its own way. With ThreadSanitizer this test finds out
/// whether they share anything that one of them changes.
@Suite struct ConcurrentReadersTests {
  let directory = TemporaryDirectory()

  private static let threadCount = 8
  private static let operatorCount = 20
  private static let subtaskCount = 50

  private func sample() throws -> [UInt8] {
    let operatorStates = try (0..<Self.operatorCount).map { number in
      let subtasks = try (0..<Self.subtaskCount).map { index in
        let file = StreamStateHandle.file(
          FileStateHandle(filePath: try ModifiedUTF8String("s3://bucket/\(number)/\(index)"), stateSize: 10))
        return OperatorSubtaskState(
          subtaskIndex: Int32(index),
          managedOperatorState: OperatorStreamStateHandle(stateNameToPartitionOffsets: [], delegateStateHandle: file))
      }
      return OperatorState(
        operatorID: OperatorID(lowerPart: 1, upperPart: Int64(number)), parallelism: Int32(Self.subtaskCount),
        maxParallelism: 128, subtaskStates: subtasks)
    }
    return try CheckpointMetadata(version: .version3, checkpointId: 7, operatorStates: operatorStates).encode()
  }

  /// Runs the body on several threads at once; the numbers of those that threw or returned false.
  private func failures(_ body: @escaping @Sendable () throws -> Bool) -> [Int] {
    let threads = (0..<Self.threadCount).map { _ in
      let hasSucceeded = Box(false)
      return (hasSucceeded, BlockingThread { hasSucceeded.value = (try? body()) ?? false })
    }
    for (_, thread) in threads { thread.join() }
    return threads.indices.filter { !threads[$0].0.value }
  }

  private static func isRead(_ bytes: RawSpan, as expected: CheckpointMetadata) throws(FlinkMetadataError) -> Bool {
    var counter = HandleCounter()
    try CheckpointMetadataView(bytes).walk(&counter)
    guard counter.count == operatorCount * subtaskCount else { return false }
    var subtaskCount = 0
    var operatorStates = try CheckpointMetadataView(bytes).operatorStates
    while let state = try operatorStates.next() {
      var subtasks = state.subtaskStates
      while let _ = try subtasks.next() { subtaskCount += 1 }
    }
    let values = try MetadataFile(bytes.withUnsafeBytes { Array($0) }).metadata()
    return subtaskCount == counter.count && values == expected
  }

  @Test func threadsReadOneFileInMemory() throws {
    let bytes = try sample()
    let expected = try MetadataFile(bytes).metadata()
    #expect(failures { try Self.isRead(bytes.span.bytes, as: expected) } == [])
  }

  @Test func threadsReadOneMappedFile() throws {
    try writeFile(directory["file"], sample())
    let expected = try MetadataFile(readFile(directory["file"])).metadata()
    let shared = SharedFile(try MappedFile(directory["file"]))
    let result = failures {
      try shared.file.withBytes { (bytes) throws(FlinkMetadataError) in try Self.isRead(bytes, as: expected) }
    }
    #expect(result == [])
  }

  @Test func threadsShareValues() throws {
    let bytes = try sample()
    let metadata = try MetadataFile(bytes).metadata()
    let result = failures {
      // A copy of its own, whose parts the threads share until one of them changes its own.
      var own = metadata
      own.checkpointId += 1
      own.modifyStreamStateHandles { handle in
        if case .file(var file) = handle {
          file.stateSize += 1
          handle = .file(file)
        }
      }
      return try metadata.encode() == bytes && own.encode() != bytes
    }
    #expect(result == [])
    #expect(try metadata.encode() == bytes)
  }
}

/// Counts the files.
private struct HandleCounter: MetadataVisitor {
  var count = 0
  mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) { count += 1 }
}

/// A mapped file that threads share.
private final class SharedFile: Sendable {
  let file: MappedFile
  init(_ file: consuming MappedFile) { self.file = file }
}
