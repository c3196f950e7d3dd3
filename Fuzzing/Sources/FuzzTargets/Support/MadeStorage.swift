// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles
import FlinkMetadataStorage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Which files metadata needs, as far as it is plain.
struct StorageNeeds: MetadataVisitor {
  /// A file by its location, and what is known of its size.
  struct Need {
    var size: Int64
    /// Whether all handles agree on the size.
    var isClear: Bool
    var isRelative: Bool
  }

  private(set) var files: [String: Need] = [:]
  /// In the order in which the handles name them first.
  private(set) var order: [String] = []
  private(set) var referenceCount: Int64 = 0
  private(set) var hasRelative = false
  /// Whether every location is plain; others can mean the same place in many ways.
  private(set) var arePlain = true

  mutating func fileReference(_ reference: FileReference) {
    referenceCount += 1
    let isRelative = reference.kind == .relativeFile
    if isRelative { hasRelative = true }
    let path = String(reference.path)
    let location = isRelative ? "\(MadeStorage.directory)/\(path)" : path
    guard Self.isPlain(location) else { return arePlain = false }
    let size = reference.leastFileSize
    let isClear = reference.kind != .segment && size != nil
    let need = Need(size: size ?? 1, isClear: isClear, isRelative: isRelative)
    if var known = files[location] {
      known.isClear = known.isClear && need.isClear && known.size == need.size
      known.isRelative = known.isRelative && isRelative
      files[location] = known
    } else {
      files[location] = need
      order.append(location)
    }
  }

  /// A URI of S3 or HDFS with simple names.
  private static func isPlain(_ location: String) -> Bool {
    guard location.hasPrefix("s3://") || location.hasPrefix("hdfs://") else { return false }
    let names = location.split(separator: "/", omittingEmptySubsequences: false).dropFirst(2)
    return names.count > 1
      && names.allSatisfy { name in
        name.first?.isLetter ?? false
          && name.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "-")
              || $0 == UInt8(ascii: ":")
          }
      }
  }
}

/// A storage that has what metadata needs, but for what the fuzzer takes away or damages, and some other files.
struct MadeStorage {
  struct File {
    var location: String
    var size: Int64
    var isReferenced: Bool
    var time = "2026-01-02T03:04:05Z"
    var isArchived = false
    /// Whether only an older version is there.
    var isOld = false
  }

  static let job = "s3://bucket/ck/0123456789abcdef0123456789abcdef"
  static let directory = "\(job)/chk-42"
  /// 2026-11-24.
  static let now: Int64 = 1_795_500_000

  private(set) var files: [File] = []
  /// Whether everything is there that is needed, beyond doubt.
  private(set) var isWhole: Bool
  /// Whether something is missing that is needed, beyond doubt.
  private(set) var lacksFile = false

  init(_ needs: StorageNeeds, _ chosen: inout ChosenBytes) {
    isWhole = needs.arePlain
    var lacking: [String] = []
    for location in needs.order {
      guard let need = needs.files[location] else { continue }
      var file = File(location: location, size: need.size, isReferenced: true)
      isWhole = isWhole && need.isClear
      switch chosen.byte() {
      case 200..<220:
        isWhole = false
        lacking.append(location)
        continue
      case 190..<200:
        isWhole = false
        file.isArchived = true
      case 180..<190:
        isWhole = false
        file.isOld = true
        lacking.append(location)
      case 220..<230 where need.isClear:
        isWhole = false
        file.size = (need.size &+ 1) & .max
      case 230..<250 where need.isRelative:
        // Where it was before the checkpoint was copied.
        isWhole = false
        file.location = "\(Self.job)/chk-43/\(location.dropFirst(Self.directory.count + 1))"
        lacking.append(location)
      default: break
      }
      files.append(file)
    }
    let present = Set(files.filter { !$0.isOld }.map(\.location))
    lacksFile = lacking.contains { !present.contains($0) }
    files.append(
      File(location: "\(Self.directory)/_metadata", size: 1, isReferenced: true, time: "2026-11-01T00:00:00Z"))
    files.append(File(location: "\(Self.job)/chk-43/_metadata", size: 1, isReferenced: true))
    for name in ["shared/zz", "chk-41/zz", "taskowned/zz", "zz"] {
      let time = chosen.bool() ? "2026-11-23T00:00:00Z" : "2026-01-02T03:04:05Z"
      files.append(File(location: "\(Self.job)/\(name)", size: 7, isReferenced: false, time: time))
    }
    // The references can name these files, too.
    files.removeAll { !$0.isReferenced && needs.files[$0.location] != nil }
  }

