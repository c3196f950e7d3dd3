// SPDX-License-Identifier: Apache-2.0

import FileTable
import FlinkMetadata
import FlinkMetadataFiles

extension StorageCheck {
  /// Reads the storage and compares. Call it once, when all metadata files were added.
  ///
  /// - Throws: ``CheckError``; there is no report then. A listing on a pipe can be read only once: give its path if
  ///   metadata has relative handles, or the files that such handles miss are not looked for elsewhere.
  public mutating func run(_ inputs: [StorageInput]) throws(CheckError) -> StorageReport {
    var report = StorageReport()
    var coverage = StorageCoverage()
    for directory in options.coveredDirectories { coverage.add(directory: plainForm.canonical(Array(directory.utf8))) }
    var found = FoundInStorage()
    let places = orphanPlaces()
    var orphans = options.orphans.map { OrphanSearch($0, places: places.places) }
    for input in inputs {
      let listed = try match(input, &orphans, &found)
      if let directory = listed.directory { coverage.add(directory: Array(directory.utf8)) }
      report.listings.append(listed)
    }
    try requireMatch(report.listings, found)
    for (index, modified) in found.metadata {
      checkpoints[index].isListed = true
      if let modified { checkpoints[index].modified = modified }
    }
    report.otherMetadata = found.otherMetadata.map { text($0) }
    if orphans != nil {
      let newest = places.checkpoints.map { $0.compactMap { checkpoints[$0].modified }.max() }
      report.orphans = orphans?.finish(newest: newest)
      report.kept = orphans?.kept ?? [:]
    }
    report.results = try results(inputs, report, coverage, found)
    return report
  }

  // MARK: Listings

  /// What all listings together say.
  struct FoundInStorage {
    /// The indices of given metadata files that are listed, with their times.
    var metadata: [Int: Int64?] = [:]
    var otherMetadata: [[UInt8]] = []
    var olderVersions: [FileKey: ListingMatcher.OlderVersion] = [:]
    var matchCount: Int64 = 0
    var firstListed: [UInt8]?
  }

  private mutating func match(_ input: StorageInput, _ orphans: inout OrphanSearch?, _ found: inout FoundInStorage)
    throws(CheckError) -> StorageReport.ListedStorage
  {
    // The same file can be given twice.
    var metadataFiles: [FileKey: [Int]] = [:]
    var keys = LocationKeys(references.hash, plainForm)
    for (index, checkpoint) in checkpoints.enumerated() {
      let file = Array("\(checkpoint.directory)/_metadata".utf8)
      metadataFiles[file.withUnsafeBytes { keys($0) }, default: []].append(index)
    }
    let table = exchange(&references, with: ReferenceTable())
    let hash = table.hash
    let waiting = ListingMatcher(table, storageForm, metadataFiles: metadataFiles, orphans: orphans)
    var feed = ListingFeed(waiting, hash, storageForm, isTimeZoneKnown: input.isTimeZoneKnown)
    orphans = nil
    var listed = StorageReport.ListedStorage(
      name: input.name, form: nil, fileCount: 0, matchCount: 0, directory: nil, takenAt: nil)
    var prefix: String?
    do throws(ListingError) {
      switch input {
      case .listing(let path, let options):
        let summary = try reader(options).read(path: path, &feed)
        listed.form = summary.form
        listed.hasUncertainTimes = summary.form.hasLocalTimes && !input.isTimeZoneKnown
        listed.takenAt = summary.takenAt ?? summary.newest
        prefix = summary.prefix
      case .tree(let path):
        let tree = TreeReader(path: path)
        listed.firstLink = try tree.read(&feed)
        prefix = tree.directory
      }
    } catch {
      references = feed.finish().finish()
      throw .listing(error)
    }
    let common = feed.common.directory
    let firstLocation = feed.firstLocation
    let matcher = feed.finish()
    if var contradiction = matcher.contradiction {
      contradiction.name = input.name
      references = matcher.finish()
      throw .listing(contradiction)
    }
    listed.fileCount = matcher.fileCount
    listed.matchCount = matcher.matchCount
    listed.matchesWithoutSize = matcher.matchesWithoutSize
    let directory =
      prefix.map { storageForm.canonical(Array($0.utf8)) }
      ?? common.map { storageForm.canonical($0) }
    listed.directory = directory.map { text($0) }
    found.metadata.merge(matcher.listedMetadata) { first, _ in first }
    found.otherMetadata += matcher.otherMetadata
    found.olderVersions.merge(matcher.olderVersions) { $0.modified >= $1.modified ? $0 : $1 }
    found.matchCount += matcher.matchCount
    if found.firstListed == nil { found.firstListed = firstLocation.map { storageForm.canonical($0) } }
    orphans = matcher.orphans
    references = matcher.finish()
    return listed
  }

