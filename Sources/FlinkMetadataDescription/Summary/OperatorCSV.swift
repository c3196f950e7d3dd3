// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// The operators as a table: the columns of Flink's SQL function `savepoint_metadata`, and further ones behind them.
///
/// Fields are quoted as RFC 4180 says; lines end with a line feed alone.
public enum OperatorCSV {
  private static let columns = [
    "checkpoint-id", "operator-name", "operator-uid", "operator-uid-hash", "operator-parallelism",
    "operator-max-parallelism", "operator-subtask-state-count", "operator-coordinator-state-size-in-bytes",
    "operator-total-size-in-bytes",
    // Those of this library alone.
    "operator-full-size-in-bytes", "operator-shared-size-in-bytes", "operator-private-size-in-bytes",
    "operator-inlined-size-in-bytes", "operator-channel-size-in-bytes", "operator-largest-subtask-size-in-bytes",
    "operator-median-subtask-size-in-bytes", "operator-file-reference-count", "file",
  ]

  /// Writes the names of the columns.
  public static func writeHeader(to sink: any ByteSink) throws(FlinkMetadataError) {
    var text = TextBuffer(sink)
    text.append(columns.joined(separator: ","))
    text.append("\n")
    try text.flush()
  }

  /// Writes a row for each operator. Where SQL has NULL the field is empty.
  ///
  /// - Parameters:
  ///   - summary: the checkpoint that has the operators.
  ///   - file: the name of the file, for the last column.
  ///   - isForTerminal: whether to escape characters of names that could do something to a terminal.
  ///   - sink: receives the rows.
  public static func write(
    _ summary: CheckpointSummary, file: String, isForTerminal: Bool = false, to sink: any ByteSink
  ) throws(FlinkMetadataError) {
    func field(_ text: String?) -> String {
      let text = text ?? ""
      return isForTerminal ? text.escapedForTerminal : text
    }
    var text = TextBuffer(sink)
    for state in summary.operators {
      text.append(summary.checkpointId)
      text.append(",")
      text.append(csv: field(state.name))
      text.append(",")
      text.append(csv: field(state.uid))
      text.append(",")
      text.append(state.id.description)
      for number in numbers(state) {
        text.append(",")
        text.append(number)
      }
      text.append(",")
      text.append(csv: field(file))
      text.append("\n")
      try text.flushIfFull()
    }
    try text.flush()
  }

  private static func numbers(_ state: OperatorSummary) -> [Int64] {
    let totals = state.totals
    return [
      Int64(state.parallelism), Int64(state.maxParallelism), Int64(state.subtaskCount),
      totals.sizes[.coordinator], totals.checkpointedSize,
      totals.sizes.total, totals.sharedSize, totals.privateSize, totals.inlinedSize, totals.sizes[.channel],
      state.spread?.largest ?? 0, state.spread?.median ?? 0, state.fileReferences,
    ]
  }
}

extension TextBuffer {
  /// A field, in quotation marks if it needs them.
  mutating func append(csv field: String) {
    let special: [UInt8] = [UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: "\r"), UInt8(ascii: "\n")]
    guard field.utf8.contains(where: special.contains) else { return append(field) }
    append(UInt8(ascii: "\""))
    for byte in field.utf8 {
      if byte == UInt8(ascii: "\"") { append(byte) }
      append(byte)
    }
    append(UInt8(ascii: "\""))
  }
}
