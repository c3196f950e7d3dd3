// SPDX-License-Identifier: Apache-2.0

/// The forms of listings that can be read. The raw value is the name on the command line.
@nonexhaustive
public enum ListingForm: String, Sendable, Hashable, CaseIterable {
  /// `aws s3 ls --recursive s3://bucket/prefix/`: keys without the bucket, local times.
  case awsLs = "aws-s3-ls"
  /// `aws s3api list-objects-v2` or `list-objects`: JSON, keys without the bucket.
  case s3Objects = "s3api-list-objects"
  /// `aws s3api list-object-versions`: JSON, keys without the bucket.
  case s3Versions = "s3api-list-object-versions"
  /// An inventory of S3, OSS or COS, given by its `manifest.json`, with CSV files beside it.
  case inventory = "s3-inventory"
  /// `hdfs dfs -ls -R`: paths as they were asked for, local times in minutes.
  case hdfsLs = "hdfs-ls"
  /// `hdfs oiv -p Delimited`: an image of the NameNode, as text separated by tabs.
  case hdfsImage = "hdfs-oiv"
  /// `gcloud storage ls -l` or `gsutil ls -l`.
  case gcloudLs = "gcloud-ls"
  /// `gcloud storage ls --json`, `gcloud storage objects list --format=json`, or the answer of Google's API.
  case gcloudJSON = "gcloud-json"
  /// `find DIR -type f -printf '%s\t%T@\t%p\0'`, or with `\n`.
  case find
  /// CSV or text separated by tabs, with a header that names the columns `path`, `key` or `url`, and `size` and
  /// `modified`.
  case table = "csv"
  /// `rclone lsjson -R`: paths relative to what was listed.
  case rclone = "rclone-lsjson"
  /// `s5cmd --json ls`.
  case s5cmd
  /// `s3cmd ls -r`.
  case s3cmd
  /// `mc ls -r --json`: keys relative to what was listed.
  case mc
  /// `az storage blob list`: names in the container.
  case azure = "az"

  /// Whether its times are local ones of the machine that made the listing, without a time zone.
  public var hasLocalTimes: Bool { self == .awsLs || self == .hdfsLs || self == .hdfsImage }
}
