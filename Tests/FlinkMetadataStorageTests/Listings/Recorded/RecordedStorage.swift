// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What real clients printed: the folder `Tests/Listings/recorded`, which `Tests/Listings/record` makes.
enum RecordedStorage {
  /// A line of the manifest: where a recording comes from.
  struct Entry: Decodable, Sendable {
    var file: String
    var client: String
    var version: String
    var server: String
    var command: String
  }

  /// An object that was stored when the clients listed.
  struct Object: Decodable, Sendable {
    var key: String
    var size: Int64
    /// Seconds since 1970.
    var modified: Int64
  }

  static let directory = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Listings/recorded")

  static let entries: [Entry] = load("manifest.json")

  /// The objects of the bucket with keys that clients could get wrong, without markers of directories.
  static let bucket: [Object] = objects(of: "flink-bucket")
  /// The objects of the bucket with keys that do not fit into a line, or that are no paths.
  static let odd: [Object] = objects(of: "flink-odd")
  /// The objects of a bucket of several pages.
  static let many: [Object] = (0..<1050).map { index in
    let digits = String(index)
    return Object(
      key: "ck/" + String(repeating: "0", count: 4 - digits.utf8.count) + digits, size: Int64(index),
      modified: 1_795_547_567 + 61 * Int64(index))
  }

  /// The bytes of a recording. The reader decompresses those that are compressed.
  static func bytes(_ file: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: directory.appending(path: file)))
  }

  private static func objects(of bucket: String) -> [Object] {
    let all: [String: [Object]] = load("stored.json")
    return (all[bucket] ?? []).filter { !($0.size == 0 && ($0.key.hasSuffix("/") || $0.key.hasSuffix("_$folder$"))) }
  }

  private static func load<Value: Decodable>(_ name: String) -> Value {
    do {
      return try JSONDecoder().decode(Value.self, from: Data(contentsOf: directory.appending(path: name)))
    } catch {
      preconditionFailure("Tests/Listings/recorded/\(name): \(error)")
    }
  }
}
