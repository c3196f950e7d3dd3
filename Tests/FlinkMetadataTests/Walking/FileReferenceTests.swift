// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import Testing

/// Handles that refer to files come to one method, unless a visitor wants to tell them apart.
@Suite struct FileReferenceTests {
  struct References: MetadataVisitor {
    var found: [String] = []
    mutating func fileReference(_ reference: FileReference) {
      let start = reference.startPos.map { "\($0)" } ?? "all"
      let path = String(ModifiedUTF8String(copying: reference.path))
      found.append("\(reference.kind) \(path) \(start) \(reference.stateSize) \(reference.leastFileSize ?? -1)")
    }
  }

  static func bytes(_ streams: [StreamStateHandle]) throws -> [UInt8] {
    let channels = streams.map {
      ChannelStateHandle.single(
        SingleChannelStateHandle(
          subtaskIndex: 0, info: ChannelInfo(firstIndex: 0, secondIndex: 0), offsets: [], stateSize: 1, delegate: $0))
    }
    let subtask = OperatorSubtaskState(subtaskIndex: 0, inputChannelState: channels)
    return try CheckpointMetadata(
      version: .version6, checkpointId: 1,
      operatorStates: [
        OperatorState(
          operatorID: OperatorID(lowerPart: 1, upperPart: 1), parallelism: 1, maxParallelism: 1,
          subtaskStates: [subtask])
      ]
    ).encode()
  }

  static let streams: [StreamStateHandle] = [
    .file(FileStateHandle(filePath: "s3://b/f", stateSize: 17)),
    .relativeFile(RelativeFileStateHandle(relativePath: "f", stateSize: -1)),
    .segment(
      SegmentFileStateHandle(
        filePath: "s3://b/s", startPos: 100, stateSize: 7, scope: .shared, logicalFileId: "id")),
    .segment(
      SegmentFileStateHandle(
        filePath: "s3://b/t", startPos: .max, stateSize: 7, scope: .exclusive, logicalFileId: "id")),
    .emptySegment, .byteStream(ByteStreamStateHandle(handleName: "s3://b/inline", data: [1])),
  ]

  @Test func everyKindOfFileIsReported() throws {
    var references = References()
    try MetadataFile(Self.bytes(Self.streams)).walk(&references)
    #expect(
      references.found == [
        "file s3://b/f all 17 17", "relativeFile f all -1 -1", "segment s3://b/s 100 7 107",
        "segment s3://b/t \(Int64.max) 7 \(Int64.max)",
      ])
    #expect(FileReference.Kind.allCases.count == 3)
  }

  /// A visitor that implements the method of a kind gets that kind there, and not as a reference too.
  @Test func aMethodOfAKindTakesItsPlace() throws {
    struct Segments: MetadataVisitor {
      var files = 0
      var segments: [CheckpointedStateScope] = []
      mutating func fileReference(_ reference: FileReference) { files += 1 }
      mutating func segmentFileStateHandle(
        filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
        logicalFileId: ModifiedUTF8Span
      ) { segments.append(scope) }
    }
    var visitor = Segments()
    try MetadataFile(Self.bytes(Self.streams)).walk(&visitor)
    #expect(visitor.files == 2)
    #expect(visitor.segments == [.shared, .exclusive])
  }
}
