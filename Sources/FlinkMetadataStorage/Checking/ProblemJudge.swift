// SPDX-License-Identifier: Apache-2.0

import FileTable

/// Judges the references of a metadata file, after the storage has been listed.
struct ProblemJudge: ~Copyable {
  private var references: ReferenceTable
  private let context: Context
  private var directories = ProblemDirectories()
  private(set) var groups = ProblemGroups()
  /// How many files have each verdict but ``FileVerdict/present``.
  private(set) var files: [FileVerdict: Int64] = [:]

  /// What the judgement depends on.
  struct Context {
    let form: LocationForm
    let coverage: StorageCoverage
    let olderVersions: [FileKey: ListingMatcher.OlderVersion]
    /// Where files of relative handles are instead. If it is not complete, only the names of such files are collected.
    let elsewhere: ElsewhereFiles
    /// Whether the checkpoint is newer than the listings.
    let isNewerThanListing: Bool
    /// Called with each problem, if all are wanted.
    let report: ((FileProblem, _ operatorName: String) -> Void)?
    /// Marks files of this checkpoint as counted.
    let mark: CheckpointSets.Index
  }

  /// Takes the table; ``finish()`` gives it back.
  init(_ references: consuming ReferenceTable, _ context: Context) {
    self.references = references
    self.context = context
  }

  /// The table.
  consuming func finish() -> ReferenceTable { references }

  private mutating func judge(_ reference: ProblemReferences.Entry, _ location: UnsafeRawBufferPointer) {
    guard let record = references.record(reference.key) else { return }
    if record.isFound && !record.isArchived && reference.need.isMet(by: record.foundSize) { return }
    let directory = directories.find(location, context.form, context.coverage)
    let verdict = verdict(reference, record, directory, location)
    let mark = context.mark
    let isFirst = references.update(reference.key) { record in
      defer { record.checkpoints = mark }
      return record.checkpoints != mark
    }
    if isFirst == true { files[verdict, default: 0] += 1 }
    if context.report == nil, groups.isOfLast(verdict, directory.index) { return }
    let problem = problem(verdict, reference, record, location)
    context.report?(problem, groups.operatorName)
    groups.add(problem, directory.index)
  }

  private func verdict(
    _ reference: ProblemReferences.Entry, _ record: FileRecord, _ directory: ProblemDirectories.Directory,
    _ location: UnsafeRawBufferPointer
  ) -> FileVerdict {
    if record.isFound { return foundVerdict(reference.need, record.foundSize) }
    if record.hasOlderVersion { return .recoverable }
    if !directory.isCovered { return .notCovered }
    if reference.isRelative, isElsewhere(location, reference.need) { return .elsewhere }
    return context.isNewerThanListing ? .unknown : .missing
  }

  private func foundVerdict(_ need: SizeNeed, _ size: Int64?) -> FileVerdict {
    if need.isMet(by: size) { return .archived }
    // Not even compressed changes take no bytes.
    if case .beforeCompression = need, size != 0 { return .perhapsCut }
    return .wrongSize
  }

  /// Whether another directory has the file of a relative handle. The first time it is noted, to be looked for.
  private func isElsewhere(_ location: UnsafeRawBufferPointer, _ need: SizeNeed) -> Bool {
    let name = context.form.name(location)
    if context.elsewhere.isComplete { return context.elsewhere.directory(of: name, need) != nil }
    context.elsewhere.want(name)
    return false
  }

  private func problem(
    _ verdict: FileVerdict, _ reference: ProblemReferences.Entry, _ record: FileRecord,
    _ location: UnsafeRawBufferPointer
  ) -> FileProblem {
    let canonical = context.form.canonical(Array(location))
    var problem = FileProblem(verdict, location: String(decoding: canonical, as: UTF8.self), need: reference.need)
    if record.isFound { problem.foundSize = record.foundSize }
    if verdict == .recoverable { problem.versionID = context.olderVersions[reference.key]?.versionID }
    if verdict == .elsewhere {
      let directory = context.elsewhere.directory(of: context.form.name(location), reference.need)
      problem.otherDirectory = directory.map { String(decoding: $0, as: UTF8.self) }
    }
    return problem
  }
}

extension ProblemJudge: BatchWorker {
  typealias Batch = ProblemReferences

  static func makeBatch() -> Batch { ProblemReferences() }

  mutating func work(on batch: inout Batch) {
    var operators = batch.operators[...]
    for start in stride(from: 0, to: batch.entries.count, by: Self.rowLength) {
      let row = Self.row(from: start, of: batch.entries.count)
      for index in row { references.touch(batch.entries[index].key) }
      for index in row {
        while let next = operators.first, next.start <= index {
          groups.begin(operatorName: next.name)
          operators.removeFirst()
        }
        batch.withLocation(index) { judge(batch.entries[index], $0) }
      }
    }
    if let last = operators.last { groups.begin(operatorName: last.name) }
    batch.removeAll()
  }
}
