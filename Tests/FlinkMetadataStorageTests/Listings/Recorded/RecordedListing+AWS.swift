// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataStorage

extension RecordedListing {
  private static let bucket = Expectation.objects(RecordedStorage.bucket, at: "s3://flink-bucket/")
  private static let many = Expectation.objects(RecordedStorage.many, at: "s3://flink-many/")

  /// What the command line of AWS has printed.
  static let aws: [RecordedListing] = [
    RecordedListing("aws-s3-ls.txt", .awsLs, base: "s3://flink-bucket", bucket),
    RecordedListing("aws-s3-ls-summarize.txt", .awsLs, base: "s3://flink-bucket", bucket),
    RecordedListing("aws-s3-ls-pages.txt.gz", .awsLs, base: "s3://flink-many", many),
    RecordedListing(
      "aws-s3-ls-line-feed.txt", .awsLs, base: "s3://flink-odd",
      .problem(.malformed(.awsLs, expected: "a date, a time, a size and a key"), line: 3)),
    RecordedListing("aws-s3-ls-one-level.txt", nil, .problem(.notRecursive(.awsLs), line: 1)),
    RecordedListing("aws-s3-ls-human-readable.txt", nil, base: "s3://b", .problem(.roundedSizes(.awsLs), line: 1)),
    RecordedListing("aws-s3-ls-cut.txt", nil, base: "s3://b", .problem(.cut(.awsLs), line: 8)),
    RecordedListing(
      "aws-s3-ls-filtered.txt", nil, base: "s3://b",
      .problem(.wrongTotal(.awsLs, declared: 19, found: 17), line: 19)),
    RecordedListing(
      "aws-s3-ls-error.txt", nil,
      .clientError(.awsLs, "An error occurred (NoSuchBucket) when calling the ListObjectsV2", line: 2)),
    RecordedListing("aws-list-objects-v2.json", .s3Objects, base: "s3://flink-bucket", bucket),
    RecordedListing(
      "aws-list-objects-v2-line-feed.json", .s3Objects, base: "s3://flink-odd",
      .objects(RecordedStorage.odd, at: "s3://flink-odd/")),
    RecordedListing(
      "aws-list-objects-v2-prefix.json", .s3Objects, base: "s3://flink-bucket",
      .objects(RecordedStorage.bucket.filter { $0.key.hasPrefix("ck/") }, at: "s3://flink-bucket/")),
    RecordedListing("aws-list-objects-v2-pages.json.gz", .s3Objects, base: "s3://flink-many", many),
    RecordedListing("aws-list-objects-v2-query.json", .s3Objects, base: "s3://flink-bucket", bucket),
    RecordedListing("aws-list-objects-v2-query.txt", .table, base: "s3://flink-bucket", bucket),
    RecordedListing("aws-list-objects-v2-pages.txt.gz", .table, base: "s3://flink-many", many),
    RecordedListing(
      "aws-list-objects-v2-encoded.json", .s3Objects, base: "s3://flink-bucket", isURLEncoded: true, bucket),
    RecordedListing("aws-list-objects-v2-text.txt", nil, .hint("use --output json")),
    RecordedListing("aws-list-objects-v2-table.txt", nil, .problem(.unknownForm, line: nil)),
    RecordedListing(
      "aws-list-objects-v2-max-items.json", nil, base: "s3://b",
      .problem(.incomplete(.s3Objects, sign: "NextToken"), line: 38)),
    RecordedListing(
      "aws-list-objects-v2-no-paginate.json.gz", nil, base: "s3://b",
      .problem(.incomplete(.s3Objects, sign: "NextContinuationToken"), line: 10012)),
    RecordedListing(
      "aws-list-objects-v2-delimiter.json", nil, base: "s3://b", .problem(.notRecursive(.s3Objects), line: 5)),
    RecordedListing("aws-list-objects-v2-nothing.json", nil, base: "s3://b", .problem(.empty, line: nil)),
    RecordedListing("aws-list-objects-v2-cut.json", nil, base: "s3://b", .problem(.cut(.s3Objects), line: 94)),
    RecordedListing("aws-list-objects.json", .s3Objects, base: "s3://flink-bucket", bucket),
    RecordedListing("aws-list-object-versions.json", .s3Versions, base: "s3://flink-versions", versions),
    RecordedListing(
      "aws-list-object-versions-max-items.json", nil, base: "s3://b",
      .problem(.incomplete(.s3Versions, sign: "NextToken"), line: 46)),
  ]

  private static let versions = Expectation.files([
    ListedCopy(
      "s3://flink-versions/ck/deleted", size: 3, modified: 1_795_547_567, state: .noncurrent, versionID: "version-0-0"),
    ListedCopy(
      "s3://flink-versions/ck/deleted", size: nil, modified: 1_795_547_628, state: .deleteMarker,
      versionID: "version-0-1"),
    ListedCopy("s3://flink-versions/ck/kept", size: 4, modified: 1_795_548_177, versionID: "version-1-0"),
    ListedCopy(
      "s3://flink-versions/ck/overwritten", size: 1, modified: 1_795_548_787, state: .noncurrent,
      versionID: "version-2-0"),
    ListedCopy("s3://flink-versions/ck/overwritten", size: 2, modified: 1_795_548_848, versionID: "version-2-1"),
  ])
}
