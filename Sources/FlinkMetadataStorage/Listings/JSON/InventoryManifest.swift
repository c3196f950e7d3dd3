// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// The `manifest.json` of an inventory of S3, OSS or COS: which files the inventory has, and which columns these have.
struct InventoryManifest: Sendable {
  /// The bucket that the inventory lists.
  var sourceBucket: String
  /// The version of the format: `2016-11-30` for S3, `2019-09-01` for OSS; empty if it is not there.
  var version: String
  /// When the inventory was begun, in seconds since 1970.
  var createdSeconds: Int64?
  /// `CSV`, `ORC` or `Parquet`.
  var fileFormat: String
  /// The columns of the files, in order.
  var columns: [String]
  /// The files, by their keys in the bucket that the inventory is in.
  var files: [(key: String, size: Int64?)]
  /// Whether the inventory holds only what changed.
  var isIncremental: Bool

  /// Reads the bytes of the file.
  init(_ bytes: [UInt8]) throws(ListingError) {
    var reader = ManifestReader(bytes)
    self = try reader.read()
  }

  fileprivate init(_ page: borrowing JSONRecord, _ members: ManifestMembers, files: [(key: String, size: Int64?)])
    throws(ListingError)
  {
    func text(_ slot: MemberSlot, _ name: String) throws(ListingError) -> String {
      guard page.isString(slot), page.isText(slot) else {
        throw ListingError(.malformed(.inventory, expected: "a member \(name)"))
      }
      return page.string(slot)
    }
    sourceBucket = try text(members.sourceBucket, "sourceBucket")
    fileFormat = try text(members.fileFormat, "fileFormat")
    version = page.string(members.version)
    // Some files separate the columns by a comma alone.
    columns = try text(members.fileSchema, "fileSchema").split(separator: ",").map {
      String($0.drop { $0 == " " })
    }
    isIncremental =
      page.has(members.start) || page.has(members.end) || columns.contains { $0.utf8.elementsEqual("RecordType".utf8) }
    self.files = files
    guard page.has(members.created) else { return }
    guard let created = page.integer(members.created), created >= 0 else {
      throw ListingError(.malformed(.inventory, expected: "a time in creationTimestamp"))
    }
    // S3 counts milliseconds and OSS seconds: 100,000,000,000 seconds are reached in the year 5138.
    createdSeconds = created >= 100_000_000_000 ? created / 1000 : created
  }
}

private struct ManifestMembers {
  var tree = MemberTree()
  let sourceBucket: MemberSlot
  let version: MemberSlot
  let created: MemberSlot
  let fileFormat: MemberSlot
  let fileSchema: MemberSlot
  let start: MemberSlot
  let end: MemberSlot

  init() {
    sourceBucket = tree.add("sourceBucket")
    version = tree.add("version")
    created = tree.add("creationTimestamp")
    fileFormat = tree.add("fileFormat")
    fileSchema = tree.add("fileSchema")
    start = tree.add("startTimestamp")
    end = tree.add("endTimestamp")
    _ = tree.addList("files")
  }
}

private struct ManifestReader: ~Copyable {
  private let members = ManifestMembers()
  private var tokenizer: JSONTokenizer
  private var page: JSONRecord
  private var fileMembers = MemberTree()
  private let key: MemberSlot
  private let size: MemberSlot
  private var file: JSONRecord
  private var files: [(key: String, size: Int64?)] = []
  private var hasFiles = false

  init(_ bytes: [UInt8]) {
    tokenizer = JSONTokenizer(MemorySource(bytes), form: .inventory, capacity: 64 << 10)
    page = JSONRecord(of: members.tree)
    key = fileMembers.add("key")
    size = fileMembers.add("size")
    file = JSONRecord(of: fileMembers)
  }

  mutating func read() throws(ListingError) -> InventoryManifest {
    guard try tokenizer.nextDocument() else { throw ListingError(.empty) }
    guard try tokenizer.value() == .object else { throw tokenizer.malformed("an object") }
    while try tokenizer.nextMember() {
      switch try tokenizer.purpose(in: members.tree.root, of: members.tree) {
      case .slot(let slot): try page.read(slot, from: &tokenizer)
      case .list: try readFiles()
      case .object, nil: try tokenizer.skip(tokenizer.value())
      }
    }
    if try tokenizer.nextDocument() { throw tokenizer.malformed("the end after the manifest") }
    if !hasFiles { throw tokenizer.malformed("a member files") }
    return try InventoryManifest(page, members, files: files)
  }

  private mutating func readFiles() throws(ListingError) {
    guard !hasFiles, try tokenizer.value() == .array else { throw tokenizer.malformed("one array of files") }
    hasFiles = true
    while try tokenizer.nextElement() {
      guard try tokenizer.value() == .object else { throw tokenizer.malformed("an object for each file") }
      file.removeAll()
      try tokenizer.readMembers(of: fileMembers.root, in: fileMembers, into: &file)
      guard file.isString(key), file.isText(key) else { throw tokenizer.malformed("the key of a file") }
      let count = file.integer(size)
      if file.has(size), count ?? -1 < 0 { throw tokenizer.malformed("a size of 0 or more") }
      files.append((file.string(key), count))
    }
  }
}
