import FileTable
import FlinkMetadata

/// Finds the handles whose files are not simply present, after the storage has been listed.
///
/// References wait until there are many, so that the accesses to memory of their look-ups overlap.
struct ProblemCollector: MetadataVisitor, ~Copyable {
  private var references: ReferenceTable
  private let context: Context
  private var keys: LocationKeys
  private var location: ReferenceLocation
  private var isInChangelog = false
  private var waiting: [Waiting] = []
  /// The locations of the references that wait.
  private var texts: [UInt8] = []
  private var directories = ProblemDirectories()
  private(set) var groups = ProblemGroups()
  /// How many files have each verdict but ``FileVerdict/present``.
  private(set) var files: [FileVerdict: Int64] = [:]

  private static var mostWaiting: Int { 64 }

  /// A reference that waits to be looked up.
  private struct Waiting {
    let key: FileKey
    let location: Range<Int>
    let need: SizeNeed
    let isRelative: Bool
  }

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

  /// Takes the table for the walk; ``finish()`` gives it back.
  init(_ references: consuming ReferenceTable, _ context: Context, directory: String) {
    keys = LocationKeys(references.hash, context.form)
    self.references = references
    self.context = context
    location = ReferenceLocation(directory: directory)
  }

  consuming func finish() -> ReferenceTable { references }

  // MARK: Events

  mutating func beginOperatorState(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID,
    parallelism: Int32, maxParallelism: Int32, chainLength: Int32?
  ) {
    judgeWaiting()
    if let operatorName {
      groups.begin(operatorName: String(operatorName))
    } else if let operatorUid {
      groups.begin(operatorName: String(operatorUid))
    } else {
      groups.begin(operatorName: "\(operatorID)")
    }
  }

  mutating func beginTaskState(
    jobVertexID: OperatorID, parallelism: Int32, maxParallelism: Int32, chainLength: Int32
  ) {
    judgeWaiting()
    groups.begin(operatorName: "\(jobVertexID)")
  }

  mutating func endMetadata() { judgeWaiting() }

  mutating func beginChangelogStateHandleStream(tag: HandleTag, keyGroupRange: KeyGroupRange) { isInChangelog = true }
  mutating func endChangelogStateHandleStream(
    stateSize: Int64, checkpointedSize: Int64?, stateHandleId: ModifiedUTF8Span?, storageIdentifier: ModifiedUTF8Span?
  ) {
    isInChangelog = false
  }

  mutating func fileReference(_ reference: FileReference) {
    let isRelative = reference.kind == .relativeFile
    guard isRelative || context.elsewhere.isComplete else { return }
    let need = SizeNeed(reference, isChangelog: isInChangelog)
    Self.wait(reference, need, isRelative, &waiting, &texts, &location, &keys)
    if waiting.count == Self.mostWaiting { judgeWaiting() }
  }

  private static func wait(
    _ reference: FileReference, _ need: SizeNeed, _ isRelative: Bool, _ waiting: inout [Waiting],
    _ texts: inout [UInt8], _ location: inout ReferenceLocation, _ keys: inout LocationKeys
  ) {
    location.withLocation(reference) { bytes in
      let start = texts.count
      texts.append(contentsOf: bytes)
      waiting.append(
        Waiting(key: keys(bytes), location: start..<texts.count, need: need, isRelative: isRelative))
    }
  }

  // MARK: Judging

  private mutating func judgeWaiting() {
    let waiting = exchange(&self.waiting, with: [])
    let texts = exchange(&self.texts, with: [])
    for reference in waiting { references.touch(reference.key) }
    texts.withUnsafeBytes { texts in
      for reference in waiting {
        judge(reference, UnsafeRawBufferPointer(rebasing: texts[reference.location]))
      }
    }
    // The memory is used again.
    self.waiting = waiting
    self.waiting.removeAll(keepingCapacity: true)
    self.texts = texts
    self.texts.removeAll(keepingCapacity: true)
  }

  private mutating func judge(_ reference: Waiting, _ location: UnsafeRawBufferPointer) {
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
    _ reference: Waiting, _ record: FileRecord, _ directory: ProblemDirectories.Directory,
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
    _ verdict: FileVerdict, _ reference: Waiting, _ record: FileRecord, _ location: UnsafeRawBufferPointer
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
