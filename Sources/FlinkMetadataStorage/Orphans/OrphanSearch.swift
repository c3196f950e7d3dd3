/// Looks at each listed file that no metadata refers to.
struct OrphanSearch {
  private let rules: OrphanRules
  /// Directories of jobs, and of savepoints, in canonical form with a slash at their ends, and their indices. The
  /// longest first: of a savepoint inside a job's directory, the savepoint.
  private let places: [(directory: [UInt8], job: Int)]
  private var candidates: [Candidate] = []
  /// How many files each guard has kept.
  private(set) var kept: [OrphanGuard: Int64] = [:]

  /// A file that is an orphan if its job has newer metadata.
  private struct Candidate {
    let orphan: Orphan
    let job: Int
    /// The latest time that the file can have.
    let latest: Int64
  }

  /// - Parameter directories: those of jobs and savepoints, in canonical form with a slash at their ends.
  init(_ rules: OrphanRules, directories: [[UInt8]]) {
    self.rules = rules
    places = directories.enumerated().map { ($0.element, $0.offset) }.sorted { $0.directory.count > $1.directory.count }
  }

  /// Judges a file.
  ///
  /// - Parameters:
  ///   - file: the file, which no metadata refers to.
  ///   - canonical: its canonical location.
  ///   - uncertainty: by how many seconds its time can be wrong.
  mutating func consider(_ file: ListedFile, canonical: [UInt8], uncertainty: Int64) {
    guard let place = places.first(where: { canonical.starts(with: $0.directory) }) else { return keep(.otherPlace) }
    if let guarded = guardOfPlace(canonical[place.directory.count...]) { return keep(guarded) }
    guard let modified = file.modified else { return keep(.noTime) }
    let (latest, overflows) = modified.addingReportingOverflow(uncertainty)
    let (limit, underflows) = rules.now.subtractingReportingOverflow(rules.leastAge)
    if overflows || underflows || latest > limit { return keep(.young) }
    let location = file.location.withUnsafeBytes { Array($0) }
    candidates.append(
      Candidate(orphan: Orphan(location: location, size: file.size, modified: modified), job: place.job, latest: latest)
    )
  }

  /// The orphans.
  ///
  /// - Parameter newest: when the newest metadata of each directory was written; nil if not known, and then nothing
  ///   there is an orphan.
  mutating func finish(newest: [Int64?]) -> [Orphan] {
    var orphans: [Orphan] = []
    for candidate in candidates {
      if let newest = newest[candidate.job], candidate.latest <= newest {
        orphans.append(candidate.orphan)
      } else {
        keep(.newerThanMetadata)
      }
    }
    candidates = []
    return orphans
  }

  private mutating func keep(_ guarded: OrphanGuard) { kept[guarded, default: 0] += 1 }

  /// The guard that a path below the job's directory has by its place alone.
  private func guardOfPlace(_ path: ArraySlice<UInt8>) -> OrphanGuard? {
    let components = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    var normal: [UInt8] = []
    NormalPath.append(path, to: &normal)
    if !normal.elementsEqual(path) { return .strangeName }
    if components.last?.elementsEqual("_metadata".utf8) == true { return .metadata }
    for directory in components.dropLast() {
      if !rules.includesTaskOwned, directory.elementsEqual("taskowned".utf8) { return .taskOwned }
      if !rules.includesChangelog, directory.elementsEqual("dstl".utf8) { return .changelog }
      if !rules.includesForSt, isOfForSt(directory) { return .forSt }
    }
    return nil
  }

  /// `op_<operator>_<id>__<i>_<n>__attempt_<k>`, and anything that begins so: better one too many.
  private func isOfForSt(_ directory: ArraySlice<UInt8>) -> Bool { directory.starts(with: "op_".utf8) }
}
