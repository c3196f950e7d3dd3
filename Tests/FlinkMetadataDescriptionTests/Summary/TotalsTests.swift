// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Testing

/// The totals of subtasks, operators and checkpoints agree with each other, with the values, and with the table of operators.
@Suite struct TotalsTests {
  private func detailed(_ bytes: [UInt8]) throws -> CheckpointSummary {
    try CheckpointSummary(MetadataFile(bytes), keepsDetails: true)
  }

  private func sum(_ totals: some Sequence<StateTotals>) -> StateTotals {
    totals.reduce(into: StateTotals()) { $0.add($1) }
  }

  @Test(arguments: ReadableFile.all)
  func anOperatorIsItsCoordinatorAndItsSubtasks(_ file: ReadableFile) throws {
    let summary = try detailed(file.bytes)
    for (ours, state) in zip(summary.operators, try file.metadata().operatorStates) {
      var coordinator = StateTotals()
      let size = Int64(state.coordinatorState?.data.count ?? 0)
      coordinator.sizes[.coordinator] = size
      coordinator.inlinedSize = size
      coordinator.checkpointedSize = size
      #expect(ours.totals == sum([coordinator] + ours.subtasks.map(\.totals)))
    }
    // Tasks have no coordinator.
    if summary.version == .version1 {
      for ours in summary.operators { #expect(ours.totals == sum(ours.subtasks.map(\.totals))) }
    }
    #expect(summary.totals == sum(summary.operators.map(\.totals)))
  }

  @Test(arguments: ReadableFile.all)
  func aSubtaskIsThatOfTheValues(_ file: ReadableFile) throws {
    for (ours, state) in zip(try detailed(file.bytes).operators, try file.metadata().operatorStates) {
      let expected = Dictionary(
        uniqueKeysWithValues: state.flinkSubtaskStates.filter { !$0.isFinished }
          .map { ($0.subtaskIndex, $0.flinkCheckpointedSize) })
      let found = Dictionary(
        uniqueKeysWithValues: ours.subtasks.map { ($0.subtaskIndex, $0.totals.checkpointedSize) })
      #expect(found == expected)
      #expect(ours.subtasks.count == ours.subtaskCount - ours.finishedSubtaskCount)
    }
  }

  @Test(arguments: ReadableFile.all)
  func checkpointedSizeIsTheColumnOfTheTable(_ file: ReadableFile) throws {
    let summary = try summarize(file.bytes)
    let sink = MemorySink()
    try OperatorCSV.write(summary, file: "f", to: sink)
    // The columns before that of the file are numbers, so a line break in a name ends no row that is counted here.
    let column = sink.text.split(separator: "\n").compactMap { line -> [Int64]? in
      let numbers = line.split(separator: ",").dropLast().suffix(13).compactMap { Int64($0) }
      return numbers.count == 13 ? numbers : nil
    }
    #expect(column.map { $0[5] } == summary.operators.map(\.totals.sizes.total))
    #expect(column.map { $0[6] } == summary.operators.map(\.totals.sharedSize))
    #expect(column.map { $0[8] } == summary.operators.map(\.totals.inlinedSize))
    #expect(column.map { $0[4] } == summary.operators.map(\.totals.checkpointedSize))
    #expect(column.map { $0[3] } == summary.operators.map { $0.totals.sizes[.coordinator] })
    let expected = try file.metadata().operatorStates.map(\.flinkCheckpointedSize)
    if summary.version != .version1 { #expect(column.map { $0[4] } == expected) }
  }

  @Test(arguments: ReadableFile.all)
  func subtasksAreKeptOnRequest(_ file: ReadableFile) throws {
    let summary = try detailed(file.bytes)
    let short = try summarize(file.bytes)
    #expect(facts(summary) == facts(short))
    #expect(short.operators.allSatisfy { $0.subtasks.isEmpty && $0.details.operatorStates.isEmpty })
  }

  /// As in Flink's map of subtasks.
  @Test func aReplacedSubtaskIsNotKept() throws {
    let subtasks: [(Int32, CraftedFile.Handle)] = [
      (1, .file("file:/a", size: 5)), (0, .inlined("b", [1, 2, 3])), (1, .file("file:/c", size: 7)),
    ]
    let summary = try detailed(CraftedFile([.init(parallelism: 2, subtasks: subtasks)]).bytes)
    let state = try #require(summary.operators.first)
    #expect(state.subtasks.map(\.subtaskIndex) == [0, 1])
    #expect(state.subtasks.map(\.totals.sizes.total) == [3, 7])
    #expect(state.subtasks.map(\.totals.inlinedSize) == [3, 0])
    #expect(state.totals.sizes.total == 10)
    #expect(summary.totals == state.totals)
  }

  @Test func anUnknownSizeIsCountedEverywhere() throws {
    let subtasks: [(Int32, CraftedFile.Handle)] = [(0, .file("file:/a", size: -1)), (1, .file("file:/b", size: 4))]
    let summary = try detailed(CraftedFile([.init(parallelism: 2, subtasks: subtasks)]).bytes)
    #expect(summary.operators[0].subtasks.map(\.totals.unknownSizes) == [1, 0])
    #expect(summary.operators[0].subtasks.map(\.totals.checkpointedSize) == [-1, 4])
    #expect(summary.totals.unknownSizes == 1)
    #expect(summary.totals.sizes.total == 4)
    #expect(summary.totals.checkpointedSize == 3)
  }

  // MARK: Files, views and values

  @Test(arguments: Corpus.entries.filter(\.readBackByFlink))
  func filesViewsAndValuesHaveOneSummary(_ entry: Corpus.Entry) throws {
    let file = try MetadataFile(Corpus.bytes(entry.file))
    for location in [nil, FileLocation(directory: "file:/tmp/flink-metadata-corpus")] {
      let ofFile = try CheckpointSummary(file, keepsDetails: true, location: location)
      let view = try file.view
      let ofView = try CheckpointSummary(view, keepsDetails: true, location: location)
      let ofValues = try CheckpointSummary(file.metadata(), keepsDetails: true, location: location)
      #expect(ofFile.byteCount + ofFile.trailingByteCount == Int64(file.bytes.count))
      #expect(facts(ofView) == facts(ofFile))
      #expect(ofView.byteCount == ofFile.byteCount)
      #expect(facts(ofValues) == facts(ofFile))
      #expect(ofValues.byteCount == 0)
    }
  }

  @Test func bytesAfterTheBodyAreCounted() throws {
    let file = try MetadataFile(CraftedFile([.init()]).bytes + [1, 2, 3])
    let view = try file.view
    #expect(try CheckpointSummary(file).trailingByteCount == 3)
    #expect(try CheckpointSummary(view).trailingByteCount == 3)
  }

  /// What a summary says, but for the size of the file.
  private func facts(_ summary: CheckpointSummary) -> [String] {
    [
      "\(summary.version) \(summary.dialect) \(summary.checkpointId) \(String(describing: summary.properties))",
      "\(summary.masterStates) \(summary.files) \(summary.trailingByteCount)",
      "\(summary.directories)",
    ]
      + summary.operators.flatMap { (state: OperatorSummary) -> [String] in
        [
          "\(state) \(state.totals.sharedSize) \(state.files) \(state.fileReferences) \(state.keyedStateForms)",
          "\(String(describing: state.spread)) \(state.details.inputChannels) \(state.details.resultSubpartitions)",
        ]
      }
  }
}
