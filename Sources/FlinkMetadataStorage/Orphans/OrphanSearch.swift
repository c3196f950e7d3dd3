// SPDX-License-Identifier: Apache-2.0

/// Looks at each listed file that no metadata refers to.
struct OrphanSearch {
  private let rules: OrphanRules
  /// Directories of jobs, and of savepoints, in canonical form with a slash at their ends, and their indices. The
  /// longest first: of a savepoint inside a job's directory, the savepoint.
  private let places: [(place: OrphanPlace, index: Int)]
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

  init(_ rules: OrphanRules, places: [OrphanPlace]) {
    self.rules = rules
    self.places = places.enumerated().map { ($0.element, $0.offset) }
      .sorted { $0.place.directory.count > $1.place.directory.count }
  }

  /// Judges a file.
  ///
  /// - Parameters:
  ///   - file: the file, which no metadata refers to.
  ///   - canonical: its canonical location.
  ///   - uncertainty: by how many seconds its time can be wrong.
  mutating func consider(_ file: ListedFile, canonical: [UInt8], uncertainty: Int64) {
    guard let (place, index) = places.first(where: { canonical.starts(with: $0.place.directory) }) else {
      return keep(.otherPlace)
    }
    if let guarded = guardOfPlace(canonical[place.directory.count...], in: place) { return keep(guarded) }
    guard let modified = file.modified else { return keep(.noTime) }
    let (latest, overflows) = modified.addingReportingOverflow(uncertainty)
    let (limit, underflows) = rules.now.subtractingReportingOverflow(rules.leastAge)
    if overflows || underflows || latest > limit { return keep(.young) }
    let location = file.location.withUnsafeBytes { Array($0) }
    candidates.append(
      Candidate(orphan: Orphan(location: location, size: file.size, modified: modified), job: index, latest: latest)
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

  /// The guard that a path below the place's directory has by itself.
  private func guardOfPlace(_ path: ArraySlice<UInt8>, in place: OrphanPlace) -> OrphanGuard? {
    var normal: [UInt8] = []
    NormalPath.append(path, to: &normal)
    if !normal.elementsEqual(path) { return .strangeName }
    let components = path.split(separator: UInt8(ascii: "/"))
    guard let name = components.last else { return .strangeName }
    // Also what is being written, compressed or kept as a copy.
    if name.contains("_metadata".utf8) { return .metadata }
    for directory in components.dropLast() {
      if !rules.includesTaskOwned, directory.elementsEqual("taskowned".utf8) { return .taskOwned }
      if !rules.includesChangelog, directory.elementsEqual("dstl".utf8) { return .changelog }
      if !rules.includesForSt, isOfForSt(directory) { return .forSt }
    }
    return place.isJob ? guardInJob(components, place) : components.count == 1 ? nil : .otherPlace
  }

  private func guardInJob(_ components: [ArraySlice<UInt8>], _ place: OrphanPlace) -> OrphanGuard? {
    guard components.count > 1 else { return .unknownPlace }
    let first = String(decoding: components[0], as: UTF8.self)
    switch first {
    case "shared": return place.refersToShared ? nil : .unreferenced
    case "taskowned", "dstl": return nil
    default:
      let isCheckpoint = CheckpointDirectory("/\(first)").checkpointId != nil && components.count == 2
      return isCheckpoint || isOfForSt(components[0]) ? nil : .unknownPlace
    }
  }

  /// `op_<operator>_<id>__<i>_<n>__attempt_<k>`, and anything that begins so: better one too many.
  private func isOfForSt(_ directory: ArraySlice<UInt8>) -> Bool { directory.starts(with: "op_".utf8) }
}

/// A directory in which orphans are looked for.
struct OrphanPlace: Sendable {
  /// In canonical form, with a slash at its end.
  let directory: [UInt8]
  /// Whether it is a job's directory, with `shared/` and checkpoints; else it is that of a savepoint, or of a checkpoint
  /// that was moved, which has no directories in it.
  let isJob: Bool
  /// Whether given metadata refers to files below its `shared/`.
  var refersToShared = false
}
