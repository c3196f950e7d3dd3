// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import FuzzTargets
import Testing

/// Views read the same from a file as values do.
@Suite struct ViewTests {
  @Test(arguments: Corpus.entries.filter(\.readBackByFlink))
  func viewsHoldWhatValuesHold(_ entry: Corpus.Entry) throws {
    let file = try MetadataFile(Corpus.bytes(entry.file))
    #expect(try ValuesFromViews.metadata(file.view) == file.metadata())
  }

  /// A view skips files that have the lengths of the file before. All that differ are read one by one.
  @Test func filesOfAllLengthsAndKindsAreInTheirPlaces() throws {
    func file(_ name: ModifiedUTF8String, _ path: ModifiedUTF8String, _ size: Int64 = 7) -> HandleAndLocalPath {
      HandleAndLocalPath(localPath: name, handle: .file(FileStateHandle(filePath: path, stateSize: size)))
    }
    let inlined = ByteStreamStateHandle(handleName: "s3://b/x", data: [2, 0, 2])
    let files = [
      file("1.sst", "s3://b/a"), file("2.sst", "s3://b/b"), file("10.sst", "s3://b/c"), file("11.sst", "s3://b/d", -1),
      file("12.sst", "s3://b/e"), HandleAndLocalPath(localPath: "13.sst", handle: .byteStream(inlined)),
      file("14.sst", "s3://b/f"), file("", "s"), file("", "t"),
      HandleAndLocalPath(localPath: "", handle: .emptySegment),
      file("15.sst", "s3://b/\u{E4}"),
    ]
    let handle = IncrementalRemoteKeyedStateHandle(
      checkpointId: 1, backendIdentifier: "backend",
      keyGroupRange: KeyGroupRange(startKeyGroup: 0, numberOfKeyGroups: 4),
      checkpointedSize: 9, metaStateHandle: nil, sharedState: files, privateState: files.reversed(),
      stateHandleId: "id")
    var state = OperatorState(
      operatorID: OperatorID(lowerPart: 1, upperPart: 2), parallelism: 2, maxParallelism: 4)
    state.subtaskStates = (0..<2).map {
      OperatorSubtaskState(subtaskIndex: $0, managedKeyedState: .incrementalRemote(handle))
    }
    let metadata = CheckpointMetadata(version: .version6, checkpointId: 1, operatorStates: [state])
    let written = try MetadataFile(metadata.encode())
    #expect(try written.metadata().operatorStates == [state])
    #expect(try ValuesFromViews.metadata(written.view).operatorStates == [state])
  }
}

extension CheckpointMetadata {
  /// The same without the bytes after the body, which views do not have.
  var withoutTrailingBytes: CheckpointMetadata {
    var result = self
    result.trailingBytes = SharedBytes()
    return result
  }
}
