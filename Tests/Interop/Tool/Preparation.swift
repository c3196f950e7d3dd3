// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import Foundation

/// Leaves files for a Flink release in the subfolders of a folder that `CheckMetadata.java` describes.
struct Preparation {
  let release: FlinkRelease
  let folder: URL

  func run() throws {
    for entry in Corpus.entries {
      guard let writer = FlinkRelease(name: entry.flink) else { throw UnknownRelease(name: entry.flink) }
      let bytes = try Corpus.bytes(entry.file)
      let name = entry.file.hasSuffix(".gz") ? String(entry.file.dropLast(3)) : entry.file
      if writer <= release {
        try writeOfOlderRelease(bytes, name)
      } else if let version = FormatVersion(rawValue: Int32(entry.version)), version > release.ownVersion {
        try writeOfNewerRelease(bytes, name)
      }
    }
    for sample in Sample.all where sample.since <= release {
      try write(sample.metadata().encode(), "made", "\(sample.since)/\(sample.name)")
    }
    for properties in try SampleProperties.all() { try write(properties.bytes, "properties", properties.name) }
    try write(Array(SampleUids.lines().utf8), "uids")
  }

  /// What FlinkMetadata refuses is left out, and Flink must refuse it too.
  private func writeOfOlderRelease(_ bytes: [UInt8], _ name: String) throws {
    try write(bytes, "original", name)
    guard let metadata = try? MetadataFile(bytes).metadata() else { return }
    try write(metadata.encode(), "values", name)
    try write(encodedEvents(bytes), "events", name)
    guard metadata.version < release.ownVersion else { return }
    do {
      let converted = try metadata.converted(
        to: release.ownVersion, for: release, accepting: [.legacyOperatorState])
      try write(converted.encode(), "newer", name)
    } catch ConversionError.chainedTasks {
      // The tasks of version 1 cannot be divided into operators.
    }
  }

  /// From a newer version, as far as only names and properties have to be left out.
  private func writeOfNewerRelease(_ bytes: [UInt8], _ name: String) throws {
    guard let metadata = try? MetadataFile(bytes).metadata() else { return }
    do {
      let converted = try metadata.converted(
        to: release.ownVersion, for: release, accepting: [.operatorNames, .checkpointProperties])
      try write(converted.encode(), "older", name)
    } catch is ConversionError {
      // Says what the older version has no place for.
    }
  }

  private func write(_ bytes: [UInt8], _ components: String...) throws {
    let file = components.reduce(folder) { $0.appending(path: $1) }
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }
}

/// The file that comes out when the events of a walk over a file are encoded, without values in between.
func encodedEvents(_ bytes: [UInt8]) throws -> [UInt8] {
  let sink = MemorySink()
  var encoder = MetadataEncoder(sink)
  try MetadataFile(bytes).walk(&encoder)
  try encoder.finish()
  return sink.bytes
}