  // MARK: Forms

  /// How a check gets to know the storage.
  enum Form: CaseIterable {
    case table, versions, twoTables, tree
  }

  private static let bucket = "s3://bucket/"

  /// The form that is wanted, if it can hold the files.
  func form(_ wanted: Form) -> Form {
    let isInBucket = files.allSatisfy { $0.location.hasPrefix(Self.bucket) }
    switch wanted {
    case .table, .twoTables: return wanted
    case .versions: return isInBucket ? .versions : .table
    case .tree:
      // A file system has no files for paths with others inside of them, and none of every size.
      let names = files.map { $0.location + "/" }
      let areApart = names.allSatisfy { name in names.count { $0.hasPrefix(name) } == 1 }
      let fit = files.allSatisfy { !$0.isOld && !$0.isArchived && $0.size < 1 << 40 && $0.location.utf8.count < 300 }
      return isInBucket && areApart && fit && files.count < 50 ? .tree : .table
    }
  }

  /// Puts the storage into a folder; returns what a check reads of it.
  func inputs(_ form: Form, _ folder: borrowing ScratchFolder) throws(BrokenProperty) -> [StorageInput] {
    let options = ListingOptions(base: "s3://bucket")
    let path = folder["listing"]
    switch form {
    case .table:
      try write(table(files[...]), to: path)
      return [.listing(path: path, options)]
    case .versions:
      try write(versions, to: path)
      return [.listing(path: path, options)]
    case .twoTables:
      // Each has the last files of the other one, too.
      let middle = files.count / 2
      try write(table(files[middle...]), to: path)
      try write(table(files[...middle]), to: folder["listing2"])
      return [.listing(path: path, options), .listing(path: folder["listing2"], options)]
    case .tree:
      for file in files {
        let path = Self.local(file.location, folder)
        do throws(OutputError) {
          try DirectoryTree.make(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
        } catch {
          throw BrokenProperty("no tree: \(error)")
        }
        try write([], to: path)
        truncate(path, off_t(file.size))
      }
      return [.tree(path: folder["bucket"])]
    }
  }

  private static func local(_ location: String, _ folder: borrowing ScratchFolder) -> String {
    folder["bucket/\(location.dropFirst(bucket.count))"]
  }

  private func table(_ files: ArraySlice<File>) -> [UInt8] {
    let rows = files.filter { !$0.isOld }
      .map { "\($0.location),\($0.size),\($0.time),\($0.isArchived ? "GLACIER" : "STANDARD")\n" }
    return Array(("url,size,modified,storage class\n" + rows.joined()).utf8)
  }

  /// As `aws s3api list-object-versions` lists it.
  private var versions: [UInt8] {
    func entry(_ file: File, _ rest: String) -> String {
      let key = file.location.dropFirst(Self.bucket.count)
      return "{\"Key\": \"\(key)\", \"LastModified\": \"\(file.time)\", \"VersionId\": \"v\", \(rest)}"
    }
    let versions = files.map { file in
      entry(
        file,
        "\"Size\": \(file.size), \"IsLatest\": \(!file.isOld), "
          + "\"StorageClass\": \"\(file.isArchived ? "GLACIER" : "STANDARD")\"")
    }
    let markers = files.filter(\.isOld).map { entry($0, "\"IsLatest\": true") }
    let text =
      "{\"Versions\": [\(versions.joined(separator: ", "))], "
      + "\"DeleteMarkers\": [\(markers.joined(separator: ", "))]}"
    return Array(text.utf8)
  }
}
