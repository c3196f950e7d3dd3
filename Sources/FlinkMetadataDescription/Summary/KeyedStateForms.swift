// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// The forms of keyed state that an operator has, which tell the state backend that wrote it.
public struct KeyedStateForms: OptionSet, Sendable, Hashable {
  /// A bit for each form.
  public let rawValue: UInt8

  /// Makes a set.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Key groups in one stream (`KeyGroupsStateHandle`): the heap backend, or RocksDB without incremental checkpoints.
  public static let keyGroups = KeyedStateForms(rawValue: 1)
  /// Key groups of a canonical savepoint (`KeyGroupsSavepointStateHandle`), which any backend writes and reads.
  public static let canonical = KeyedStateForms(rawValue: 2)
  /// Files of RocksDB or ForSt (`IncrementalRemoteKeyedStateHandle`).
  public static let incremental = KeyedStateForms(rawValue: 4)
  /// The changelog backend (`ChangelogStateBackendHandle`), over another one.
  public static let changelog = KeyedStateForms(rawValue: 8)
}

extension KeyedStateForms: CustomStringConvertible {
  /// What wrote the state, in words.
  public var description: String {
    var backends: [String] = []
    if contains(.incremental) { backends.append("RocksDB or ForSt, incremental") }
    if contains(.keyGroups) { backends.append("heap, or RocksDB without increments") }
    if contains(.canonical) { backends.append("any (canonical savepoint)") }
    if !contains(.changelog) { return backends.joined(separator: "; ") }
    return "changelog" + (backends.isEmpty ? "" : " over \(backends.joined(separator: "; "))")
  }
}
