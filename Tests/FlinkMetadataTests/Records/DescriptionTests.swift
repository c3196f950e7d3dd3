// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import Testing

/// How values are printed.
@Suite struct DescriptionTests {
  @Test func bytesTellTheirNumberAndBegin() {
    #expect("\(SharedBytes())" == "0 bytes")
    #expect("\(SharedBytes([7]))" == "1 byte: 07")
    #expect("\(SharedBytes([0, 31, 255]))" == "3 bytes: 00 1f ff")
    #expect("\(SharedBytes([UInt8](repeating: 16, count: 1234)))" == "1234 bytes: 10 10 10 10 10 10 10 10 …")
  }

  @Test func offsetsTellTheirNumberAndBegin() {
    #expect("\(Offsets())" == "0 offsets")
    #expect("\([0, 17, 4711] as Offsets)" == "3 offsets: 0, 17, 4711")
    #expect("\(Offsets(1...9))" == "9 offsets: 1, 2, 3, 4, 5, 6, 7, 8 …")
  }

  private struct Nothing: MetadataVisitor {}

  @Test func filesAndResultsAreReadable() throws {
    let file = try MetadataFile(Corpus.bytes("2.3.0/rocksdb-incremental.metadata"))
    #expect("\(file)" == "MetadataFile{version=6, dialect=standard, checkpointId=3, 7738 bytes}")
    var visitor = Nothing()
    #expect(
      "\(try file.walk(&visitor))"
        == "MetadataSummary{version=version6, dialect=standard, byteCount=7738, trailingByteCount=0, nonCanonicalCount=0}"
    )
    let result = try PathRewriter(PathRules([.init(from: "file:/tmp/flink-metadata-corpus", to: "s3://bucket")]))
      .rewrite(file.bytes)
    #expect(
      "\(result.report)" == "changed 30 of 45 paths, 0 matched no rule; 7738 bytes in, \(result.bytes.count) out")
  }

  static let file = StreamStateHandle.file(FileStateHandle(filePath: "s3://b/f", stateSize: 17))
  static let range = KeyGroupRange(startKeyGroup: 0, numberOfKeyGroups: 128)

  @Test func handlesTellTheirFields() {
    #expect("\(Self.file)" == "FileStateHandle{filePath='s3://b/f', stateSize=17}")
    #expect("\(StreamStateHandle.emptySegment)" == "EmptySegmentFileStateHandle{}")
    let groups = KeyGroupsStateHandle(keyGroupRange: Self.range, offsets: Offsets(0..<128), stateHandle: Self.file)
    let fields = """
      keyGroupRange=KeyGroupRange{startKeyGroup=0, numberOfKeyGroups=128}, offsets=[0, 1, 2, 3, … 124 more], \
      stateHandle=\(Self.file)
      """
    #expect("\(KeyedStateHandle.keyGroups(groups))" == "KeyGroupsStateHandle{\(fields)}")
    #expect("\(KeyedStateHandle.savepointKeyGroups(groups))" == "KeyGroupsSavepointStateHandle{\(fields)}")
    let incremental = IncrementalRemoteKeyedStateHandle(
      checkpointId: 3, backendIdentifier: "id", keyGroupRange: Self.range, checkpointedSize: nil, metaStateHandle: nil,
      sharedState: [HandleAndLocalPath(localPath: "1.sst", handle: Self.file)], privateState: [], stateHandleId: nil)
    #expect(
      "\(KeyedStateHandle.incrementalRemote(incremental))" == """
        IncrementalRemoteKeyedStateHandle{checkpointId=3, backendIdentifier='id', keyGroupRange=\(Self.range), \
        sharedState=[HandleAndLocalPath{localPath='1.sst', handle=\(Self.file)}], privateState=[]}
        """)
    let channel = SingleChannelStateHandle(
      subtaskIndex: nil, info: ChannelInfo(firstIndex: 1, secondIndex: 2), offsets: [5], stateSize: 9,
      delegate: Self.file)
    #expect(
      "\(ChannelStateHandle.single(channel))" == """
        SingleChannelStateHandle{info=ChannelInfo{firstIndex=1, secondIndex=2}, offsets=[5], stateSize=9, \
        delegate=\(Self.file)}
        """)
  }

  @Test func textOfTheFileIsEscaped() {
    let handle = ByteStreamStateHandle(handleName: "it's\n\u{202E}\\\u{2028}é", data: [1, 2])
    #expect(
      "\(handle)" == #"ByteStreamStateHandle{handleName='it\'s\n\u{202E}\\\u{2028}é', data=2 bytes}"#)
  }

  @Test(arguments: Corpus.entries.filter(\.readBackByFlink))
  func everyHandleIsALine(_ entry: Corpus.Entry) throws {
    for operatorState in try values(try Corpus.bytes(entry.file)).operatorStates {
      for subtask in operatorState.subtaskStates {
        let handles = subtask.managedKeyedState.map { "\($0)" } ?? ""
        #expect(!handles.contains("\n"))
        #expect(!handles.contains("ByteStorage"))
      }
    }
  }
}
