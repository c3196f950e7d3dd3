// SPDX-License-Identifier: Apache-2.0

import FileTable
import FlinkMetadata

/// Counts the references of a metadata file to files: different files, by operator and by directory.
///
/// Most handles name a file of the same directory as the handle before. So a directory is looked up, compared with the
/// checkpoint's own and hashed once, and the key of a file continues that of its directory.
struct ReferenceCounts: ~Copyable {
  private let location: FileLocation?
  /// The directory of the job, if known.
  private let job: FileLocation?
  private let hash = KeyHash()
  private(set) var distinct = DistinctCount()

  /// First an entry for each ``DirectorySummary/Relation``, for directories that have none of their own; then the others.
  private var directories: [CountedDirectory]
  /// The paths of directories as the metadata file has them, with the slash at their ends, one after the other.
  private var texts: [UInt8] = []
  /// From the key of such a path to the index of the directory.
  private var indexes = KeyTable<UInt32>(growth: .fast)
  /// The directory of the last file.
  private var last = 0
  private(set) var firstOutside: String?

  /// Against files that have a directory for each handle.
  private static var mostDirectories: Int { 2048 }
  private static var mostText: Int { 1 << 18 }

  init(location: FileLocation?) {
    self.location = location
    job = location?.job
    let start = hash.start
    directories = DirectorySummary.Relation.allCases.map { CountedDirectory(relation: $0, key: start) }
  }

  /// Counts a reference. Returns how many files it adds to those of its operator.
  ///
  /// - Parameters:
  ///   - size: the size of the state in the file, in bytes; 0 if ``addSize(_:)`` follows.
  ///   - operatorIndex: the place of the operator among all.
  @inline(__always)
  mutating func add(_ reference: FileReference, size: Int64, operatorIndex: Int) -> Int {
    let path = reference.path.bytes
    let isRelative = reference.kind == .relativeFile
    var nameStart = directories[last].textCount
    if !isInLast(path, isRelative) {
      nameStart = path.endOfDirectory
      find(path.extracting(first: nameStart), isRelative, of: reference.path)
    }
    let name = path.extracting(droppingFirst: nameStart)
    let key = name.withUnsafeBytes { [hash, directoryKey = directories[last].key] in hash($0, after: directoryKey) }
    let added = distinct.insert(key, group: UInt16(truncatingIfNeeded: operatorIndex))
    directories[last].references += 1
    directories[last].files += added.keys
    if size > 0 { addSize(size) }
    return added.keysOfGroup
  }

  /// Adds to the size of the directory of the last file.
  @inline(__always)
  mutating func addSize(_ size: Int64) {
    directories[last].stateSize = directories[last].stateSize.saturatingAdding(size)
  }

  @inline(__always)
  private func isInLast(_ path: RawSpan, _ isRelative: Bool) -> Bool {
    let known = directories[last]
    guard known.isListed, known.isRelative == isRelative, path.byteCount >= known.textCount else { return false }
    let text = texts.span.bytes.extracting(known.textStart..<known.textStart + known.textCount)
    return path.extracting(first: known.textCount).hasSameBytes(as: text)
      && !path.extracting(droppingFirst: known.textCount).hasSlash
  }

  // MARK: Directories

  @inline(never)
  private mutating func find(_ directory: RawSpan, _ isRelative: Bool, of path: ModifiedUTF8Span) {
    let start = FileKey(high: hash.start.high ^ (isRelative ? 1 : 0), low: hash.start.low)
    let textKey = directory.withUnsafeBytes { hash($0, after: start) }
    if let index = indexes.value(textKey) {
      last = Int(index)
      return
    }
    let relation = relation(of: path.bytes, isRelative)
    if relation == .elsewhere, firstOutside == nil { firstOutside = String(path) }
    let resolved = resolved(directory, isRelative)
    // `file:/a` and `/a` are one directory.
    let comparable = resolved.bytes.extracting(droppingFirst: resolved.bytes.startOfLocalPath ?? 0)
    let key = comparable.withUnsafeBytes { hash($0, after: hash.start) }
    guard directories.count < Self.mostDirectories, directory.byteCount <= Self.mostText - texts.count else {
      last = relation.rawValue
      directories[last].key = key
      return
    }
    last = directories.count
    indexes.update(textKey, inserting: UInt32(last)) { _, _ in }
    directories.append(
      CountedDirectory(
        relation: relation, key: key, isRelative: isRelative, textStart: texts.count, textCount: directory.byteCount))
    directory.withUnsafeBytes { texts.append(contentsOf: $0) }
  }

