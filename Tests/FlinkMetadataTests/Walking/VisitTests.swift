// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import Testing

/// A visitor is asked about each operator. Those that it does not visit are not reported, but checked.
@Suite struct VisitTests {
  /// Reports what it sees of the operators with one id.
  struct Selection: MetadataVisitor {
    var id: OperatorID
    var events: [String] = []
    var asked: [OperatorID] = []

    init(_ id: OperatorID) { self.id = id }

    mutating func visits(
      operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID
    ) -> Bool {
      asked.append(operatorID)
      return operatorID == id
    }
    mutating func visits(masterStateName: ModifiedUTF8Span) -> Bool { masterStateName == "visited" }
    mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64?) {
      events.append(MetadataPath.Component(field, index: index).description)
    }
    mutating func masterState(name: ModifiedUTF8Span, version: Int32, byteCount: Int) {
      events.append(String(ModifiedUTF8String(copying: name)))
    }
    mutating func bytes(_ bytes: RawSpan, offset: Int64?) { events.append("\(bytes.byteCount) bytes") }
  }

  static let ids = [OperatorID(lowerPart: 1, upperPart: 0), OperatorID(lowerPart: 2, upperPart: 0)]

  static func metadata() -> CheckpointMetadata {
    CheckpointMetadata(
      version: .version6, checkpointId: 1,
      masterStates: [
        MasterState(version: 1, name: "hidden", bytes: [1]), MasterState(version: 1, name: "visited", bytes: [1, 2]),
      ],
      operatorStates: ids.map {
        OperatorState(
          operatorID: $0, parallelism: 1, maxParallelism: 1, subtaskStates: [OperatorSubtaskState(subtaskIndex: 0)])
      })
  }

  static let expected = [
    "masterStates[1]", "visited", "2 bytes", "operatorStates[1]", "coordinatorState", "subtaskStates[0]",
    "managedKeyedState", "rawKeyedState", "checkpointProperties",
  ]

  @Test func onlyWhatIsVisitedIsReported() throws {
    let bytes = try Self.metadata().encode()
    var ofFile = Selection(Self.ids[1])
    try MetadataFile(bytes).walk(&ofFile)
    #expect(ofFile.events == Self.expected)
    #expect(ofFile.asked == Self.ids)
    var ofSource = Selection(Self.ids[1])
    try MemorySource(bytes, chunkSize: 3).walkMetadata(&ofSource)
    #expect(ofSource.events == Self.expected)
    var ofValues = Selection(Self.ids[1])
    try Self.metadata().walk(&ofValues)
    #expect(ofValues.events == Self.expected)
    #expect(ofValues.asked == Self.ids)
  }

  @Test func anOperatorThatIsNotVisitedIsChecked() throws {
    let start = try Array(Self.metadata().encode().prefix { _ in true })
    // The index of the first operator's subtask: the operators are alike, and the second comes at the end.
    let index =
      start.count - Crafted.noProperties.count - 2 * (Self.operatorByteCount) + Self.operatorByteCount
      - Self.subtaskByteCount
    var bytes = start
    bytes.replaceSubrange(index..<index + 4, with: Crafted.i32(7))
    var visitor = Selection(Self.ids[1])
    let inMemory = failure { () throws(FlinkMetadataError) in try MetadataFile(bytes).walk(&visitor) }
    #expect(inMemory?.kind == .subtaskIndexOutOfRange(7, parallelism: 1))
    #expect(inMemory?.offset == Int64(index))
    #expect(inMemory?.path.description == "operatorStates[0].subtaskStates[0]")
    #expect(visitor.asked == [Self.ids[0]])
    let ofSource = failure { () throws(FlinkMetadataError) in
      try MemorySource(bytes, chunkSize: 3).walkMetadata(&visitor)
    }
    #expect(ofSource == inMemory)

    var values = Self.metadata()
    values.operatorStates[0].subtaskStates[0].subtaskIndex = 7
    let ofValues = failure { () throws(FlinkMetadataError) in try values.walk(&visitor) }
    #expect(ofValues?.kind == inMemory?.kind)
    #expect(ofValues?.path == inMemory?.path)
    #expect(ofValues?.offset == nil)
  }

  /// Index, two absent operator states, two null keyed states, two empty lists of channels.
  private static let subtaskByteCount = 4 + 4 + 4 + 1 + 1 + 4 + 4
  /// Name, uid, id, parallelism, max parallelism, null coordinator state, number of subtasks, a subtask.
  private static let operatorByteCount = 2 + 2 + 16 + 4 + 4 + 1 + 4 + subtaskByteCount

  @Test func tasksOfVersion1AreVisitedByTheirVertex() throws {
    let tasks = Self.ids.map {
      TaskState(
        jobVertexID: $0, parallelism: 1, maxParallelism: 1, chainLength: 1,
        subtaskStates: [TaskSubtaskState(subtaskIndex: 0, duration: 1)])
    }
    var metadata = CheckpointMetadata(version: .version1, checkpointId: 1, taskStates: tasks)
    let expected = ["taskStates[1]", "subtaskStates[0]", "managedKeyedState", "rawKeyedState"]
    var ofFile = Selection(Self.ids[1])
    try MetadataFile(metadata.encode()).walk(&ofFile)
    #expect(ofFile.events == expected)
    var ofValues = Selection(Self.ids[1])
    try metadata.walk(&ofValues)
    #expect(ofValues.events == expected)

    metadata.taskStates[0].chainLength = 0
    let error = failure { () throws(FlinkMetadataError) in try metadata.walk(&ofValues) }
    #expect(error?.kind == .chainLength(0))
    #expect(error?.path.description == "taskStates[0]")
  }

  /// Selecting each operator in turn reports what a walk over all reports of it.
  @Test(arguments: ["2.3.0/rocksdb-incremental", "1.20.5/rocksdb-incremental", "1.9.3/rocksdb-incremental"])
  func partsAddUpToTheWhole(_ name: String) throws {
    guard let entry = Corpus.entries.first(where: { $0.file == name + ".metadata" }) else { return }
    let file = try MetadataFile(Corpus.bytes(entry.file))
    struct References: MetadataVisitor {
      var id: OperatorID?
      var count = 0
      mutating func visits(
        operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID
      ) -> Bool { id == nil || id == operatorID }
      mutating func fileReference(_ reference: FileReference) { count += 1 }
    }
    var all = References()
    try file.walk(&all)
    var sum = 0
    for id in try file.metadata().operatorStates.map(\.operatorID) {
      var one = References(id: id)
      try file.walk(&one)
      sum += one.count
    }
    #expect(sum == all.count)
    #expect(sum > 0)
  }

  @Test func absentOperatorStateIsReported() throws {
    struct Absences: MetadataVisitor {
      var events: [String] = []
      mutating func absent(_ field: MetadataPath.Field) { events.append("no \(field)") }
      mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64?) {
        if field == .managedOperatorState || field == .rawOperatorState { events.append("\(field)") }
      }
      mutating func refCheckpointId(_ refCheckpointId: Int64?) { events.append("\(refCheckpointId ?? -1)") }
      mutating func checkpointProperties(_ properties: CheckpointProperties?) {
        events.append(properties == nil ? "no properties" : "properties")
      }
    }
    var metadata = Self.metadata()
    metadata.version = .version7
    metadata.operatorStates[0].subtaskStates[0].rawOperatorState = OperatorStreamStateHandle(
      stateNameToPartitionOffsets: [], delegateStateHandle: .emptySegment)
    metadata.operatorStates[0].subtaskStates[0].refCheckpointId = 17
    let expected = [
      "no managedOperatorState", "rawOperatorState", "17", "no managedOperatorState", "no rawOperatorState", "-1",
      "no properties",
    ]
    var ofFile = Absences()
    try MetadataFile(metadata.encode()).walk(&ofFile)
    #expect(ofFile.events == expected)
    var ofValues = Absences()
    try metadata.walk(&ofValues)
    #expect(ofValues.events == expected)
  }

  /// Counts the ends of records.
  private struct Ends: MetadataVisitor {
    var subtasks = 0
    var operators = 0
    var tasks = 0
    mutating func endSubtaskState() { subtasks += 1 }
    mutating func endOperatorState(isFullyFinished: Bool) { operators += 1 }
    mutating func endTaskState() { tasks += 1 }
  }

  @Test(arguments: FormatVersion.allCases)
  func whatBeginsEnds(_ version: FormatVersion) throws {
    let metadata = EncodingProblemTests.Case.legal(version)
    var ofValues = Ends()
    try metadata.walk(&ofValues)
    var ofFile = Ends()
    try MetadataFile(metadata.encode()).walk(&ofFile)
    for ends in [ofValues, ofFile] {
      #expect(ends.subtasks == 1)
      #expect(ends.operators == (version == .version1 ? 0 : 1))
      #expect(ends.tasks == (version == .version1 ? 1 : 0))
    }
  }
}
