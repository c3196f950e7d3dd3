// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataStorage

extension RecordedListing {
  private static let bucket = Expectation.objects(RecordedStorage.bucket, at: "gs://flink-bucket/")
  private static let many = Expectation.objects(RecordedStorage.many, at: "gs://flink-many/")
  private static let odd = Expectation.objects(RecordedStorage.odd, at: "gs://flink-odd/")
  private static let below = RecordedStorage.bucket.filter { $0.key.hasPrefix("ck/") }
  private static let container = "abfss://flink-bucket@account.dfs.core.windows.net"
  private static let blobs = Expectation.objects(RecordedStorage.bucket, at: container + "/")
  /// Without its metadata an empty directory looks like an empty file.
  private static let blobsWithFolder = Expectation.objects(
    RecordedStorage.bucket + [RecordedStorage.Object(key: "ck/0b1a/taskowned", size: 0, modified: 1_795_547_811)],
    at: container + "/")
  /// The generations of objects, which the server makes from their times, with an old one of the first object.
  private static let generations =
    RecordedStorage.bucket.map {
      ListedCopy(
        "gs://flink-bucket/" + $0.key, size: $0.size, modified: $0.modified, versionID: "\($0.modified)000000")
    } + [
      ListedCopy(
        "gs://flink-bucket/ck/0b1a/chk-42/_metadata", size: 1234, modified: 1_795_461_167, state: .noncurrent,
        versionID: "1795461167000000")
    ]
  /// HDFS takes no colons, and the recorder stores nothing large in it.
  private static let inHDFS = below.filter { !$0.key.contains(":") && $0.size < 1 << 30 }
  private static let tree = "/tmp/flink-listings/"

