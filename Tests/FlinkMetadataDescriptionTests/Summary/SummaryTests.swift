// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Foundation
import Testing

/// What is summed up while a file is being read is what its values give.
@Suite struct SummaryTests {
  @Test(arguments: ReadableFile.all)
  func operatorsEqualThoseOfTheValues(_ file: ReadableFile) throws {
    let metadata = try file.metadata()
    let summary = try summarize(file.bytes)
    #expect(summary.version == metadata.version)
    #expect(summary.dialect == metadata.dialect)
    #expect(summary.checkpointId == metadata.checkpointId)
    #expect(summary.properties == metadata.properties)
    #expect(summary.byteCount == Int64(file.bytes.count))
    #expect(
      summary.operators.map(\.id) == metadata.operatorStates.map(\.operatorID) + metadata.taskStates.map(\.jobVertexID))
    for (ours, state) in zip(summary.operators, metadata.operatorStates) {
      #expect(ours.name == state.operatorName.map(String.init))
      #expect(ours.uid == state.operatorUid.map(String.init))
      #expect(ours.parallelism == state.parallelism)
      #expect(ours.maxParallelism == state.maxParallelism)
      #expect(ours.isFullyFinished == state.isFullyFinished)
      #expect(ours.subtaskCount == state.flinkSubtaskStates.count)
      #expect(ours.finishedSubtaskCount == state.flinkSubtaskStates.count(where: \.isFinished))
    }
  }

  @Test(arguments: ReadableFile.all)
  func sizesEqualThoseOfFlink(_ file: ReadableFile) throws {
    let metadata = try file.metadata()
    for (ours, state) in zip(try summarize(file.bytes).operators, metadata.operatorStates) {
      let subtasks = state.flinkSubtaskStates
      #expect(ours.totals.checkpointedSize == state.flinkCheckpointedSize)
      #expect(ours.totals.sizes[.coordinator] == Int64(state.coordinatorState?.data.count ?? 0))
      // Where a size is not known Flink's sum has -1; and sums of the greatest numbers overflow in Flink, and ours stop.
      if ours.totals.unknownSizes > 0 || file.description.contains("extreme") { continue }
      #expect(ours.totals.sizes[.managedKeyed] == subtasks.map { $0.managedKeyedState?.flinkSize ?? 0 }.sum)
      #expect(ours.totals.sizes[.rawKeyed] == subtasks.map { $0.rawKeyedState?.flinkSize ?? 0 }.sum)
      #expect(
        ours.totals.sizes[.managedOperator]
          == subtasks.map { ($0.managedOperatorState?.delegateStateHandle).flinkSize }.sum)
      #expect(
        ours.totals.sizes[.rawOperator] == subtasks.map { ($0.rawOperatorState?.delegateStateHandle).flinkSize }.sum)
      #expect(
        ours.totals.sizes[.channel]
          == subtasks.flatMap { $0.inputChannelState + $0.resultSubpartitionState }.map(\.flinkSize).sum)
    }
  }

  @Test(arguments: ReadableFile.all)
  func inlinedAndReferencedAreTheWhole(_ file: ReadableFile) throws {
    let summary = try summarize(file.bytes)
    #expect(summary.totals.inlinedSize >= 0)
    #expect(summary.totals.inlinedSize <= summary.totals.sizes.total)
  }

  @Test func inlinedStateIsCounted() throws {
    let inlined = try summarize(Corpus.bytes("2.3.0/heap-inlined.metadata"))
    #expect(
      inlined.totals.inlinedSize == inlined.totals.sizes.total && inlined.totals.inlinedSize > 0
        && inlined.files.distinct == 0)
    let coordinators = try summarize(Corpus.bytes("2.3.0/heap.metadata"))
    #expect(coordinators.totals.inlinedSize == coordinators.totals.sizes[.coordinator])
  }

  @Test func sizesStopAtTheGreatestNumber() throws {
    let subtasks = (0..<2).map { (Int32($0), CraftedFile.Handle.file("file:/a", size: .max)) }
    let file = CraftedFile([.init(parallelism: 2, subtasks: subtasks), .init(parallelism: 2, subtasks: subtasks)])
    let summary = try summarize(file.bytes)
    #expect(summary.totals.sizes.total == .max)
    // This one is Flink's, which overflows.
    #expect(summary.operators.map(\.totals.checkpointedSize) == [-2, -2])
  }

  /// Flink's sums include negative sizes; ``StateTotals/sizes`` counts them as unknown.
  @Test func negativeSizesAreUnknown() throws {
    let subtasks: [(Int32, CraftedFile.Handle)] = [
      (0, .segment("file:/a", start: 0, size: .min)), (1, .file("file:/b", size: -1)), (2, .file("file:/c", size: 5)),
    ]
    let summary = try summarize(CraftedFile([.init(parallelism: 3, subtasks: subtasks)]).bytes)
    #expect(summary.totals.unknownSizes == 2)
    #expect(summary.totals.sizes.total == 5)
    #expect(summary.operators[0].totals.checkpointedSize == .min + 4)
  }

  /// As in Flink's map of subtasks.
  @Test func ofSubtasksWithTheSameIndexTheLastCounts() throws {
    let subtasks = [5, 7].map { (Int32(0), CraftedFile.Handle.file("file:/a", size: $0)) }
    let summary = try summarize(CraftedFile([.init(subtasks: subtasks)]).bytes)
    #expect(summary.operators[0].subtaskCount == 1)
    #expect(summary.operators[0].totals.checkpointedSize == 7)
  }

  // MARK: The table of operators

  @Test func tableHasTheColumnsOfTheSQLFunction() throws {
    let collector = MemorySink()
    try OperatorCSV.writeHeader(to: collector)
    try OperatorCSV.write(summarize(Corpus.bytes("2.3.0/file-merging.metadata")), file: "a,b", to: collector)
    let rows = collector.text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(
      rows[0] == [
        "checkpoint-id", "operator-name", "operator-uid", "operator-uid-hash", "operator-parallelism",
        "operator-max-parallelism", "operator-subtask-state-count", "operator-coordinator-state-size-in-bytes",
        "operator-total-size-in-bytes", "operator-full-size-in-bytes", "operator-shared-size-in-bytes",
        "operator-private-size-in-bytes", "operator-inlined-size-in-bytes", "operator-channel-size-in-bytes",
        "operator-largest-subtask-size-in-bytes", "operator-median-subtask-size-in-bytes",
        "operator-file-reference-count", "file",
      ])
    #expect(rows.count == 6)
    for row in rows.dropFirst() { #expect(row.count == 19) }
    #expect(
      rows[1] == [
        "3", "Source: numbers", "numbers", "ca88eee0095684d687a1b6495617f957", "2", "32", "2", "20", "536", "536", "0",
        "516", "20", "0", "258", "258", "2", "\"a", "b\"",
      ])
  }

  @Test(arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("two\nlines", "\"two\nlines\""),
    ("cr\r", "\"cr\r\""), ("é🧮", "é🧮"),
  ])
  func fieldsAreQuotedWhereNeeded(_ name: String, field: String) throws {
    let collector = MemorySink()
    try OperatorCSV.write(summarize(CraftedFile([.init(name: name)]).bytes), file: "f", to: collector)
    #expect(collector.text == "42,\(field),,00000000000000000000000000000001,1,1,0,0,0,0,0,0,0,0,0,0,0,f\n")
  }

  /// As data CSV has the names as they are; on a terminal they can do nothing.
  @Test func namesInCSVCannotControlATerminal() throws {
    let name = "\u{1B}[2J\u{202E}\u{9B}31m, next"
    let summary = try summarize(CraftedFile([.init(name: name, uid: name)]).bytes)
    let (data, shown) = (MemorySink(), MemorySink())
    try OperatorCSV.write(summary, file: "f", to: data)
    try OperatorCSV.write(summary, file: "f", isForTerminal: true, to: shown)
    #expect(data.text.hasPrefix("42,\"\(name)\",\"\(name)\","))
    #expect(shown.text.hasPrefix("42,\"\\u{1B}[2J\\u{202E}\\u{009B}31m, next\","))
  }
}
