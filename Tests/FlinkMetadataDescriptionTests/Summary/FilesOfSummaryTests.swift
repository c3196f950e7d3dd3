// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Testing

/// The files of a summary, by operator and by directory, and how much of the state is in them.
@Suite struct FilesOfSummaryTests {
  private static let location = FileLocation(directory: "s3://b/job/chk-7")

  /// Where a reference leads to.
  private func resolved(_ file: ReferencedFile) -> String {
    guard file.kind == .relativeFile else { return file.path }
    return "s3://b/job/chk-7/" + file.path.drop { $0 == "/" }
  }

  @Test(arguments: ReadableFile.all)
  func eachOperatorHasItsFiles(_ file: ReadableFile) throws {
    let summary = try summarize(file.bytes, location: Self.location)
    var metadata = try file.metadata()
    for (ours, state) in zip(summary.operators, metadata.operatorStates) {
      metadata.operatorStates = [state]
      let files = try metadata.referencedFiles()
      #expect(ours.files == Set(files.map(resolved)).count)
      #expect(ours.fileReferences == Int64(files.count))
    }
  }

  @Test(arguments: ReadableFile.all)
  func eachDirectoryHasItsFiles(_ file: ReadableFile) throws {
    let directories = try summarize(file.bytes, location: Self.location).directories
    let files = try MetadataFile(file.bytes).referencedFiles().map(resolved)
    let expected = Dictionary(grouping: files) { path in
      path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }
    #expect(Set(directories.map(\.path)) == Set(expected.keys))
    for directory in directories {
      let files = expected[directory.path ?? "none"] ?? []
      #expect(directory.references == Int64(files.count))
      #expect(directory.files == Set(files).count)
      let isOwn = directory.path?.hasPrefix("s3://b/job/chk-7/") == true
      let isOfJob = directory.path?.hasPrefix("s3://b/job/") == true
      #expect(directory.relation == (isOwn ? .own : isOfJob ? .job : .elsewhere))
    }
  }

  /// Whatever is not inlined is in a directory, but for channel state that says how large it is and names no file.
  @Test(arguments: ReadableFile.all)
  func directoriesHaveAllStateInFiles(_ file: ReadableFile) throws {
    let summary = try summarize(file.bytes)
    // A subtask that another one with its index replaces is not in the sums; sums of the greatest numbers stop there.
    let isReplaced = try file.metadata().operatorStates.contains {
      $0.flinkSubtaskStates.count != $0.subtaskStates.count
    }
    // The files named `strings-` have changes of some size in no file at all.
    if isReplaced || file.description.contains("extreme") || file.description.contains("strings-") { return }
    let nowhere = try file.metadata().operatorStates.flatMap(\.subtaskStates)
      .flatMap { $0.inputChannelState + $0.resultSubpartitionState }
      .filter { !$0.isInFile && !$0.isInlined }.map(\.flinkSize).reduce(0, +)
    let sum = summary.directories.map(\.stateSize).reduce(0, +)
    #expect(sum == summary.totals.sizes.total - summary.totals.inlinedSize - nowhere)
  }

  @Test func manyDirectoriesAreSummed() throws {
    let subtasks = (0..<5000).map { (Int32($0), CraftedFile.Handle.file("s3://b/\($0)/f", size: 2)) }
    let again = (0..<5000).map { (Int32($0), CraftedFile.Handle.file("s3://b/\($0)/f", size: 1)) }
    let summary = try summarize(
      CraftedFile([.init(parallelism: 5000, subtasks: subtasks), .init(parallelism: 5000, subtasks: again)]).bytes)
    #expect(summary.directories.count < 2100)
    #expect(summary.directories.reduce(0) { $0 + $1.files } == 5000)
    #expect(summary.directories.reduce(0) { $0 + $1.stateSize } == 15_000)
    #expect(summary.files.distinct == 5000)
    #expect(summary.operators.map(\.files) == [5000, 5000])
    let rest = try #require(summary.directories.first { $0.path == nil })
    #expect(rest.relation == .unknown)
  }

  /// One directory under two spellings.
  @Test func relativeAndAbsolutePathsAreOneFile() throws {
    let handles: [CraftedFile.Handle] = [
      .relativeFile("ä", size: 1), .file("s3://b/job/chk-7/ä", size: 1), .relativeFile("/ä", size: 1),
    ]
    let subtasks = handles.enumerated().map { (Int32($0), $1) }
    let summary = try summarize(CraftedFile([.init(parallelism: 3, subtasks: subtasks)]).bytes, location: Self.location)
    #expect(summary.files.distinct == 1)
    #expect(summary.directories.map(\.path) == ["s3://b/job/chk-7/"])
    #expect(summary.directories.map(\.references) == [3])
    #expect(summary.operators.map(\.files) == [1])
  }

  // MARK: Shared state

  @Test(arguments: ReadableFile.all)
  func sharedSizeIsThatOfTheValues(_ file: ReadableFile) throws {
    let metadata = try file.metadata()
    let summary = try summarize(file.bytes)
    if summary.totals.unknownSizes > 0 || file.description.contains("extreme") { return }
    for (ours, state) in zip(summary.operators, metadata.operatorStates) {
      let shared = state.flinkSubtaskStates.map { subtask in
        [subtask.managedKeyedState, subtask.rawKeyedState].compactMap(\.self).map(sharedSize).reduce(0, +)
          + [subtask.managedOperatorState, subtask.rawOperatorState]
          .compactMap { $0?.delegateStateHandle }.map(sharedSize).reduce(0, +)
      }
      #expect(ours.totals.sharedSize == shared.reduce(0, +))
    }
  }

  private func sharedSize(_ handle: KeyedStateHandle) -> Int64 {
    switch handle {
    case .keyGroups(let handle): sharedSize(handle.stateHandle)
    case .savepointKeyGroups(let handle): sharedSize(handle.stateHandle)
    case .incrementalRemote(let handle):
      handle.sharedState.map { $0.handle.isInlined ? 0 : Optional($0.handle).flinkSize }.reduce(0, +)
        + handle.privateState.map { sharedSize($0.handle) }.reduce(0, +)
        + (handle.metaStateHandle.map(sharedSize) ?? 0)
    case .changelogBackend(let handle):
      (handle.materialized.compactMap(\.self) + handle.nonMaterialized).map(sharedSize).reduce(0, +)
    case .changelogStream(let handle):
      handle.streamStateHandles.allSatisfy { $0.handle?.isInlined ?? true } && !handle.streamStateHandles.isEmpty
        ? 0 : handle.stateSize
    case .inMemoryChangelog: 0
    @unknown default: 0
    }
  }

  private func sharedSize(_ handle: StreamStateHandle) -> Int64 {
    guard case .segment(let segment) = handle, segment.scope == .shared else { return 0 }
    return segment.stateSize
  }
}

extension StreamStateHandle {
  fileprivate var isInlined: Bool {
    switch self {
    case .byteStream: true
    case .keyGroups(let handle): handle.stateHandle.isInlined
    default: false
    }
  }

  fileprivate var isInFile: Bool {
    switch self {
    case .file, .relativeFile, .segment: true
    case .keyGroups(let handle): handle.stateHandle.isInFile
    default: false
    }
  }
}

extension ChannelStateHandle {
  private var stream: StreamStateHandle? {
    switch self {
    case .single(let handle): handle.delegate
    case .merged(let handle): handle.delegate
    @unknown default: nil
    }
  }

  fileprivate var isInFile: Bool { stream?.isInFile == true }
  fileprivate var isInlined: Bool { stream?.isInlined == true }
}
