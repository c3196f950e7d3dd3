// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Foundation
import Testing

/// What we say of a file is what the Flink release that wrote it says.
@Suite struct FlinkDescriptionTests {
  @Test(arguments: Corpus.entries.filter(\.readBackByFlink))
  func jsonEqualsTheDescriptionOfFlink(_ entry: Corpus.Entry) throws {
    let ours = try Description(json: describe(try Corpus.bytes(entry.file)))
    let expected = try Description(json: try Corpus.bytes(try #require(entry.expected)))
    #expect(expected.differences(from: ours) == [])
  }
}

/// A JSON document in a form in which two can be compared.
struct Description {
  let root: Any

  init(json: [UInt8]) throws {
    root = try JSONSerialization.jsonObject(with: Data(Self.withoutLoneSurrogates(json)))
  }

  /// Foundation rejects unpaired surrogates, so their escapes become plain text.
  private static func withoutLoneSurrogates(_ json: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    func unit(at index: Int) -> UInt16? {
      guard index + 6 <= json.count, json[index] == UInt8(ascii: "\\"), json[index + 1] == UInt8(ascii: "u") else {
        return nil
      }
      return UInt16(String(decoding: json[index + 2..<index + 6], as: UTF8.self), radix: 16)
    }
    while index < json.count {
      if let first = unit(at: index), 0xD800...0xDFFF ~= first {
        if UTF16.isLeadSurrogate(first), let second = unit(at: index + 6), UTF16.isTrailSurrogate(second) {
          result += json[index..<index + 12]
          index += 12
        } else {
          result +=
            Array("\\\\u".utf8) + Array(String(decoding: json[index + 2..<index + 6], as: UTF8.self).lowercased().utf8)
          index += 6
        }
      } else if json[index] == UInt8(ascii: "\\") {
        result += json[index..<index + 2]
        index += 2
      } else {
        result.append(json[index])
        index += 1
      }
    }
    return result
  }

  /// Where this description says something that the other does not.
  func differences(from other: Description) -> [String] {
    var differences: [String] = []
    compare(root, other.root, at: "$", &differences)
    return differences
  }

  /// Arrays that Flink keeps as maps or sets.
  private static let unordered: Set<String> = [
    "subtaskStates", "stateNameToPartitionOffsets", "sharedState", "privateState",
  ]

  private func compare(_ expected: Any, _ actual: Any?, at path: String, _ differences: inout [String]) {
    switch (expected, actual) {
    case (let expected as [String: Any], let actual as [String: Any]):
      for (key, value) in expected.sorted(by: { $0.key < $1.key }) {
        compare(value, actual[key], at: "\(path).\(key)", &differences)
      }
    case (let expected as [Any], let actual as [Any]):
      let name = path.split(separator: ".").last.map(String.init) ?? ""
      let isUnordered = Self.unordered.contains(name)
      let expectedItems = isUnordered ? Self.sorted(expected) : expected
      let actualItems = isUnordered ? Self.sorted(actual) : actual
      if expectedItems.count != actualItems.count {
        return differences.append("\(path): \(expectedItems.count) elements, ours \(actualItems.count)")
      }
      for (index, pair) in zip(expectedItems, actualItems).enumerated() {
        compare(pair.0, pair.1, at: "\(path)[\(index)]", &differences)
      }
    case (is NSNull, nil), (is NSNull, is NSNull): break
    // What the file's version has no place for is empty in Flink's objects.
    case (let expected as [Any], nil) where expected.isEmpty: break
    case (let expected as NSObject, let actual as NSObject):
      if expected != actual { differences.append("\(path): \(expected), ours \(actual)") }
    default: differences.append("\(path): \(expected), ours \(String(describing: actual))")
    }
  }

  /// Sorted by what identifies an element in Flink.
  private static func sorted(_ items: [Any]) -> [Any] {
    func key(_ item: Any) -> (Int, String) {
      let item = item as? [String: Any] ?? [:]
      return (item["index"] as? Int ?? 0, item["name"] as? String ?? item["localPath"] as? String ?? "")
    }
    return items.sorted { key($0) < key($1) }
  }
}
