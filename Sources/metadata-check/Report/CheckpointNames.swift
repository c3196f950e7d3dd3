// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataStorage

/// What the checkpoints of a report are called. Those that would be called the same have the part of their directories
/// behind the name that tells them apart.
struct CheckpointNames {
  private var names: [String]

  /// - Parameter besideJobs: whether the job's id is shown beside the name, so that names of two jobs may be equal.
  init(_ checkpoints: [CheckedCheckpoint], besideJobs: Bool) {
    names = checkpoints.map { CheckpointTable.name($0) }
    let groups = Dictionary(grouping: checkpoints.indices) { [names[$0], besideJobs ? checkpoints[$0].jobID : nil] }
    for group in groups.values where group.count > 1 {
      for (index, difference) in zip(group, Self.differences(group.map { checkpoints[$0].directory })) {
        if let difference { names[index] += " (\(difference.escapedForTerminal))" }
      }
    }
  }

  subscript(index: Int) -> String { names[index] }

  /// The shortest parts of the directories that differ, without what all of them end with; nil if all are the same.
  private static func differences(_ directories: [String]) -> [String?] {
    let count = Set(directories.map(ExactText.init)).count
    if count == 1 { return directories.map { _ in nil } }
    var parts = directories.map { directory in
      directory.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        .map { ExactText(String(Substring($0))) }[...]
    }
    while let last = parts[0].last, parts.allSatisfy({ $0.last == last }) { parts = parts.map { $0.dropLast() } }
    let longest = parts.map(\.count).max() ?? 0
    for length in 1..<max(longest, 1) {
      let ends = parts.map { path($0.suffix(length)) }
      if Set(ends.map(ExactText.init)).count == count { return ends.map { $0.isEmpty ? "/" : $0 } }
    }
    return parts.map { path($0) }
  }

  private static func path(_ parts: ArraySlice<ExactText>) -> String {
    parts.map(\.text).joined(separator: "/")
  }
}