  /// What clients of other storages have printed.
  static let others: [RecordedListing] = [
    RecordedListing("gcloud-ls.txt", .gcloudLs, bucket),
    RecordedListing("gcloud-ls-pages.txt.gz", .gcloudLs, many),
    RecordedListing("gcloud-ls-recursive.txt", .gcloudLs, .objects(below, at: "gs://flink-bucket/")),
    RecordedListing(
      "gcloud-ls-odd.txt", nil,
      .problem(.malformed(.gcloudLs, expected: "a size, two spaces, a time with Z, two spaces and a URI"), line: 3)),
    RecordedListing("gcloud-ls-one-level.txt", nil, .problem(.notRecursive(.gcloudLs), line: 5)),
    RecordedListing("gcloud-ls-only-directories.txt", nil, .problem(.notRecursive(.gcloudLs), line: 5)),
    RecordedListing("gcloud-ls-readable-sizes.txt", nil, .problem(.roundedSizes(.gcloudLs), line: 1)),
    RecordedListing("gcloud-ls-versions.txt", nil, .hint("list again without -a")),
    RecordedListing("gcloud-ls-short.txt", nil, .hint("gcloud storage ls -l")),
    RecordedListing("gcloud-ls-error.txt", nil, .clientError(.gcloudLs, "ERROR: (gcloud.storage.ls)", line: 1)),
    RecordedListing("gcloud-ls-cut.txt", nil, .problem(.cut(.gcloudLs), line: 6)),
    RecordedListing("gcloud-ls.json", .gcloudJSON, bucket),
    RecordedListing("gcloud-ls-one-level.json", nil, .problem(.notRecursive(.gcloudJSON), line: 18)),
    RecordedListing("gcloud-ls-versions.json", .gcloudJSON, .files(generations)),
    // This command lists old versions, too.
    RecordedListing("gcloud-objects-list.json", .gcloudJSON, .files(generations)),
    RecordedListing("gcloud-objects-list-pages.json.gz", .gcloudJSON, many),
    RecordedListing("gcloud-objects-list-raw.json", .gcloudJSON, odd),
    RecordedListing("gsutil-ls.txt", .gcloudLs, bucket),
    RecordedListing("gsutil-ls-pages.txt.gz", .gcloudLs, many),
    RecordedListing("gsutil-ls-recursive.txt", .gcloudLs, .objects(below, at: "gs://flink-bucket/")),
    RecordedListing("gsutil-ls-one-level.txt", nil, .problem(.notRecursive(.gcloudLs), line: 5)),
    RecordedListing("gsutil-ls-only-directories.txt", nil, .problem(.notRecursive(.gcloudLs), line: 5)),
    RecordedListing("gsutil-ls-human-readable.txt", nil, .problem(.roundedSizes(.gcloudLs), line: 1)),
    RecordedListing("gsutil-ls-versions.txt", nil, .hint("list again without -a")),
    RecordedListing("gsutil-ls-short.txt", nil, .hint("gcloud storage ls -l")),
    RecordedListing("gsutil-ls-error.txt", nil, .clientError(.gcloudLs, "BucketNotFoundException: 404", line: 1)),
    RecordedListing("az-blob-list.json.gz", .azure, base: container, blobsWithFolder),
    RecordedListing("az-blob-list-metadata.json.gz", .azure, base: container, blobs),
    RecordedListing("az-blob-list-whole.json.gz", .azure, base: container, blobsWithFolder),
    RecordedListing(
      "az-blob-list-default-length.json.gz", nil, base: container,
      .problem(.incomplete(.azure, sign: "exactly 5000 entries, where az stops by default"), line: 30003)),
    RecordedListing(
      "az-blob-list-next-marker.json", nil, base: container,
      .problem(.incomplete(.azure, sign: "nextMarker"), line: 210)),
    RecordedListing("az-blob-list-delimiter.json", nil, base: container, .problem(.notRecursive(.azure), line: 4)),
    RecordedListing("az-blob-list.tsv", nil, .problem(.unknownForm, line: nil)),
    RecordedListing("az-blob-list-table.txt", nil, .hint("--output json")),
    RecordedListing("hdfs-ls.txt", .hdfsLs, .objects(RecordedStorage.bucket, at: "file://" + tree)),
    RecordedListing(
      "hdfs-ls-path.txt", .hdfsLs, base: "hdfs://nn:8020", .objects(RecordedStorage.bucket, at: "hdfs://nn:8020" + tree)
    ),
    RecordedListing("hdfs-ls-warnings.txt", .hdfsLs, .objects(RecordedStorage.bucket, at: "file://" + tree)),
    RecordedListing("hdfs-2.7-ls.txt", .hdfsLs, .objects(inHDFS, at: "hdfs://localhost:8020/flink/")),
    RecordedListing(
      "hdfs-2.7-ls-path.txt", .hdfsLs, base: "hdfs://nn:8020", .objects(inHDFS, at: "hdfs://nn:8020/flink/")),
    RecordedListing(
      "hdfs-2.7-ls-warnings.txt", .hdfsLs, base: "hdfs://nn:8020", .objects(inHDFS, at: "hdfs://nn:8020/flink/")),
    RecordedListing("hdfs-2.7-oiv.tsv", nil, .hint("without a header")),
    RecordedListing("hdfs-ls-by-time.txt", .hdfsLs, .objects(RecordedStorage.bucket, at: "file://" + tree)),
    RecordedListing("hdfs-ls-one-level.txt", nil, .problem(.notRecursive(.hdfsLs), line: 1)),
    RecordedListing("hdfs-ls-human-readable.txt", nil, .problem(.roundedSizes(.hdfsLs), line: 15)),
    RecordedListing("hdfs-ls-only-paths.txt", nil, .hint("hdfs dfs -ls -R")),
    RecordedListing("hdfs-ls-error.txt", nil, .clientError(.hdfsLs, "ls: `file:///tmp/flink-listings/none'", line: 4)),
    RecordedListing("find-printf-zeros.txt", .find, .objects(RecordedStorage.bucket, at: tree)),
    RecordedListing("find-printf-lines.txt", .find, .objects(RecordedStorage.bucket, at: tree)),
    RecordedListing(
      "find-printf-relative.txt", .find, base: "file:" + tree, .objects(RecordedStorage.bucket, at: "file:" + tree)),
    RecordedListing(
      "find-printf-directories.txt", nil, .problem(.malformed(.find, expected: "files, found a directory"), line: 2)),
    RecordedListing("find-ls.txt", nil, .hint("find DIR -type f -printf")),
    RecordedListing("find-error.txt", nil, .clientError(.find, "find: ‘/tmp/flink-listings/none’", line: 1)),
  ]
}
