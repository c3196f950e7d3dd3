// SPDX-License-Identifier: Apache-2.0

extension ListingForm {
  /// Whether the form is made of JSON, and not of lines.
  var isJSON: Bool {
    switch self {
    case .inventory, .s3Objects, .s3Versions, .gcloudJSON, .rclone, .s5cmd, .mc, .azure: true
    case .awsLs, .hdfsLs, .hdfsImage, .gcloudLs, .find, .table, .s3cmd: false
    }
  }

  /// The command that makes a whole listing in this form, for messages.
  var command: String {
    switch self {
    case .awsLs: "aws s3 ls --recursive s3://BUCKET/PREFIX/"
    case .s3Objects: "aws s3api list-objects-v2 --bucket BUCKET --prefix PREFIX/ --output json"
    case .s3Versions: "aws s3api list-object-versions --bucket BUCKET --prefix PREFIX/ --output json"
    case .inventory: "aws s3 cp --recursive s3://INVENTORY-BUCKET/PATH/ ., in CSV and with its manifest.json"
    case .hdfsLs: "hdfs dfs -ls -R PATH"
    case .hdfsImage: "hdfs oiv -p Delimited -i FSIMAGE -o LISTING"
    case .gcloudLs: "gcloud storage ls -l 'gs://BUCKET/PREFIX/**'"
    case .gcloudJSON: "gcloud storage ls --json 'gs://BUCKET/PREFIX/**'"
    case .find: "find DIR -type f -printf '%s\\t%T@\\t%p\\0'"
    case .table: "an export as CSV with the header: key,size,last_modified"
    case .rclone: "rclone lsjson -R --files-only REMOTE:BUCKET/PREFIX"
    case .s5cmd: "s5cmd --json ls 's3://BUCKET/PREFIX/*'"
    case .s3cmd: "s3cmd ls -r s3://BUCKET/PREFIX/"
    case .mc: "mc ls -r --json ALIAS/BUCKET/PREFIX"
    case .azure: "az storage blob list -c CONTAINER --prefix PREFIX/ --num-results '*' --include m --output json"
    }
  }

  /// What the base is for this form, by an example.
  var exampleOfBase: String {
    switch self {
    case .hdfsLs, .hdfsImage: "hdfs://NAMENODE:8020"
    case .find: "file:/DIRECTORY, the one that was listed"
    case .azure: "abfss://CONTAINER@ACCOUNT.dfs.core.windows.net"
    case .gcloudLs, .gcloudJSON: "gs://BUCKET"
    case .rclone, .mc: "s3://BUCKET/PREFIX, the directory that was listed"
    default: "s3://BUCKET"
    }
  }
}
