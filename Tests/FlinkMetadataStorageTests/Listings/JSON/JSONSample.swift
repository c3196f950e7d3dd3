// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import FlinkMetadataStorage

/// A form as its client writes it, with places for what the tests vary.
struct JSONSample: CustomTestStringConvertible, Sendable {
  var name: String
  var form: ListingForm
  var base: String? = "s3://b"
  /// What stands before a key in a location.
  var root = "s3://b/"
  /// The document around the entries.
  var opening = "["
  var closing = "]\n"
  var separator = ",\n"
  /// An entry: a key between quotes and a size.
  var entry: @Sendable (_ key: String, _ size: String) -> String
  /// Whether the documents are the entries, so that a listing can end after each of them.
  var hasLines = false
  var versionID = ""

  var testDescription: String { name }

  func text(_ entries: [String]) -> String { opening + entries.joined(separator: separator) + closing }

  func file(_ key: String, size: Int64 = 1234) -> ListedCopy {
    ListedCopy(root + key, size: size, versionID: versionID)
  }

  static let all: [JSONSample] = [
    JSONSample(
      name: "list-objects-v2", form: .s3Objects, opening: "{\n    \"Contents\": [\n",
      closing: "\n    ],\n    \"RequestCharged\": null,\n    \"Prefix\": \"\"\n}\n",
      entry: {
        """
                {
                    "Key": \($0),
                    "LastModified": "2026-11-24T19:12:47+00:00",
                    "ETag": "\\"81dc9bdb52d04dc20036dbd8313ed055\\"",
                    "ChecksumAlgorithm": ["CRC32"],
                    "Size": \($1),
                    "StorageClass": "STANDARD",
                    "Owner": {"DisplayName": "x", "ID": "y"}
                }
        """
      }),
    JSONSample(
      name: "query Contents[]", form: .s3Objects,
      entry: { #"{"Size": \#($1), "LastModified": "2026-11-24T19:12:47.000Z", "Key": \#($0)}"# }),
    JSONSample(
      name: "list-object-versions", form: .s3Versions, opening: #"{"Versions": ["#, closing: #"], "Prefix": ""}"#,
      entry: {
        #"{"ETag": "\"e\"", "Size": \#($1), "StorageClass": "STANDARD", "Key": \#($0), "VersionId": "v1", "#
          + #""IsLatest": true, "LastModified": "2026-11-24T19:12:47+00:00"}"#
      }, versionID: "v1"),
    JSONSample(
      name: "gcloud storage ls --json", form: .gcloudJSON, base: nil, root: "gs://g/",
      entry: {
        #"{"url": "gs://g/x#1732475652000000", "type": "cloud_object", "metadata": {"bucket": "g", "name": \#($0), "#
          + #""size": "\#($1)", "timeCreated": "2026-11-24T19:12:47+00:00", "#
          + #""updated": "2026-11-24T19:12:47+00:00", "generation": "1732475652000000"}}"#
      }, versionID: "1732475652000000"),
    JSONSample(
      name: "gcloud storage objects list", form: .gcloudJSON, base: nil, root: "gs://g/",
      entry: {
        #"{"bucket": "g", "creation_time": "2026-11-24T19:12:47+0000", "generation": "17", "name": \#($0), "#
          + #""size": \#($1), "storage_class": "ARCHIVE", "storage_url": "gs://g/x#17", "#
          + #""update_time": "2026-11-24T19:12:47+0000"}"#
      }, versionID: "17"),
    JSONSample(
      name: "Google's API", form: .gcloudJSON, base: nil, root: "gs://g/",
      opening: #"{"kind": "storage#objects", "items": ["#, closing: "]}",
      entry: {
        #"{"kind": "storage#object", "name": \#($0), "bucket": "g", "generation": "17", "size": "\#($1)", "#
          + #""updated": "2026-11-24T19:12:47.123Z"}"#
      }, versionID: "17"),
    JSONSample(
      name: "rclone", form: .rclone, base: "s3://b/ck/", root: "s3://b/ck/", opening: "[\n", closing: "\n]\n",
      entry: {
        #"{"Path":\#($0),"Name":"n","Size":\#($1),"MimeType":"application/octet-stream","#
          + #""ModTime":"2026-11-24T19:12:47.000000000Z","IsDir":false,"Tier":"STANDARD"}"#
      }),
    JSONSample(
      name: "mc", form: .mc, base: "s3://b/ck", root: "s3://b/ck/", opening: "", closing: "\n", separator: "\n",
      entry: {
        #"{"status":"success","type":"file","lastModified":"2026-11-24T20:12:47+01:00","size":\#($1),"key":\#($0),"#
          + #""etag":"e","url":"http://minio:9000/b/ck/","versionOrdinal":1,"storageClass":"STANDARD"}"#
      }, hasLines: true),
    JSONSample(
      name: "s5cmd", form: .s5cmd, base: nil, root: "s3://b/", opening: "", closing: "\n", separator: "\n",
      entry: {
        #"{"key":"s3://b/\#($0.dropFirst()),"etag":"e","last_modified":"2026-11-24T19:12:47Z","type":"file","#
          + #""size":\#($1),"storage_class":"STANDARD"}"#
      }, hasLines: true),
    JSONSample(
      name: "az storage blob list", form: .azure, base: "abfss://c@a.dfs.core.windows.net/",
      root: "abfss://c@a.dfs.core.windows.net/",
      entry: {
        #"{"container": "c", "deleted": null, "isCurrentVersion": null, "metadata": {}, "name": \#($0), "#
          + #""properties": {"blobTier": "Hot", "contentLength": \#($1), "#
          + #""lastModified": "2026-11-24T19:12:47+00:00"}, "snapshot": null, "versionId": null}"#
      }),
    JSONSample(
      name: "az storage fs file list", form: .azure, base: "abfss://c@a.dfs.core.windows.net",
      root: "abfss://c@a.dfs.core.windows.net/",
      entry: {
        #"{"contentLength": \#($1), "isDirectory": false, "lastModified": "2026-11-24T19:12:47", "name": \#($0)}"#
      }),
  ]
}

/// A JSON string, with only the escapes that it needs.
func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"", "\\": result += "\\" + String(scalar)
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}

/// A JSON string of nothing but escapes of code units, with digits in both cases.
func fullyEscaped(_ text: String) -> String {
  let units = text.utf16.enumerated().map { index, unit in
    let digits = String(unit, radix: 16, uppercase: index.isMultiple(of: 2))
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
  return "\"" + units.joined() + "\""
}
