// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataStorage

extension RecordedListing {
  private static let bucket = Expectation.objects(RecordedStorage.bucket, at: "s3://flink-bucket/")
  private static let many = Expectation.objects(RecordedStorage.many, at: "s3://flink-many/")
  private static let malformedS3cmd = ListingError.Problem.malformed(
    .s3cmd, expected: "a date, a time, a size, two spaces and a URI")
  private static let odd = Expectation.objects(RecordedStorage.odd, at: "s3://flink-odd/")

  /// What other clients of S3 have printed.
  static let otherS3: [RecordedListing] = [
    RecordedListing("s5cmd-ls.json", .s5cmd, bucket),
    RecordedListing("s5cmd-ls-pages.json.gz", .s5cmd, many),
    RecordedListing("s5cmd-ls-odd.json", .s5cmd, odd),
    RecordedListing("s5cmd-ls-one-level.json", nil, .problem(.notRecursive(.s5cmd), line: 5)),
    RecordedListing("s5cmd-ls-versions.json", nil, .hint("list without --all-versions")),
    RecordedListing("s5cmd-ls-human-readable.json", .s5cmd, bucket),
    RecordedListing("s5cmd-ls.txt", nil, .hint("use: s5cmd --json ls")),
    RecordedListing("s5cmd-ls-error.json", nil, .clientError(.s5cmd, "NoSuchBucket: ", line: 1)),
    RecordedListing("s5cmd-ls-cut.json", nil, .problem(.cut(.s5cmd), line: 6)),
    RecordedListing("s3cmd-ls.txt", .s3cmd, bucket),
    RecordedListing("s3cmd-ls-pages.txt.gz", .s3cmd, many),
    RecordedListing("s3cmd-ls-odd.txt", nil, .problem(malformedS3cmd, line: 3)),
    RecordedListing("s3cmd-ls-one-level.txt", nil, .problem(.notRecursive(.s3cmd), line: 1)),
    RecordedListing("s3cmd-ls-human-readable.txt", nil, .problem(.roundedSizes(.s3cmd), line: 1)),
    RecordedListing("s3cmd-ls-long.txt", nil, .problem(malformedS3cmd, line: 1)),
    RecordedListing("s3cmd-ls-error.txt", nil, .clientError(.s3cmd, "ERROR: Bucket 'no-bucket'", line: 1)),
    RecordedListing("s3cmd-ls-cut.txt", nil, .problem(.cut(.s3cmd), line: 7)),
    RecordedListing("rclone-lsjson.json", .rclone, base: "s3://flink-bucket", bucket),
    RecordedListing(
      "rclone-lsjson-directories.json", .rclone, base: "s3://flink-bucket/ck",
      .objects(RecordedStorage.bucket.filter { $0.key.hasPrefix("ck/") }, at: "s3://flink-bucket/")),
    RecordedListing("rclone-lsjson-pages.json.gz", .rclone, base: "s3://flink-many/ck", many),
    RecordedListing("rclone-lsjson-odd.json", .rclone, base: "s3://flink-odd", odd),
    RecordedListing("rclone-lsjson-no-modtime.json", .rclone, base: "s3://flink-bucket", bucket),
    RecordedListing(
      "rclone-lsjson-local.json", .rclone, base: "file:///tmp/flink-listings",
      .objects(RecordedStorage.bucket, at: "file:///tmp/flink-listings/")),
    RecordedListing("rclone-lsjson-one-level.json", nil, base: "s3://b", .problem(.notRecursive(.rclone), line: 6)),
    RecordedListing("rclone-lsjson-cut.json", nil, base: "s3://b", .problem(.cut(.rclone), line: 7)),
    RecordedListing("rclone-lsl.txt", nil, .hint("rclone lsjson")),
    RecordedListing("rclone-lsf.txt", nil, .problem(.unknownForm, line: nil)),
  ]
}
