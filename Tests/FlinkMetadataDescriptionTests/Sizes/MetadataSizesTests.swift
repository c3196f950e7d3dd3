// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Testing

/// What each byte of a file is said to be.
@Suite struct MetadataSizesTests {
  private static func sizes(_ bytes: [UInt8], selecting text: String? = nil, valueCount: Int = 10) throws
    -> MetadataSizes
  {
    try MetadataSizes(
      MetadataFile(bytes), operators: OperatorSelection(matching: text), valueCount: valueCount)
  }

  // MARK: Wholes

  @Test(arguments: ReadableFile.all)
  func eachByteIsCountedOnce(_ file: ReadableFile) throws {
    let sizes = try Self.sizes(file.bytes)
    #expect(sizes.fileSize == Int64(file.bytes.count))
    #expect(sizes.contents.total == sizes.fileSize)
    #expect(sizes.operators.reduce(sizes.fileContents.total) { $0 + $1.contents.total } == sizes.fileSize)
    for contents in [sizes.fileContents] + sizes.operators.map(\.contents) {
      for content in MetadataContent.allCases { #expect(contents[content] >= 0, "\(content)") }
      #expect(contents[.structure] > 0)
    }
    #expect(sizes.operators.map(\.contents.total) == sizes.operators.map(\.contents.total).sorted(by: >))
  }

  /// A file has as many bytes less without a part as the part is said to have.
  @Test(arguments: ReadableFile.small)
  func partsHaveTheSizeThatTheyAreWrittenWith(_ file: ReadableFile) throws {
    let sizes = try Self.sizes(file.bytes)
    let metadata = try file.metadata()
    func saved(_ change: (inout CheckpointMetadata) -> Void) throws -> Int64 {
      var changed = metadata
      change(&changed)
      return Int64(file.bytes.count - (try changed.encode().count))
    }
    for state in sizes.operators {
      let isTask = metadata.version == .version1
      let size = try saved { metadata in
        if isTask {
          metadata.taskStates.remove(at: state.index)
        } else {
          metadata.operatorStates.remove(at: state.index)
        }
      }
      #expect(state.contents.total == size)
    }
    #expect(try saved { $0.masterStates = [] } == sizes.fileContents[.masterStates])
    #expect(try saved { $0.trailingBytes = SharedBytes() } == sizes.fileContents[.trailingBytes])
    if metadata.version >= .version4 {
      // Without properties there are 5 bytes.
      #expect(try saved { $0.properties = nil } + 5 == sizes.fileContents[.checkpointProperties])
    }
    let channels = try saved { metadata in
      for (index, state) in metadata.operatorStates.enumerated() {
        for subtask in state.subtaskStates.indices {
          metadata.operatorStates[index].subtaskStates[subtask].inputChannelState = []
          metadata.operatorStates[index].subtaskStates[subtask].resultSubpartitionState = []
        }
      }
    }
    // There the streams are key groups, whose offsets are counted with those of keyed state.
    if file.description.contains("streams-under-") { return }
    let parts: [MetadataContent] = [.channelState, .channelOffsets, .inlinedChannelState]
    #expect(channels == parts.reduce(0) { $0 + sizes.contents[$1] })
  }

  @Test(arguments: ReadableFile.small)
  func theLargestSubtaskIsTheLargest(_ file: ReadableFile) throws {
    let metadata = try file.metadata()
    let largest = try Self.sizes(file.bytes).largestSubtask
    var sizes: [String: Int] = [:]
    for (index, state) in metadata.operatorStates.enumerated() {
      for subtask in state.subtaskStates.indices {
        var changed = metadata
        changed.operatorStates[index].subtaskStates.remove(at: subtask)
        sizes["operatorStates[\(index)].subtaskStates[\(subtask)]"] = file.bytes.count - (try changed.encode().count)
      }
    }
    guard metadata.version > .version1 else { return }
    #expect(largest?.byteCount == sizes.values.max().map(Int64.init))
    guard let largest else { return }
    #expect(sizes[largest.path.description].map(Int64.init) == largest.byteCount)
    let handles = try lines(file.bytes).count { line in
      line["kind"]?.text == "handle" && line["path"]?.text?.hasPrefix(largest.path.description + ".") == true
    }
    #expect(largest.handleCount == Int64(handles))
  }

  // MARK: Contents

  @Test(arguments: ReadableFile.all)
  func contentsAreTheFieldsOfTheFile(_ file: ReadableFile) throws {
    let contents = try Self.sizes(file.bytes).contents
    var fields = MetadataFieldEvents(FieldSizes())
    try MetadataFile(file.bytes).walk(&fields)
    for content in MetadataContent.allCases {
      switch content {
      case .channelState, .masterStates, .checkpointProperties, .trailingBytes, .structure: break
      default: #expect(contents[content] == fields.visitor.sizes[content, default: 0], "\(content)")
      }
    }
  }

  @Test(arguments: ReadableFile.all)
  func inlinedStateIsThatOfTheSummary(_ file: ReadableFile) throws {
    let contents = try Self.sizes(file.bytes).contents
    let coordinators = try file.metadata().operatorStates.reduce(0) { $0 + ($1.coordinatorState?.data.count ?? 0) }
    #expect(contents[.coordinatorState] == Int64(coordinators))
  }

  // MARK: Values

  @Test(arguments: ReadableFile.all)
  func theLargestValuesAreTheLargest(_ file: ReadableFile) throws {
    var fields = MetadataFieldEvents(FieldSizes())
    try MetadataFile(file.bytes).walk(&fields)
    let expected = fields.visitor.values.filter { $0 > 0 }.sorted(by: >).prefix(25)
    let values = try Self.sizes(file.bytes, valueCount: 25).largestValues
    #expect(values.map(\.byteCount) == Array(expected))
    #expect(Set(values.map(\.offset)).count == values.count)
  }

  @Test func valuesAreWhereTheyAreSaidToBe() throws {
    let bytes = try Corpus.bytes("2.3.0/rocksdb-incremental.metadata")
    let paths = try Self.sizes(bytes, valueCount: 100).largestValues.filter { $0.byteCount > 100 }
    #expect(!paths.isEmpty)
    for value in paths {
      #expect(value.content == .filePaths)
      let start = Int(value.offset)
      #expect(Int(bytes[start - 2]) << 8 + Int(bytes[start - 1]) == value.byteCount)
      #expect(bytes[start...].starts(with: "file:/".utf8))
    }
  }

  @Test func theLargestValueIsFirst() throws {
    let sizes = try Self.sizes(Corpus.bytes("2.3.0/coordinator-states.metadata.gz"))
    let value = try #require(sizes.largestValues.first)
    #expect(value.content == .coordinatorState && value.path.description == "operatorStates[2].coordinatorState")
    #expect(sizes.owner(of: value.path)?.index == 2)
    #expect(sizes.largestValues.count == 10)
  }

  @Test func noValueIsKeptIfNoneIsWanted() throws {
    #expect(try Self.sizes(Corpus.bytes("2.3.0/heap.metadata"), valueCount: 0).largestValues.isEmpty)
  }

  // MARK: Selection

  @Test(arguments: ["numbers", "rules", "keyed-and-broadcast-state", "nothing"])
  func whatIsNotSelectedIsARest(_ uid: String) throws {
    let bytes = try Corpus.bytes("2.3.0/file-merging.metadata")
    let all = try Self.sizes(bytes)
    let sizes = try Self.sizes(bytes, selecting: uid)
    #expect(sizes.operators.map(\.uid) == (uid == "nothing" ? [] : [uid]))
    #expect(sizes.contents.total + sizes.unselectedByteCount == Int64(bytes.count))
    #expect(sizes.operatorCount == 5)
    let same = all.operators.first { $0.uid == uid }
    #expect(sizes.operators.first?.contents.total == same?.contents.total)
    #expect(sizes.fileContents.total == all.fileContents.total)
    for value in sizes.largestValues { #expect(sizes.owner(of: value.path)?.uid == uid) }
    #expect((sizes.largestSubtask == nil) == (uid == "nothing"))
  }

  @Test func masterStatesAreNotSelectedWithAnOperator() throws {
    let bytes = try Corpus.bytes("2.3.0/master-states.metadata")
    let all = try Self.sizes(bytes)
    let sizes = try Self.sizes(bytes, selecting: "nothing")
    #expect(all.fileContents[.masterStates] > 0 && sizes.fileContents[.masterStates] == 0)
    #expect(sizes.unselectedByteCount + sizes.fileContents.total == Int64(bytes.count))
  }

  // MARK: Sources

  @Test(arguments: ReadableFile.small)
  func aPipeGivesTheSameAsMemory(_ file: ReadableFile) throws {
    let (fromMemory, fromPipe) = (MemorySink(), MemorySink())
    try Self.sizes(file.bytes).writeJSON(to: fromMemory)
    var visitor = MetadataSizesVisitor()
    let walked = try MemorySource(file.bytes, chunkSize: 61).walkMetadata(&visitor)
    try visitor.finish(walked).writeJSON(to: fromPipe)
    #expect(fromMemory.text == fromPipe.text)
  }
}
