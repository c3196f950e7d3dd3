import FileTable
import FlinkMetadata

/// Counts the references of a metadata file to files, and how these are referred to.
struct ReferenceCounts: ~Copyable {
  /// Where the metadata file is; nil if that is not known.
  private let location: FileLocation?
  /// The directory of the job, if known.
  private let job: FileLocation?
  /// How many handles refer to a file by a relative path.
  private(set) var relativeReferenceCount: Int64 = 0
  /// How many handles refer to a file by an absolute path outside of the location, or anywhere if that is not known.
  private(set) var outsideReferenceCount: Int64 = 0
  /// How many of these are in the directory of the job.
  private(set) var jobReferenceCount: Int64 = 0
  /// The first file outside of both.
  private(set) var firstOutside: String?
  /// The different files.
  private(set) var distinct = DistinctCount()

  private var resolved: ResolvedPath
  private let hash = KeyHash()

  init(location: FileLocation?) {
    self.location = location
    job = location?.job
    resolved = ResolvedPath(location)
  }

  mutating func add(_ reference: FileReference) {
    if reference.kind == .relativeFile {
      relativeReferenceCount += 1
    } else if location?.contains(reference.path.bytes) != true {
      outsideReferenceCount += 1
      if job?.contains(reference.path.bytes) == true {
        jobReferenceCount += 1
      } else if firstOutside == nil {
        firstOutside = String(reference.path)
      }
    }
    let hash = self.hash
    let key = resolved.withUTF8(of: reference) { path in hash(path, after: hash.start) }
    distinct.insert(key)
  }
}
