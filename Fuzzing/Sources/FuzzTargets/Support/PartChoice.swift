// SPDX-License-Identifier: Apache-2.0

/// Which master states and operators (version 1: tasks) a log is about, by their positions in the file.
struct PartChoice {
  /// What becomes of the parts that are not chosen.
  enum Others {
    /// The walk does not report them.
    case notVisited
    /// The walk reports them, and the log ignores that: what it must be like without them.
    case ignored
  }

  private let isChosen: @Sendable (Int) -> Bool
  private let others: Others
  private var count = 0
  /// Whether the walk is in a part that is to be ignored.
  private(set) var isIgnoring = false

  init(_ others: Others = .notVisited, isChosen: @escaping @Sendable (Int) -> Bool = { _ in true }) {
    self.others = others
    self.isChosen = isChosen
  }

  /// Whether the walk is to visit the part that comes next.
  mutating func next() -> Bool {
    defer { count += 1 }
    if isChosen(count) { return true }
    isIgnoring = others == .ignored
    return isIgnoring
  }

  /// The part that was visited has ended.
  mutating func end() { isIgnoring = false }
}
