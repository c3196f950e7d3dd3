// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataStorage
import Testing

/// What is wrong with listings of each form, and in which line.
@Suite struct ListingProblemTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var text: String
    var problem: ListingError.Problem
    var line: Int64?
    var testDescription: String { text }
  }

  static let gcloudLine = "      1234  2026-11-24T19:14:12Z  gs://b/ck/a\n"
  static let awsLine = "2026-11-24 19:12:47       1234 a\n"
  static let hdfsLine = "-rw-r--r--   3 flink hadoop      20481 2026-11-24 19:12 /flink/a\n"

  static let hdfsWarning = "2026-11-24 19:12:47,123 WARN util.NativeCodeLoader: Unable to load native-hadoop library\n"
  static let hdfsImage =
    "Path\tReplication\tModificationTime\tFileSize\tPermission\n/flink/a\t3\t2026-11-24 19:12\t5\t-rw-r--r--\n"

  static let cases: [Case] = [
    // Not recursive.
    Case(text: "                           PRE chk-42/\n\(awsLine)", problem: .notRecursive(.awsLs), line: 1),
    Case(text: "Found 3 items\n\(hdfsLine)", problem: .notRecursive(.hdfsLs), line: 1),
    Case(text: "                          DIR  s3://b/ck/\n", problem: .notRecursive(.s3cmd), line: 1),
    Case(
      text: "                                 gs://b/ck/\n\(gcloudLine)TOTAL: 1 objects, 1234 bytes (1.21 KiB)\n",
      problem: .notRecursive(.gcloudLs), line: 3),
    Case(text: "                                 gs://b/ck/\n", problem: .notRecursive(.gcloudLs), line: 2),
    // Rounded.
    Case(text: "2026-11-24 19:12:47   20.0 KiB a\n", problem: .roundedSizes(.awsLs), line: 1),
    Case(text: "2026-11-24 19:12:47    3 Bytes a\n", problem: .roundedSizes(.awsLs), line: 1),
    Case(text: "2026-11-24 19:12:47     1 Byte a\n", problem: .roundedSizes(.awsLs), line: 1),
    Case(
      text: "\(hdfsLine)-rw-r--r--   3 flink hadoop     20.0 K 2026-11-24 19:12 /flink/a\n",
      problem: .roundedSizes(.hdfsLs), line: 2),
    Case(
      text: "\(gcloudLine)  1.21kiB  2026-11-24T19:14:12Z  gs://b/ck/a\n", problem: .roundedSizes(.gcloudLs), line: 2),
    Case(text: "2026-11-24 19:12          20K  s3://b/ck/a\n", problem: .roundedSizes(.s3cmd), line: 1),
    Case(text: "2026-11-24 19:12    20   s3://b/ck/a\n", problem: .roundedSizes(.s3cmd), line: 1),
    Case(
      text: "      13 B  2026-11-24T19:14:12Z  gs://b/ck/a\n\(gcloudLine)", problem: .roundedSizes(.gcloudLs), line: 1),
    Case(text: "key,size\na,1.2 KiB\n", problem: .roundedSizes(.table), line: 2),
    // Totals.
    Case(
      text: "\(awsLine)\nTotal Objects: 2\n   Total Size: 1234\n",
      problem: .wrongTotal(.awsLs, declared: 2, found: 1), line: 3),
    Case(
      text: "\(awsLine)\nTotal Objects: 1\n   Total Size: 1235\n",
      problem: .wrongTotal(.awsLs, declared: 1235, found: 1234), line: 4),
    Case(text: "\(awsLine)\nTotal Objects: 1\n", problem: .cut(.awsLs), line: 4),
    Case(
      text: "\(gcloudLine)TOTAL: 2 objects, 1234 bytes (1.21 KiB)\n",
      problem: .wrongTotal(.gcloudLs, declared: 2, found: 1), line: 2),
    Case(
      text: "\(gcloudLine)TOTAL: 1 objects, 1 bytes (1 B)\n",
      problem: .wrongTotal(.gcloudLs, declared: 1, found: 1234), line: 2),
    Case(text: gcloudLine, problem: .cut(.gcloudLs), line: 2),
    // Errors of clients.
    Case(
      text: "\nAn error occurred (AccessDenied) when calling ListObjectsV2\n",
      problem: .clientError(.awsLs, message: "An error occurred (AccessDenied) when calling ListObjectsV2"), line: 2),
    Case(
      text: "\(awsLine)fatal error: Unable to locate credentials\n",
      problem: .clientError(.awsLs, message: "fatal error: Unable to locate credentials"), line: 2),
    Case(
      text: "\(hdfsLine)ls: Permission denied: user=x\n",
      problem: .clientError(.hdfsLs, message: "ls: Permission denied: user=x"), line: 2),
    Case(
      text: "1\t2.0\t/a\nfind: ‘/b’: Permission denied\n",
      problem: .clientError(.find, message: "find: ‘/b’: Permission denied"), line: 2),
    Case(
      text: "26/11/24 19:12:47 ERROR hdfs.Client: x\n\(hdfsLine)",
      problem: .clientError(.hdfsLs, message: "26/11/24 19:12:47 ERROR hdfs.Client: x"), line: 1),
    Case(
      text: "\(hdfsWarning)2026-11-24 19:12:47,123 FATAL hdfs.Client: x\n",
      problem: .clientError(.hdfsLs, message: "2026-11-24 19:12:47,123 FATAL hdfs.Client: x"), line: 2),
    Case(
      text: "\(hdfsWarning)ls: Permission denied: user=x\n\(hdfsLine)",
      problem: .clientError(.hdfsLs, message: "ls: Permission denied: user=x"), line: 2),
    Case(text: "\(hdfsWarning)Found 3 items\n\(hdfsLine)", problem: .notRecursive(.hdfsLs), line: 2),
    Case(
      text: "\(hdfsWarning)\(hdfsImage)ls: x\n", problem: .clientError(.hdfsImage, message: "ls: x"), line: 4),
    Case(
      text: "\(hdfsImage)2026-11-24 19:12:47,123 ERROR oiv: x\n",
      problem: .clientError(.hdfsImage, message: "2026-11-24 19:12:47,123 ERROR oiv: x"), line: 3),
    // Directories among files.
    Case(
      text: "4096\t1.5\t/ck\n4096\t1.5\t/ck/shared\n", problem: .malformed(.find, expected: "files, found a directory"),
      line: 2),
    Case(
      text: "4096\t1.5\t.\n4096\t1.5\t./shared\n", problem: .malformed(.find, expected: "files, found a directory"),
      line: 2),
    Case(
      text: "4096\t1.5\t/\n4096\t1.5\t/ck\n", problem: .malformed(.find, expected: "files, found a directory"),
      line: 2),
    // Malformed lines.
    Case(
      text: "\(awsLine)2026-13-24 19:12:47       1234 b\n",
      problem: .malformed(.awsLs, expected: "a date, a time, a size and a key"), line: 2),
    Case(text: "key,size\na,1,2\n", problem: .malformed(.table, expected: "2 fields"), line: 2),
    Case(text: "key,size\n\"a,1\n", problem: .cut(.table), line: 2),
    Case(
      text: "key,size\n\"a\"b,1\n",
      problem: .malformed(.table, expected: "a quoted field that ends with its second quote"), line: 2),
    Case(text: "key,size\n,1\n", problem: .malformed(.table, expected: "a key or path that is not empty"), line: 2),
    Case(
      text: "bucket,key,size\nx,a,1\ny,b,1\n", problem: .malformed(.table, expected: "only files of the bucket x"),
      line: 3),
    Case(text: "key,size,RecordType\na,1,CREATE\n", problem: .incremental),
    Case(
      text: "key,key,size\na,b,1\n",
      problem: .malformed(.table, expected: "one of the columns 'key' and 'key', which say the same"), line: 1),
    Case(
      text: "\"Size\";path;bytes\n1;a;2\n",
      problem: .malformed(.table, expected: "one of the columns 'Size' and 'bytes', which say the same"), line: 1),
    // The whole listing.
    Case(text: "", problem: .empty),
    Case(text: "\n", problem: .unknownForm),
    Case(text: "None\n", problem: .empty),
    Case(text: "hello\n", problem: .unknownForm),
    Case(text: "\u{FEFF}", problem: .empty),
  ]

  @Test(arguments: cases)
  func problems(_ sample: Case) {
    let error = problem(sample.text, ListingOptions(base: "s3://b"))
    #expect(error == ListingError(sample.problem, name: "list", line: sample.line))
  }

  @Test(arguments: [
    "PAR1x", "ORCx", "BZh9", "2026/11/24 19:12:47             20481  0b1a/x\n",
    "[2026-11-24 19:12:47 UTC]  20KiB STANDARD a\n", "None\tck/\tNone\nCONTENTS\t\"e\"\tk\n", "total 8\n",
    "gs://b/ck/a\ngs://b/ck/b\n", "s3a://b/ck/a\n", "    20481 2026-11-24 19:12:47.000000000 ck/0b1a/x\n",
    "/\t0\t2026-11-26 18:57\t1970-01-01 09:00\t0\t0\t0\t-1\t-1\trwxr-xr-x\troot\tsupergroup\n",
    "Name    Blob Type    Blob Tier    Length\n",
    "\"b\",\"k\",\"7\",\"2026-11-24T19:12:47.000Z\"\n",
    "      1234  2026-11-24T19:14:12Z  gs://b/ck/a#1732475652000000  metageneration=1\n",
    "{\"sourceBucket\":\"b\",\"version\":\"2016-11-30\",\"fileFormat\":\"CSV\",\"fileSchema\":\"Bucket, Key\",\"files\":[]}",
  ])
  func hints(_ text: String) {
    let error = problem(text)
    guard case .unsupported = error?.problem else {
      Issue.record("\(text): \(String(describing: error))")
      return
    }
  }

  @Test func utf16() {
    for bytes: [UInt8] in [[0xFF, 0xFE, 0x32, 0], [0xFE, 0xFF, 0, 0x32], [0x32, 0, 0x30, 0], [0, 0x32]] {
      #expect(throws: ListingError(.utf16, name: "list")) { try read(bytes) }
    }
  }

  @Test func linesThatAreSkipped() throws {
    let hdfs = try read(
      """
      SLF4J: Class path contains multiple bindings.
      SLF4J(W): No SLF4J providers were found.
      26/11/24 19:12:47 WARN util.NativeCodeLoader: Unable to load native-hadoop library
      drwxr-xr-x   - flink hadoop          0 2026-11-24 19:12 /flink/ck
      2026-11-24 19:12:47,123 INFO client: x
      -rw-r--r--   3 flink hadoop          0 2026-11-24 19:12 /flink/ck/a

      """.replacing("\n\n", with: "\n"))
    #expect(hdfs.files == [ListedCopy("/flink/ck/a", 0, LineSample.minutes)])
    #expect(hdfs.summary.skippedLineCount == 4)
    let image = try read(
      "SLF4J: x\n\(Self.hdfsWarning)\(Self.hdfsImage)\(Self.hdfsWarning)", ListingOptions(base: "hdfs://n"))
    #expect(image.files.map(\.location) == [Array("hdfs://n/flink/a".utf8)] && image.summary.skippedLineCount == 3)
    let gcloud = try read(
      """
      gs://b/ck/:
                                       gs://b/ck/d/

      gs://b/ck/d/:
               0  2026-11-24T19:12:47Z  gs://b/ck/d/
            1234  2026-11-24T19:12:47Z  gs://b/ck/d/a
      TOTAL: 2 objects, 1234 bytes (1.21kiB)

      """)
    let s3cmd = try read(
      """
      2026-11-24 19:12       DIROBJ  s3://b/ck/d/
      2026-11-24 19:12         1234  s3://b/ck/d/a

      """)
    #expect(s3cmd.files == [ListedCopy("s3://b/ck/d/a", 1234, LineSample.minutes)])
    #expect(gcloud.files == [ListedCopy("gs://b/ck/d/a", 1234, 1_795_547_567)])
  }

  @Test func tableWithVersionsAndClasses() throws {
    let listing = try read(
      """
      key,version_id,is_latest,is_delete_marker,size,last_modified,storage_class,is_dir
      a,v1,true,false,1,2026-11-24T19:12:47Z,GLACIER,
      a,v0,false,false,1,2026-11-24T19:12:47Z,GLACIER_IR,
      b,v2,true,true,,2026-11-24T19:12:47Z,,
      b,v1,false,true,,2026-11-24T19:12:47Z,,
      dir,,,,0,,,true
      "line
      feed",v3,,,2,,STANDARD,false

      """, ListingOptions(base: "s3://b"))
    #expect(listing.files.map(\.state) == [.current, .noncurrent, .deleteMarker, .current])
    #expect(listing.files.map(\.isArchived) == [true, false, false, false])
    #expect(listing.files.map(\.size) == [1, 1, nil, 2])
    #expect(listing.files[3].location == Array("s3://b/line\nfeed".utf8))
    #expect(listing.files[1].versionID == Array("v0".utf8))
  }

  @Test func findBelowTheWorkingDirectory() throws {
    let text = "1\t2.5\t./ck/a\n"
    #expect(try read(text, ListingOptions(base: "/mnt")).files == [ListedCopy("/mnt/ck/a", 1, 2)])
    #expect(problem(text)?.problem == .needsBase(.find))
  }

  @Test func keysThatBeginAsJSON() throws {
    let text = "{a\t1\t2026-11-24T19:12:47+00:00\n[b\t2\t2026-11-24T19:12:47+00:00\n"
    let listing = try read(text, ListingOptions(base: "s3://b"))
    #expect(listing.files.map(\.location) == [Array("s3://b/{a".utf8), Array("s3://b/[b".utf8)])
  }

  @Test func descriptionsAreOneLine() {
    for sample in Self.cases {
      let text = ListingError(sample.problem, name: "a\nb", line: sample.line).description
      #expect(text.hasPrefix("a\\nb: ") && !text.contains("\n"))
    }
    #expect(
      ListingError(.notRecursive(.awsLs), name: "list", line: 1).description
        == "list: line 1: lists one level only, expected all files below it; "
        + "list again with: aws s3 ls --recursive s3://BUCKET/PREFIX/")
    #expect(
      ListingError(.clientError(.hdfsLs, message: "ls: x"), name: "list", line: 7).description
        == "list: line 7: the listing is incomplete: hdfs reported an error: ls: x; solve it, send errors elsewhere "
        + "(2>errors), and list again with: hdfs dfs -ls -R PATH")
    for form in ListingForm.allCases {
      #expect(ListingError(.cut(form)).description.contains("list again with: "))
    }
  }
}