  private func reader(_ options: ListingOptions) -> ListingReader {
    var reader = ListingReader(options)
    reader.opened = self.options.listingOpened
    return reader
  }

  private func requireMatch(_ listings: [StorageReport.ListedStorage], _ found: FoundInStorage) throws(CheckError) {
    // A given metadata file that is listed shows that both sides mean the same storage: then all its files are gone.
    // So does an older version of a needed file.
    guard found.matchCount == 0, found.metadata.isEmpty, found.olderVersions.isEmpty, let referenced = firstReference,
      let listed = found.firstListed
    else { return }
    if let first = listings.first, listings.allSatisfy({ $0.fileCount == 0 }) {
      throw .listing(ListingError(.allDeleted, name: first.name))
    }
    throw .nothingMatches(
      CheckError.Mismatch(
        referenced: text(referenced), listed: text(listed), listedCount: listings.reduce(0) { $0 + $1.fileCount },
        referencedCount: Int64(references.fileCount)))
  }

  /// Directories in which orphans are looked for, and the checkpoints of each.
  private func orphanPlaces() -> (places: [OrphanPlace], checkpoints: [[Int]]) {
    var indices: [[UInt8]: Int] = [:]
    var places: [OrphanPlace] = []
    var checkpointsOfPlace: [[Int]] = []
    for (index, checkpoint) in checkpoints.enumerated() {
      // Without a job's id, the directory above `chk-N` can hold anything: a whole bucket.
      let job = checkpoint.jobID == nil ? nil : checkpoint.jobDirectory
      let directory = Array("\(job ?? checkpoint.directory)/".utf8)
      let place = indices[directory] ?? places.count
      indices[directory] = place
      if place == places.count {
        let shared = directory + Array("shared/".utf8)
        let refersToShared = referencedDirectories.contains { ($0 + [UInt8(ascii: "/")]).starts(with: shared) }
        places.append(OrphanPlace(directory: directory, isJob: job != nil, refersToShared: refersToShared))
        checkpointsOfPlace.append([])
      }
      checkpointsOfPlace[place].append(index)
    }
    return (places, checkpointsOfPlace)
  }

  // MARK: Results

  /// What was added up for a set of checkpoints.
  private struct Sum {
    var bad: Int64 = 0
    var oldest: UInt32 = .max
    var oldestShared: UInt32 = .max
  }

  private mutating func results(
    _ inputs: [StorageInput], _ report: StorageReport, _ coverage: StorageCoverage, _ found: FoundInStorage
  ) throws(CheckError) -> [CheckpointResult] {
    let sums = sumUp()
    var results = checkpoints.map { CheckpointResult(checkpoint: $0) }
    var incomplete: [Int] = []
    for index in results.indices {
      let sum = sums[checkpoints[index].member]
      if sum.oldest != .max { results[index].oldest = Int64(sum.oldest) }
      if sum.oldestShared != .max { results[index].oldestShared = Int64(sum.oldestShared) }
      results[index].files[.present] = checkpoints[index].fileCount - sum.bad
      if sum.bad > 0 || references.sets.overflowed { incomplete.append(index) }
    }
    if incomplete.isEmpty { return results }
    let elsewhere = ElsewhereFiles(directories: knownDirectories(found))
    // Nobody knows which listing would have a missing file.
    let listingTime = report.listings.compactMap(\.takenAt).min()
    let withRelative = incomplete.filter { checkpoints[$0].relativeReferenceCount > 0 }
    if !withRelative.isEmpty, elsewhere.hasOtherDirectories {
      try findProblems(of: withRelative, &results, coverage, found, elsewhere, listingTime)
      if !elsewhere.isEmpty { try search(inputs, for: elsewhere) }
    }
    elsewhere.complete()
    try findProblems(of: incomplete, &results, coverage, found, elsewhere, listingTime)
    return results
  }

