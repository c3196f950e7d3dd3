// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// A file that a checkpoint needs and that is not simply present.
public struct FileProblem: Sendable, Hashable {
  /// What is the matter.
  public var verdict: FileVerdict
  /// Where the handle leads to, in canonical form.
  public var location: String
  /// What the handle needs.
  public var need: SizeNeed
  /// The size that the file has; nil if not known, or not there.
  public var foundSize: Int64?
  /// The version that can be brought back, for a file that is ``FileVerdict/recoverable``.
  public var versionID: String?
  /// The other directory that has the file, for one that is ``FileVerdict/elsewhere``.
  public var otherDirectory: String?

  /// Makes a problem.
  public init(
    _ verdict: FileVerdict, location: String, need: SizeNeed, foundSize: Int64? = nil, versionID: String? = nil,
    otherDirectory: String? = nil
  ) {
    self.verdict = verdict
    self.location = location
    self.need = need
    self.foundSize = foundSize
    self.versionID = versionID
    self.otherDirectory = otherDirectory
  }
}

/// Problems of one kind, of one operator, in one directory.
public struct ProblemGroup: Sendable {
  /// What they have in common.
  public var key: Key
  /// How many handles.
  public var references: Int64 = 0
  /// The first of them.
  public var example: FileProblem

  /// What problems of a group have in common.
  public struct Key: Sendable, Hashable {
    /// What is the matter.
    public var verdict: FileVerdict
    /// The operator's name, uid or id, the first of these that it has.
    public var operatorName: String
    /// The directory that the handles lead to, in canonical form.
    public var directory: String

    /// Whether both have the same bytes: two spellings of a letter are two directories.
    public static func == (first: Key, second: Key) -> Bool {
      first.verdict == second.verdict && first.exactTexts == second.exactTexts
    }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
      hasher.combine(verdict)
      hasher.combine(exactTexts)
    }

    private var exactTexts: [ExactText] { [ExactText(operatorName), ExactText(directory)] }
  }
}
