// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataStorage
import Testing

/// How one form writes a listing: 24 November 2026, 19:12:47 in UTC.
struct LineSample: CustomTestStringConvertible, Sendable {
  var name: String
  var form: ListingForm
  var options = ListingOptions()
  /// What is before the key in the location.
  var location: String
  var header = ""
  /// Makes a line without its end.
  var line: @Sendable (_ key: String, _ size: Int64) -> String
  /// Makes the end, with line ends.
  var footer: @Sendable (_ count: Int, _ bytes: Int64) -> String = { _, _ in "" }
  var end = "\n"
  var modified: Int64 = 1_795_547_567
  var hasUnknownTimeZone = false
  /// Keys that the form cannot hold.
  var impossible: [String] = []

  var testDescription: String { name }

  /// A listing of files.
  func text(_ files: [(key: String, size: Int64)], end: String? = nil) -> String {
    let end = end ?? self.end
    let lines = (header.isEmpty ? [] : [header]) + files.map { line($0.key, $0.size) }
    let footer = footer(files.count, files.reduce(0) { $0 + $1.size })
    return lines.map { $0 + end }.joined() + footer.replacing("\n", with: end)
  }

  func expected(_ files: [(key: String, size: Int64)]) -> [ListedCopy] {
    files.map { ListedCopy(location + $0.key, $0.size, modified) }
  }

  static let minutes: Int64 = 1_795_547_520

  static let all: [LineSample] = [
    awsLs, awsLsWithTotals, awsText, hdfsLs, hdfsURI, hdfsImage, gcloud, findZero, findLine,
    s3cmd, csv, semicolons, tabs,
  ]

  static let awsLs = LineSample(
    name: "aws s3 ls", form: .awsLs, options: ListingOptions(base: "s3://flink-bucket"),
    location: "s3://flink-bucket/",
    line: { "2026-11-24 19:12:47 \(padded($1, 10)) \($0)" }, hasUnknownTimeZone: true)

  static let awsLsWithTotals = LineSample(
    name: "aws s3 ls --summarize", form: .awsLs, options: ListingOptions(base: "s3://flink-bucket/"),
    location: "s3://flink-bucket/", line: awsLs.line,
    footer: { "\nTotal Objects: \($0)\n   Total Size: \($1)\n" }, hasUnknownTimeZone: true)

  static let awsText = LineSample(
    name: "aws s3api --output text", form: .table, options: ListingOptions(base: "s3://flink-bucket"),
    location: "s3://flink-bucket/", line: { "\($0)\t\($1)\t2026-11-24T19:12:47+00:00" })

  static let hdfsLs = LineSample(
    name: "hdfs dfs -ls -R", form: .hdfsLs, options: ListingOptions(base: "hdfs://nn:8020"),
    location: "hdfs://nn:8020/flink/",
    line: { "-rw-r--r--   3 DOMAIN\\a user hadoop \(padded($1, 10)) 2026-11-24 19:12 /flink/\($0)" },
    modified: minutes, hasUnknownTimeZone: true)

  static let hdfsURI = LineSample(
    name: "hdfs dfs -ls -R -e s3a://", form: .hdfsLs, location: "s3a://bucket/",
    line: { "-rw-rw-rwx+  1 flink flink Replicated \($1) 2026-11-24 19:12 s3a://bucket/\($0)" },
    modified: minutes, hasUnknownTimeZone: true)

  static let hdfsImage = LineSample(
    name: "hdfs oiv", form: .hdfsImage, options: ListingOptions(base: "hdfs://nn:8020"),
    location: "hdfs://nn:8020/flink/",
    header: "Path\tReplication\tModificationTime\tAccessTime\tPreferredBlockSize\tBlocksCount\tFileSize\tNSQUOTA\t"
      + "DSQUOTA\tPermission\tUserName\tGroupName",
    line: {
      let path = $0.contains { ",\"".contains($0) } ? "\"/flink/\($0.replacing("\"", with: "\"\""))\"" : "/flink/\($0)"
      return "\(path)\t3\t2026-11-24 19:12\t1970-01-01 00:00\t134217728\t1\t\($1)\t0\t0\t-rw-r--r--\tflink\thadoop"
    }, modified: minutes, hasUnknownTimeZone: true)

  static let gcloud = LineSample(
    name: "gcloud storage ls -l", form: .gcloudLs, location: "gs://flink-gcs/",
    line: { "\(padded($1, 10))  2026-11-24T19:12:47Z  gs://flink-gcs/\($0)" },
    footer: { "TOTAL: \($0) objects, \($1) bytes (21.21 KiB)\n" })

  static let findZero = LineSample(
    name: "find, zeros", form: .find, location: "/mnt/",
    line: { "\($1)\t1795547567.1812251620\t/mnt/\($0)" }, end: "\0")

  static let findLine = LineSample(
    name: "find, line feeds", form: .find, options: ListingOptions(base: "file://"), location: "file:///mnt/",
    line: { "\($1)\t1795547567\t/mnt/\($0)" }, impossible: ["a\nb"])

  static let s3cmd = LineSample(
    name: "s3cmd ls -r", form: .s3cmd, location: "s3://flink-bucket/",
    line: { "2026-11-24 19:12 \(padded($1, 12))  s3://flink-bucket/\($0)" }, modified: minutes)

  static let csv = LineSample(
    name: "csv", form: .table, options: ListingOptions(base: "s3://b/"), location: "s3://b/",
    header: "size,\"etag\",key,last_modified",
    line: { "\($1),\"x,y\",\(quoted($0)),2026-11-24 19:12:47.000 UTC" })

  static let semicolons = LineSample(
    name: "csv with semicolons", form: .table, location: "/mnt/", header: "Path;Size;Modified",
    line: { "\(quoted("/mnt/" + $0));\"\($1)\";1795547567123" })

  static let tabs = LineSample(
    name: "tsv", form: .table, location: "gs://b/", header: "url\tsize\tmtime",
    line: { "\(quoted("gs://b/" + $0))\t\($1)\t2026-11-24T20:12:47+01:00" })

  private static func quoted(_ field: String) -> String { "\"\(field.replacing("\"", with: "\"\""))\"" }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let text = "\(number)"
    return String(repeating: " ", count: max(0, width - text.utf8.count)) + text
  }
}