  /// For each metadata file that was walked over: how many of its files are not good, and the time of its oldest file.
  private func sumUp() -> [Sum] {
    var sums = [Sum](repeating: Sum(), count: references.sets.count)
    references.records.forEach { _, record in
      let set = Int(record.checkpoints)
      if !record.isGood { sums[set].bad += 1 }
      guard record.isFound, record.modified != 0 else { return }
      sums[set].oldest = min(sums[set].oldest, record.modified)
      if record.isShared { sums[set].oldestShared = min(sums[set].oldestShared, record.modified) }
    }
    return references.sets.distribute(sums, empty: Sum(), checkpointCount: walkCount) { sum, more in
      sum.bad += more.bad
      sum.oldest = min(sum.oldest, more.oldest)
      sum.oldestShared = min(sum.oldestShared, more.oldestShared)
    }
  }

  /// Canonical directories of all metadata files, given or listed.
  private func knownDirectories(_ found: FoundInStorage) -> Set<[UInt8]> {
    var directories = Set(checkpoints.map { Array($0.directory.utf8) })
    for file in found.otherMetadata { directories.insert(Array(file.dropLast("/_metadata".utf8.count))) }
    return directories
  }

  private mutating func findProblems(
    of incomplete: [Int], _ results: inout [CheckpointResult], _ coverage: StorageCoverage, _ found: FoundInStorage,
    _ elsewhere: ElsewhereFiles, _ listingTime: Int64?
  ) throws(CheckError) {
    for index in incomplete {
      let checkpoint = checkpoints[index]
      let isNewer = !checkpoint.isListed && isLater(checkpoint.modified, than: listingTime)
      let report = elsewhere.isComplete ? options.report : nil
      let context = ProblemJudge.Context(
        form: metadataForm, coverage: coverage, olderVersions: found.olderVersions, elsewhere: elsewhere,
        isNewerThanListing: isNewer, report: report.map { report in { report(index, $0, $1) } },
        // Sets of checkpoints are not needed any more: the place takes marks, which differ from all sets.
        mark: CheckpointSets.Index(clamping: 2 * index + (elsewhere.isComplete ? 1 : 0)) | 1 << 23)
      let input = try open(checkpoint.metadata)
      let table = exchange(&references, with: ReferenceTable())
      var collector = ProblemCollector(table, context, directory: checkpoint.storedDirectory)
      do throws(FlinkMetadataError) {
        try input.walk(&collector, dialect: options.dialect)
      } catch {
        references = collector.finish().finish()
        throw .metadata(error, message: input.message(for: error))
      }
      let judge = collector.finish()
      results[index].groups = judge.groups.groups
      results[index].otherProblems = judge.groups.others
      results[index].files = judge.files
      results[index].files[.present] = checkpoint.fileCount - judge.files.values.reduce(0, +)
      references = judge.finish()
    }
  }

  private func isLater(_ time: Int64?, than other: Int64?) -> Bool {
    guard let time, let other else { return false }
    return time > other
  }

  /// Looks at the storage again, for files of relative handles.
  private func search(_ inputs: [StorageInput], for files: ElsewhereFiles) throws(CheckError) {
    var visitor = ElsewhereVisitor(files: files, form: storageForm)
    do throws(ListingError) {
      for input in inputs {
        switch input {
        case .listing("-", _): continue
        case .listing(let path, let options): _ = try reader(options).read(path: path, &visitor)
        case .tree(let path): _ = try TreeReader(path: path).read(&visitor)
        }
      }
    } catch {
      throw .listing(error)
    }
  }
}
