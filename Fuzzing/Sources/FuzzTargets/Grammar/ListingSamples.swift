// SPDX-License-Identifier: Apache-2.0

/// How clients write listings of a storage.
struct ListingSample: Sendable {
  var opening = ""
  /// An entry with a key, a size, and the digits of a minute.
  var entry: @Sendable (_ key: String, _ size: String, _ minute: String) -> String
  var separator = "\n"
  var closing: @Sendable (_ count: Int, _ byteCount: Int) -> String = { _, _ in "\n" }

  /// A listing in any form, most often a whole one.
  static func listing(choices: Choices) -> [UInt8] {
    var choices = choices
    let sample = choices.one(of: all) ?? aws
    let files = (0..<choices.one(of: 1, 2, 3, 5, 0)).map { _ in
      (key: key(&choices), size: size(&choices), minute: "\(10 + choices.below(50))")
    }
    let bytes = files.reduce(0) { $0 &+ (Int($1.size) ?? 0) }
    let entries = files.map { sample.entry($0.key, $0.size, $0.minute) }
    let text = sample.opening + entries.joined(separator: sample.separator) + sample.closing(files.count, bytes)
    return Array(text.utf8)
  }

  /// A key, most often one that every form can hold.
  static func key(_ choices: inout Choices) -> String {
    let odd = [
      "two  spaces", " x ", "%41%2f", "a+b", "a#17", "12 2026-11-24 19:12 x", "größe😀", "a_$folder$", "a//b", "x\t1",
    ]
    var key = choices.one(of: ["ck/", "ck/0b1a/chk-42/", "a", ""]) ?? ""
    key += choices.oneIn(3) ? choices.one(of: odd) ?? "" : choices.one(of: ["_metadata", "x", "shared/", "b/c"]) ?? ""
    return key.isEmpty ? "x" : key
  }

  static func size(_ choices: inout Choices) -> String {
    choices.one(of: ["0", "1", "1234", "20481", "12345678901234", "9223372036854775807"]) ?? "1"
  }

  // MARK: Lines

  private static let aws = ListingSample { "2026-11-24 19:\($2):47 \(padded($1, 10)) \($0)" }

  private static let lines: [ListingSample] = [
    aws,
    ListingSample(entry: aws.entry, closing: { "\n\nTotal Objects: \($0)\n   Total Size: \($1)\n" }),
    ListingSample { "\($0)\t\($1)\t2026-11-24T19:\($2):47+00:00" },
    ListingSample { "-rw-r--r--   3 DOMAIN\\a user hadoop \(padded($1, 10)) 2026-11-24 19:\($2) /flink/\($0)" },
    ListingSample { "-rw-rw-rwx+  1 flink flink Replicated \($1) 2026-11-24 19:\($2) s3a://bucket/\($0)" },
    ListingSample(
      opening: "26/11/24 19:12:47 WARN util.NativeCodeLoader: x\ndrwxr-xr-x   - a b 0 2026-11-24 19:12 /flink\n",
      entry: { "-rw-r--r--   3 a b \($1) 2026-11-24 19:\($2) hdfs://nn/\($0)" }),
    ListingSample(
      opening: "Path\tReplication\tModificationTime\tAccessTime\tPreferredBlockSize\tBlocksCount\tFileSize\tNSQUOTA\t"
        + "DSQUOTA\tPermission\tUserName\tGroupName\n",
      entry: {
        "\"/flink/\($0)\"\t3\t2026-11-24 19:\($2)\t1970-01-01 00:00\t134217728\t1\t\($1)\t0\t0\t-rw-r--r--\ta\tb"
      }),
    ListingSample(
      opening: "Path,Replication,ModificationTime,FileSize,Permission\n/,0,2026-11-24 19:12,0,drwxr-xr-x\n",
      entry: { "/flink/\($0),3,2026-11-24 19:\($2),\($1),-rw-r--r--" }),
    ListingSample(
      entry: { "\(padded($1, 10))  2026-11-24T19:\($2):47Z  gs://flink-gcs/\($0)" },
      closing: { "\nTOTAL: \($0) objects, \($1) bytes (21.21 KiB)\n" }),
    ListingSample(
      opening: "gs://b/ck/\n\ngs://b/ck/:\n", entry: { "  \($1)  2026-11-24T19:\($2):47Z  gs://b/ck/\($0)" },
      closing: { "\nTOTAL: \($0) objects, \($1) bytes (1 B)\n" }),
    ListingSample(entry: { "\($1)\t17955475\($2).1812251620\t/mnt/\($0)" }, separator: "\0", closing: { _, _ in "\0" }),
    ListingSample { "\($1)\t17955475\($2)\t./\($0)" },
    ListingSample { "2026-11-24 19:\($2) \(padded($1, 12))  s3://flink-bucket/\($0)" },
    ListingSample(
      opening: "size,\"etag\",key,last_modified\n", entry: { "\($1),\"x,y\",\"\($0)\",2026-11-24 19:\($2):47.000 UTC" }),
    ListingSample(opening: "Path;Size;Modified\n", entry: { "\"/mnt/\($0)\";\"\($1)\";17955475\($2)123" }),
    ListingSample(
      opening: "url\tsize\tmtime\tstorage class\n",
      entry: { "gs://b/\($0)\t\($1)\t2026-11-24T20:\($2):47+01:00\tGLACIER" }),
    ListingSample(
      opening: "bucket,key,size,versionid,is latest,is delete marker,is dir\r\n",
      entry: { "b,\($0),\($1),v\($2),true,false,0" }, separator: "\r\n", closing: { _, _ in "\r\n" }),
  ]

