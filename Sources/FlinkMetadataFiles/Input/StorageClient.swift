// SPDX-License-Identifier: Apache-2.0

/// What to say about a URI of a storage that is no local file system: how its own client reads a metadata file.
package struct StorageClient {
  /// The command that writes the metadata file to standard output; nil if no client is known for the scheme.
  package let command: String?
  /// The URI of the file's directory.
  package let directory: String

  /// Nil if the text is no URI with an authority.
  package init?(uri: String) {
    // A path is bytes: as a character, a slash with a combining mark behind it would be no slash.
    let bytes = uri.utf8
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8),
      colon != bytes.startIndex, bytes[..<colon].allSatisfy({ Self.isInScheme($0) })
    else { return nil }
    let scheme = uri[..<colon].lowercased()
    let rest = bytes[colon...].dropFirst("://".utf8.count)
    let slash = UInt8(ascii: "/")
    let parts = rest.split(separator: slash).map { Substring($0) }
    // A copy of a metadata file can have more in its name.
    let isFile = parts.count > 1 && parts.last?.utf8.contains("metadata".utf8) == true
    let directory = (isFile ? parts.dropLast() : parts[...]).joined(separator: "/")
    let path = String(decoding: rest.reversed().drop { $0 == slash }.reversed(), as: UTF8.self)
    let file = isFile ? path : "\(directory)/_metadata"
    self.directory = Self.quoted("\(uri[..<colon])://\(directory)")
    let isS3 = ["s3", "s3a", "s3n", "s3p"].contains(scheme)
    let location = Self.quoted("\(isS3 ? "s3" : uri[..<colon])://\(file)")
    command =
      switch scheme {
      case "s3", "s3a", "s3n", "s3p": "aws s3 cp \(location) -"
      case "gs": "gcloud storage cat \(location)"
      case "hdfs", "viewfs", "webhdfs": "hdfs dfs -cat \(location)"
      case "abfs", "abfss", "wasb", "wasbs": "hadoop fs -cat \(location)"
      case "oss": "ossutil cat \(location)"
      case "http", "https": "curl -fsS \(location)"
      default: nil
      }
  }

  private static func isInScheme(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  /// The text as one word of a shell.
  private static func quoted(_ text: String) -> String {
    text.shellWord { scalar in
      UInt8(exactly: scalar.value).map { isInScheme($0) || ":/_@=,".utf8.contains($0) } == true
    }
  }
}
