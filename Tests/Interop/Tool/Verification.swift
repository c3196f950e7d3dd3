// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import Foundation

/// Reads what a Flink release has written of the files of ``Preparation``: encoding it again must give the same bytes, and
/// it must say what the file said that Flink had read.
struct Verification {
  let release: FlinkRelease
  let releaseName: String
  let folder: URL
  private static let mostTold = 20

  func run() throws {
    var differences = 0
    for source in ["original", "older", "made"] where exists(folder.appending(path: source)) {
      for (writer, row) in [("own", "Flink's own version"), ("same", "Flink's, same version")] {
        differences += try verify(
          source: source, written: "\(source)-\(writer)", row: "\(row), of \(source), read by us")
      }
    }
    if differences > 0 { exit(1) }
  }

  private func exists(_ folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: folder.path(percentEncoded: false))
  }

  private func verify(source: String, written: String, row: String) throws -> Int {
    let root = folder.appending(path: "written").appending(path: written)
    let names = try FileManager.default.subpathsOfDirectory(atPath: root.path(percentEncoded: false))
      .filter { $0.hasSuffix(".metadata") }.sorted()
    if names.isEmpty { throw Problem(description: "Flink \(releaseName) has written no files of \(source)") }
    var (same, different) = (0, 0)
    for name in names {
      let writtenBytes = try [UInt8](Data(contentsOf: root.appending(path: name)))
      let sourceBytes = try [UInt8](Data(contentsOf: folder.appending(path: source).appending(path: name)))
      do {
        if let problem = try problem(written: writtenBytes, source: sourceBytes) { throw Problem(description: problem) }
        if writtenBytes == sourceBytes { same += 1 }
      } catch {
        different += 1
        if different <= Self.mostTold { complain("Flink \(releaseName), \(row): \(name): \(error)") }
      }
    }
    print("\(releaseName)\t\(row)\t\(names.count)\t\(names.count - different)\t\(same)\t0\t\(different)")
    return different
  }

  private struct Problem: Error, CustomStringConvertible {
    var description: String
  }

  private func problem(written: [UInt8], source: [UInt8]) throws -> String? {
    let values = try MetadataFile(written).metadata()
    if try values.encode() != written { return "encoding the values gives other bytes" }
    if try encodedEvents(written) != written { return "encoding the events gives other bytes" }
    let original = try MetadataFile(source).metadata()
    let converted =
      values.version == original.version
      ? original
      : try original.converted(to: values.version, for: release, accepting: [.legacyOperatorState, .operatorNames])
    let expected = AsFlinkKeepsIt(release).metadata(converted)
    let found = AsFlinkKeepsIt(release).metadata(values, likewise: expected)
    if found == expected { return nil }
    return firstDifference(found, expected, at: "metadata") ?? "the values are not equal"
  }

  /// Where two values part, and what they say there.
  private func firstDifference(_ found: Any, _ expected: Any, at path: String) -> String? {
    if let found = found as? AnyHashable, let expected = expected as? AnyHashable, found == expected { return nil }
    let (foundParts, expectedParts) = (Mirror(reflecting: found).children, Mirror(reflecting: expected).children)
    let isLeaf = found is ModifiedUTF8String || found is SharedBytes || found is Offsets
    if !isLeaf && foundParts.count == expectedParts.count {
      for (index, parts) in zip(foundParts, expectedParts).enumerated() {
        let name = parts.0.label ?? String(index)
        if let difference = firstDifference(parts.0.value, parts.1.value, at: "\(path).\(name)") { return difference }
      }
    }
    return "\(path) is \(found) instead of \(expected)"
  }
}
