// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Groups problems while a checkpoint is looked at. Problems come in runs of one kind, which only count.
struct ProblemGroups {
  /// The most groups of a checkpoint that are told apart, and the most bytes of their paths.
  static let most = 1000
  private static let mostText = 1 << 20
  private var textCount = 0

  private(set) var groups: [ProblemGroup] = []
  /// How many problems are in no group.
  private(set) var others: Int64 = 0
  /// The operator whose problems come.
  private(set) var operatorName = ""
  private var indices: [ProblemGroup.Key: Int] = [:]
  /// What the last problem's group is, as long as the operator is the same.
  private var last: (verdict: FileVerdict, directory: Int, group: Int)?

  /// Begins with an operator.
  mutating func begin(operatorName: String) {
    self.operatorName = operatorName
    last = nil
  }

  /// Counts a problem if it belongs to the group of the last one.
  mutating func isOfLast(_ verdict: FileVerdict, _ directory: Int) -> Bool {
    guard let last, last.verdict == verdict, last.directory == directory else { return false }
    groups[last.group].references += 1
    return true
  }

  /// Adds a problem.
  mutating func add(_ problem: FileProblem, _ directory: Int) {
    let end = problem.location.utf8.lastIndex(of: UInt8(ascii: "/")) ?? problem.location.startIndex
    let key = ProblemGroup.Key(
      verdict: problem.verdict, operatorName: operatorName, directory: String(problem.location[..<end]))
    if let index = indices[key] {
      groups[index].references += 1
      last = (problem.verdict, directory, index)
    } else if groups.count < Self.most, textCount < Self.mostText {
      textCount += problem.location.utf8.count
      indices[key] = groups.count
      last = (problem.verdict, directory, groups.count)
      groups.append(ProblemGroup(key: key, references: 1, example: problem))
    } else {
      others += 1
    }
  }
}

/// Remembers of directories whether they are covered. Problems come in runs of few directories.
struct ProblemDirectories {
  struct Directory {
    /// A number for the directory, as it is spelled.
    let index: Int
    /// Whether listings cover it.
    let isCovered: Bool
  }

  /// The most directories that are remembered, and the longest; more are looked at again.
  private static let most = 1000
  private static let longest = 1024

  private var known: [[UInt8]: Directory] = [:]
  private var count = 0
  private var last: [UInt8] = []
  private var lastFound = Directory(index: -1, isCovered: false)

  /// The directory of a location.
  mutating func find(_ location: UnsafeRawBufferPointer, _ form: LocationForm, _ coverage: StorageCoverage)
    -> Directory
  {
    if !last.isEmpty, location.hasPrefix(last),
      UnsafeRawBufferPointer(rebasing: location[last.count...]).isPlainName
    {
      return lastFound
    }
    let end = location.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    // A rule for paths, or a name such as `..`, can lead to another directory.
    let isReusable =
      end > form.rules.longestPrefix && end <= Self.longest
      && UnsafeRawBufferPointer(rebasing: location[end...]).isPlainName
    let spelling = isReusable ? Array(location[..<end]) : []
    last = spelling
    if isReusable, let found = known[spelling] {
      lastFound = found
      return found
    }
    lastFound = Directory(index: count, isCovered: coverage.contains(form.canonical(Array(location))))
    count += 1
    if known.count == Self.most { known.removeAll(keepingCapacity: true) }
    if isReusable { known[spelling] = lastFound }
    return lastFound
  }
}
