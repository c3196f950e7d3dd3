// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// What in a metadata file decides how a checkpoint can be restored, apart from its files.
public struct RestoreFacts: Sendable, Hashable {
  /// Whether state was written by the changelog backend.
  public var hasChangelog = false
  /// Whether there is data in flight, of an unaligned checkpoint.
  public var hasChannelState = false
  /// How many handles name a file by a path from the directory of the metadata file.
  public var relativeReferences: Int64 = 0
  /// Whether a handle names a file of the local file system.
  public var hasLocalPaths = false
  /// Whether a handle names a file with the scheme `s3p`.
  public var hasS3PPaths = false

  /// Makes facts of a checkpoint that has nothing of the kind.
  public init() {}

  /// Adds the facts of another file.
  public mutating func add(_ other: RestoreFacts) {
    hasChangelog = hasChangelog || other.hasChangelog
    hasChannelState = hasChannelState || other.hasChannelState
    relativeReferences = max(relativeReferences, other.relativeReferences)
    hasLocalPaths = hasLocalPaths || other.hasLocalPaths
    hasS3PPaths = hasS3PPaths || other.hasS3PPaths
  }

  /// Notes the scheme of an absolute path. Costs a few nanoseconds.
  @inline(__always)
  mutating func note(_ path: RawSpan) {
    guard path.byteCount >= 5 else { return hasLocalPaths = hasLocalPaths || path.begins(with: "/") }
    // The first four letters as one number: "s3p:" and "file".
    switch path.unsafeLoadUnaligned(as: UInt32.self).bigEndian {
    case 0x7333_703A: hasS3PPaths = true
    case 0x6669_6C65: hasLocalPaths = hasLocalPaths || path.begins(with: "file:")
    default: hasLocalPaths = hasLocalPaths || path.begins(with: "/")
    }
  }

  /// Notes the scheme of an absolute path.
  public mutating func note(path: String) { note(path.utf8Span.span.bytes) }
}

/// A piece of advice for whoever restores from a checkpoint. The raw value is one sentence.
@nonexhaustive
public enum RestoreAdvice: String, Sendable, Hashable, CaseIterable {
  /// State of the changelog backend.
  case changelog =
    "changelog state backend: restore in the mode CLAIM, or without the changelog: in NO_CLAIM a job with it fails at its first checkpoint (FLINK-38307)"
  /// Handles with relative paths.
  case relativeHandles = "relative handles: copy or move the directory as a whole, never _metadata alone"
  /// Data in flight.
  case channelState =
    "data in flight (unaligned): restore the same job graph with the same minor release of Flink; rescaling needs Flink 1.13 or later"
  /// Files of the local file system.
  case localPaths = "local paths: every TaskManager and the JobManager need the same files under these paths"
  /// The scheme `s3p`.
  case s3p = "scheme s3p: the native S3 plugin of Flink 2.3 does not serve it; change it with metadata-rewrite"

  /// The advice in a few words.
  public var summary: String {
    switch self {
    case .changelog: "in the mode CLAIM, or without the changelog backend"
    case .relativeHandles: "with the whole directory (relative handles)"
    case .channelState: "the same job graph and minor release (data in flight)"
    case .localPaths: "where the same local paths are (file:)"
    case .s3p: "not with the native S3 plugin (s3p:)"
    }
  }

  /// The advice that follows from facts, the most urgent first.
  public static func of(_ facts: RestoreFacts) -> [RestoreAdvice] {
    var advice: [RestoreAdvice] = []
    if facts.hasChangelog { advice.append(.changelog) }
    if facts.relativeReferences > 0 { advice.append(.relativeHandles) }
    if facts.hasChannelState { advice.append(.channelState) }
    if facts.hasLocalPaths { advice.append(.localPaths) }
    if facts.hasS3PPaths { advice.append(.s3p) }
    return advice
  }
}

extension RawSpan {
  /// Whether the bytes begin with a text of ASCII.
  @inline(__always)
  fileprivate func begins(with text: StaticString) -> Bool {
    guard byteCount >= text.utf8CodeUnitCount else { return false }
    return withUnsafeBytes { bytes in text.withUTF8Buffer { bytes.starts(with: $0) } }
  }
}
