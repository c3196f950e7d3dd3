// SPDX-License-Identifier: Apache-2.0

/// What a rewrite saw and did.
public struct RewriteReport: Sendable, Hashable {
  /// The kinds of paths.
  @nonexhaustive
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A file (tag 2).
    case file
    /// A part of a file (tag 15).
    case segment
    /// A file of the checkpoint's own directory (tag 6).
    case relativeFile
    /// A directory of merged files (tag 17, two each).
    case directory
    /// The name of inlined state (tag 1), where nothing is opened.
    case handleName
  }

  /// How many paths of a kind there are.
  public struct Count: Sendable, Hashable {
    /// How many were seen.
    public var seen = 0
    /// How many were changed.
    public var changed = 0
    /// How many were matched by no rule.
    public var unmatched = 0
  }

  /// A directory of paths.
  public struct Directory: Sendable, Hashable {
    /// The directory before.
    public var before: String
    /// The directory after; the same if nothing was changed.
    public var after: String
    /// How many paths are in it.
    public var count: Int
  }

  /// An operator that was dropped, renamed or given another uid.
  public struct EditedOperator: Sendable, Hashable {
    /// The id in the input.
    public var id: OperatorID
    /// The name in the input, from version 5; nil where the file has none.
    public var name: String?
    /// The uid in the input, from version 5; nil where the file has none.
    public var uid: String?
    /// Whether the output has no such operator any more.
    public var isDropped: Bool
    /// The id in the output, if the uid was changed.
    public var newID: OperatorID?
    /// The uid that was given to it. Files before version 5 do not record it.
    public var newUid: String?
    /// The name that was given to it.
    public var newName: String?
  }

  /// The most directories that are listed; the paths of all others are counted together.
  public static let mostDirectories = 10_000

  /// By kind.
  public var counts: [Kind: Count] = [:]
  /// The directories of files and segments, in the order in which they appear, if ``PathRewriter/listsDirectories`` is
  /// set; else none.
  public var directories: [Directory] = []
  /// How many paths are in directories beyond ``mostDirectories``.
  public var pathsInOtherDirectories = 0
  /// The operators that were edited, in the order of the file.
  public var editedOperators: [EditedOperator] = []
  /// The size of the input in bytes.
  public var bytesIn: Int64 = 0
  /// The size of the output in bytes.
  public var bytesOut: Int64 = 0

  /// How many paths were changed, of all kinds.
  public var changed: Int { counts.values.reduce(0) { $0 + $1.changed } }
  /// How many paths no rule matched; handle names and relative paths need no rule.
  public var unmatched: Int { counts.values.reduce(0) { $0 + $1.unmatched } }
}
