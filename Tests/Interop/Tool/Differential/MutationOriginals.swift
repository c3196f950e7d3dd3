// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata

/// The files that inputs are made of, and the parts that can be put into them.
struct MutationOriginals {
  /// Files of the versions that the release reads.
  private var known: [[UInt8]] = []
  /// Files of other versions and of dialects.
  private var others: [[UInt8]] = []
  private var parts: [FieldMap.PartKind: [[UInt8]]] = [:]
  let partKinds: [FieldMap.PartKind]

  private static let largestOriginal = 4 * 1024
  private static let largestPart = 1_500

  init(for release: FlinkRelease) throws {
    var seen: Set<[UInt8]> = []
    for entry in Corpus.entries where entry.size < Self.largestOriginal {
      let bytes = try Corpus.bytes(entry.file)
      guard seen.insert(bytes).inserted else { continue }
      let isKnown = FormatVersion(rawValue: Int32(entry.version)).map(release.versions.contains) ?? false
      if isKnown && entry.dialect == Dialect.standard.rawValue {
        known.append(bytes)
      } else {
        others.append(bytes)
      }
    }
    others += try known.filter { $0[7] == FormatVersion.version6.rawValue }.compactMap(Self.asVersion7)
    var pieces: [FieldMap.PartKind: Set<[UInt8]>] = [:]
    for file in try known + Sample.all.map({ try $0.metadata().encode() }) {
      for part in FieldMap(file)?.parts ?? [] where part.range.count <= Self.largestPart {
        pieces[part.kind, default: []].insert(Array(file[part.range]))
      }
    }
    // Sets have another order in each process.
    parts = pieces.mapValues { $0.sorted { $0.lexicographicallyPrecedes($1) } }
    partKinds = parts.keys.sorted { "\($0)" < "\($1)" }
  }

  /// No release writes the newest version, but its layout is known. Nil of what no reader accepts.
  private static func asVersion7(_ bytes: [UInt8]) throws -> [UInt8]? {
    guard var metadata = try? MetadataFile(bytes).metadata() else { return nil }
    metadata.version = .version7
    for state in metadata.operatorStates.indices {
      for subtask in metadata.operatorStates[state].subtaskStates.indices
      where !metadata.operatorStates[state].subtaskStates[subtask].isFinished {
        metadata.operatorStates[state].subtaskStates[subtask].refCheckpointId = 7
      }
    }
    return try metadata.encode()
  }

  func file(using generator: inout SeededGenerator) -> [UInt8] {
    let isOther = Int.random(in: 0..<12, using: &generator) == 0
    return (isOther ? others : known).randomElement(using: &generator) ?? []
  }

  func part(_ kind: FieldMap.PartKind, using generator: inout SeededGenerator) -> [UInt8]? {
    parts[kind]?.randomElement(using: &generator)
  }
}