  /// A directory in UTF-8, a relative one behind the location.
  private func resolved(_ directory: RawSpan, _ isRelative: Bool) -> TextBuffer {
    var text = TextBuffer()
    text.append(directory, behind: isRelative ? location?.prefix : nil)
    return text
  }

  private func relation(of path: RawSpan, _ isRelative: Bool) -> DirectorySummary.Relation {
    guard let location else { return isRelative ? .own : .unknown }
    if isRelative || location.contains(path) { return .own }
    return job?.contains(path) == true ? .job : .elsewhere
  }

  // MARK: Results

  /// The counts of a summary.
  func counts(relativeReferences: Int64) -> CheckpointSummary.FileCounts {
    func references(_ isCounted: (CountedDirectory) -> Bool) -> Int64 {
      directories.reduce(0) { isCounted($1) ? $0.saturatingAdding($1.references) : $0 }
    }
    var counts = CheckpointSummary.FileCounts()
    counts.distinct = distinct.count
    counts.isDistinctExact = distinct.isExact
    counts.relativeReferences = relativeReferences
    counts.outsideReferences = references { $0.relation != .own }
    counts.jobReferences = references { $0.relation == .job }
    counts.firstOutside = firstOutside
    counts.directory = location.map { String(decoding: $0.prefix, as: UTF8.self) }
    return counts
  }

  /// The directories, those with the largest state first. A directory that is named in two ways, such as by a relative and
  /// an absolute path, is one.
  var summaries: [DirectorySummary] {
    var places: [FileKey: Int] = [:]
    var summaries: [DirectorySummary] = []
    for directory in directories where directory.references > 0 {
      var path: String?
      if directory.isListed {
        let text = texts.span.bytes.extracting(directory.textStart..<directory.textStart + directory.textCount)
        let resolved = resolved(text, directory.isRelative)
        path = resolved.bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        if let place = places[directory.key] {
          summaries[place].add(directory)
          continue
        }
        places[directory.key] = summaries.count
      }
      summaries.append(DirectorySummary(path: path, relation: directory.relation))
      summaries[summaries.count - 1].add(directory)
    }
    return summaries.sorted { $0.stateSize > $1.stateSize }
  }
}

extension RawSpan {
  fileprivate var hasSlash: Bool {
    hasMarks { bytes in
      // The highest bit of each byte that is 0.
      let differences = bytes ^ SIMD16(repeating: UInt8(ascii: "/"))
      return (differences &- 1) & ~differences
    }
  }

  /// How many bytes there are up to and with the last slash.
  fileprivate var endOfDirectory: Int {
    withUnsafeBytes { bytes in bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0 }
  }

  /// Whether both are the same. Sixteen bytes at a time; the last sixteen can overlap those before.
  fileprivate func hasSameBytes(as other: RawSpan) -> Bool {
    guard byteCount == other.byteCount else { return false }
    return withUnsafeBytes { first in
      other.withUnsafeBytes { second in
        let count = first.count
        guard count >= 16 else { return first.elementsEqual(second) }
        func difference(_ offset: Int) -> SIMD2<UInt64> {
          first.loadUnaligned(fromByteOffset: offset, as: SIMD2<UInt64>.self)
            ^ second.loadUnaligned(fromByteOffset: offset, as: SIMD2<UInt64>.self)
        }
        var differences = difference(count - 16)
        var offset = 0
        while offset < count - 16 {
          differences |= difference(offset)
          offset += 16
        }
        return differences[0] | differences[1] == 0
      }
    }
  }
}
