// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataStorage
import TestSupport
import Testing

@Suite struct InventoryTests {
  private let directory = TemporaryDirectory()
  static let columns = "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, ETag, StorageClass"
  static let rows = """
    "flink-bucket","ck/0b1a/name+with++two+spaces","v1","true","false","7","2026-11-24T19:12:47.000Z","e","STANDARD"
    "flink-bucket","ck/a%2Bb%2541%C3%BC%22","v2","false","false","12345678901","2026-11-24T19:12:48.000Z","e","GLACIER"
    "flink-bucket","ck/gone","v3","true","true","","2026-11-24T19:12:47.000Z","",""
    "flink-bucket","ck/","v4","true","false","0","2026-11-24T19:12:47.000Z","e","STANDARD"

    """

  private func manifest(
    _ files: [(String, Int)], version: String = "2016-11-30", format: String = "CSV", columns: String = Self.columns,
    extra: String = ""
  ) -> String {
    let files = files.map { "{\"key\": \"flink-bucket/cfg/data/\($0.0)\", \"size\": \($0.1), \"MD5checksum\": \"x\"}" }
    return """
      {"sourceBucket": "flink-bucket", "destinationBucket": "arn:aws:s3:::i", "version": "\(version)", \(extra)
       "creationTimestamp": "1795547600000", "fileFormat": "\(format)", "fileSchema": "\(columns)",
       "files": [\(files.joined(separator: ", "))]}
      """
  }

  private func read(_ name: String = "manifest.json", base: String? = nil) throws(ListingError) -> ListingResult {
    var recorder = ListingRecorder()
    let summary = try ListingReader(ListingOptions(base: base)).read(path: directory[name], &recorder)
    return ListingResult(summary: summary, files: recorder.files)
  }

  @Test(arguments: ["", "data/", "../data/"])
  func places(_ place: String) throws {
    let data = gzip(Array(Self.rows.utf8))
    let more = gzip(Array(Self.rows.replacing("ck/", with: "ck2/").dropLast().utf8))
    makeDirectory(directory["config"])
    try directory.write(
      "config/2026/manifest.json", manifest([("a.csv.gz", data.count), ("b.csv.gz", more.count)]).utf8)
    let folder = place == "../data/" ? "config/data/" : "config/2026/" + place
    try directory.write(folder + "a.csv.gz", data)
    try directory.write(folder + "b.csv.gz", more)
    let listing = try read("config/2026/manifest.json")
    #expect(listing.summary.form == .inventory)
    #expect(listing.summary.takenAt == 1_795_547_600)
    #expect(listing.summary.fileCount == 6)
    #expect(!listing.summary.hasUnknownTimeZone)
    var expected = [
      ListedCopy("s3://flink-bucket/ck/0b1a/name with  two spaces", 7, 1_795_547_567),
      ListedCopy("s3://flink-bucket/ck/a+b%41ü\"", 12_345_678_901, 1_795_547_568),
      ListedCopy("s3://flink-bucket/ck/gone", nil, 1_795_547_567),
    ]
    for (index, state) in [ListedFile.State.current, .noncurrent, .deleteMarker].enumerated() {
      expected[index].versionID = Array("v\(index + 1)".utf8)
      expected[index].state = state
      expected[index].isArchived = index == 1
    }
    #expect(Array(listing.files.prefix(3)) == expected)
    #expect(try read("config/2026/manifest.json", base: "cosn://x").files[2].location == Array("cosn://x/ck/gone".utf8))
  }

  @Test func aliyun() throws {
    let rows = Array("flink-bucket,\"ck%2F0b1a%2F_metadata\",\"1234\",\"ColdArchive\",\"2025-04-14T07-06-00Z\"\n".utf8)
    try directory.write("a.csv.gz", gzip(rows))
    let columns = "Bucket, Key, Size, StorageClass, LastModifiedDate"
    try directory.write(
      "manifest.json", manifest([("a.csv.gz", gzip(rows).count)], version: "2019-09-01", columns: columns).utf8)
    var expected = ListedCopy("oss://flink-bucket/ck/0b1a/_metadata", 1234, 1_744_614_360)
    expected.isArchived = true
    #expect(try read().files == [expected])
    let incremental = manifest([], version: "2019-09-01", columns: columns, extra: "\"startTimestamp\": \"1\",")
    try directory.write("manifest.json", incremental.utf8)
    #expect(throws: ListingError(.incremental, name: directory["manifest.json"])) { try read() }
  }

  @Test func problems() throws {
    let data = gzip(Array(Self.rows.utf8))
    let path = directory["manifest.json"]
    try directory.write("manifest.json", manifest([("a.csv.gz", data.count)]).utf8)
    #expect(throws: ListingError(.missingData(file: "a.csv.gz"), name: path)) { try read() }
    try directory.write("a.csv.gz", data.dropLast())
    #expect(
      throws: ListingError(
        .dataSize(file: directory["a.csv.gz"], declared: Int64(data.count), found: Int64(data.count) - 1), name: path)
    ) { try read() }
    try directory.write("manifest.json", manifest([("a.csv.gz", data.count - 1)]).utf8)
    #expect(throws: ListingError(.cannotRead(.truncatedCompressedInput), name: directory["a.csv.gz"])) { try read() }
    try directory.write("a.csv.gz", gzip(Array("\"flink-bucket\",\"a\"\n".utf8)))
    let size = gzip(Array("\"flink-bucket\",\"a\"\n".utf8)).count
    try directory.write("manifest.json", manifest([("a.csv.gz", size)]).utf8)
    #expect(
      throws: ListingError(.malformed(.inventory, expected: "9 fields"), name: directory["a.csv.gz"], line: 1)
    ) { try read() }
    for format in ["ORC", "Parquet"] {
      try directory.write("manifest.json", manifest([("a", 1)], format: format).utf8)
      let error = #expect(throws: ListingError.self) { try read() }
      #expect(error?.description.contains(format) == true && error?.description.contains("CSV") == true)
    }
    #expect(throws: ListingError(.cannotRead(.sourceFailed(code: 2)), name: directory["none"])) { try read("none") }
    #expect(throws: ListingError.self) { try read(".") }
  }
}