  private static func padded(_ number: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - number.utf8.count)) + number
  }

  // MARK: JSON

  private static let objects: [ListingSample] = [
    array(opening: "{\n  \"Contents\": [\n", closing: "\n  ],\n  \"RequestCharged\": null,\n  \"Prefix\": \"ck/\"\n}\n")
    {
      "{\"Key\": \"\($0)\", \"LastModified\": \"2026-11-24T19:\($2):47+00:00\", \"ETag\": \"\\\"81dc\\\"\", "
        + "\"ChecksumAlgorithm\": [\"CRC32\"], \"Size\": \($1), \"StorageClass\": \"GLACIER\", \"Owner\": {\"ID\": \"y\"}}"
    },
    array { "{\"Size\": \($1), \"LastModified\": \"2026-11-24T19:\($2):47.000Z\", \"Key\": \"\($0)\"}" },
    array(opening: "{\"Versions\": [", closing: "], \"DeleteMarkers\": [], \"Prefix\": \"\", \"IsTruncated\": false}\n")
    {
      "{\"Size\": \($1), \"Key\": \"\($0)\", \"VersionId\": \"v1\", \"IsLatest\": true, "
        + "\"LastModified\": \"2026-11-24T19:\($2):47+00:00\"}"
    },
    array(opening: "{\"DeleteMarkers\": [", closing: "], \"Versions\": []}\n") {
      "{\"Key\": \"\($0)\", \"VersionId\": \"\($1)\", \"IsLatest\": true, \"LastModified\": \"2026-11-24T19:\($2):47Z\"}"
    },
    array {
      "{\"url\": \"gs://g/x#17\", \"type\": \"cloud_object\", \"metadata\": {\"bucket\": \"g\", \"name\": \"\($0)\", "
        + "\"size\": \"\($1)\", \"updated\": \"2026-11-24T19:\($2):47+00:00\", \"generation\": \"17\"}}"
    },
    array {
      "{\"bucket\": \"g\", \"generation\": \"17\", \"name\": \"\($0)\", \"size\": \($1), \"storage_class\": \"ARCHIVE\", "
        + "\"storage_url\": \"gs://g/x#17\", \"update_time\": \"2026-11-24T19:\($2):47+0000\"}"
    },
    array(opening: "{\"kind\": \"storage#objects\", \"items\": [", closing: "]}") {
      "{\"kind\": \"storage#object\", \"name\": \"\($0)\", \"bucket\": \"g\", \"size\": \"\($1)\", "
        + "\"updated\": \"2026-11-24T19:\($2):47.123Z\"}"
    },
    array {
      "{\"Path\":\"\($0)\",\"Name\":\"n\",\"Size\":\($1),\"ModTime\":\"2026-11-24T19:\($2):47.000000000Z\","
        + "\"IsDir\":false,\"Tier\":\"STANDARD\"}"
    },
    ListingSample(
      entry: {
        "{\"status\":\"success\",\"type\":\"file\",\"lastModified\":\"2026-11-24T20:\($2):47+01:00\",\"size\":\($1),"
          + "\"key\":\"\($0)\",\"versionOrdinal\":1,\"storageClass\":\"STANDARD\"}"
      },
      closing: { "\n{\"status\":\"success\",\"totalObjects\":\($0),\"totalSize\":\($1)}\n" }),
    ListingSample {
      "{\"key\":\"s3://b/\($0)\",\"etag\":\"e\",\"last_modified\":\"2026-11-24T19:\($2):47Z\",\"type\":\"file\","
        + "\"size\":\($1),\"storage_class\":\"STANDARD\"}"
    },
    array {
      "{\"deleted\": null, \"metadata\": {}, \"name\": \"\($0)\", \"properties\": {\"blobTier\": \"Hot\", "
        + "\"contentLength\": \($1), \"lastModified\": \"2026-11-24T19:\($2):47+00:00\"}, \"snapshot\": null}"
    },
    array {
      "{\"contentLength\": \($1), \"isDirectory\": false, \"lastModified\": \"2026-11-24T19:\($2):47\", "
        + "\"name\": \"\($0)\"}"
    },
    // Manifests, whose data is elsewhere.
    array(
      opening: "{\"sourceBucket\": \"b\", \"version\": \"2016-11-30\", \"creationTimestamp\": \"1795547600000\", "
        + "\"fileFormat\": \"CSV\", \"fileSchema\": \"Bucket, Key, Size\", \"files\": [", closing: "]}"
    ) { _, _, _ in "{\"key\": \"b/cfg/data/data.csv\"}" },
    array(opening: "{\"sourceBucket\": \"b\", \"files\": [", closing: "]}") {
      "{\"key\": \"\($0)\", \"size\": \($1)\($2)}"
    },
  ]

  private static func array(
    opening: String = "[", closing: String = "]\n", entry: @escaping @Sendable (String, String, String) -> String
  ) -> ListingSample {
    // Not every key has what JSON must escape.
    ListingSample(
      opening: opening, entry: { entry($0.replacing("\t", with: "\\t"), $1, $2) }, separator: ",\n",
      closing: { _, _ in closing })
  }

  private static let all = lines + objects
}
