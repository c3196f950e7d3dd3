// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

// How answers are printed: on one line, with text of the file escaped.

extension StateSizes: CustomStringConvertible {
  /// The kinds of state that there are, in bytes: `managedKeyed 118132, coordinator 36`; `none` if there are none.
  public var description: String {
    let kinds = StateKind.allCases.filter { self[$0] != 0 }.map { "\($0) \(self[$0])" }
    return kinds.isEmpty ? "none" : kinds.joined(separator: ", ")
  }
}

extension StateTotals: CustomStringConvertible {
  /// The size of the state in bytes, in all and by kind: `118168 bytes: managedKeyed 118132, coordinator 36`.
  public var description: String {
    let sizes = sizes.total == 0 ? "0 bytes" : "\(sizes.total) bytes: \(sizes)"
    return unknownSizes == 0 ? sizes : "\(sizes), and \(unknownSizes) handles of unknown size"
  }
}

extension SubtaskSummary: CustomStringConvertible {
  /// The index and the state: `subtask 3: 17 bytes: managedOperator 17`.
  public var description: String { "subtask \(subtaskIndex): \(totals)" }
}

extension OperatorSummary: CustomStringConvertible {
  /// The name (or else the uid, or else the id), the parallelism and the state: `Source: rules (1/32): 274 bytes: …`.
  public var description: String {
    "\((name ?? uid ?? "\(id)").escapedForTerminal) (\(parallelism)/\(maxParallelism)): \(totals)"
  }
}

extension CheckpointSummary: CustomStringConvertible {
  /// The checkpoint, its operators and its state: `checkpoint 3, version 6, 5 operators, 121049 bytes: …`.
  public var description: String {
    let kind = version == .version1 ? "tasks" : "operators"
    return "checkpoint \(checkpointId), version \(version.rawValue), \(operators.count) \(kind), \(totals)"
  }
}

extension ReferencedFile: CustomStringConvertible {
  /// The path, what part of the file it is, and the size: `s3://bucket/file from byte 100, 7 bytes`.
  public var description: String {
    let start = startPos.map { " from byte \($0)" } ?? ""
    return "\(path.escapedForTerminal)\(start), " + (stateSize == -1 ? "unknown size" : "\(stateSize) bytes")
  }
}
