import FlinkMetadata

/// The operators as a table with the columns of Flink's SQL function `savepoint_metadata`.
///
/// Fields are quoted as RFC 4180 says; lines end with a line feed alone.
public enum OperatorCSV {
  /// Writes the names of the columns.
  public static func writeHeader(to sink: any ByteSink) throws(FlinkMetadataError) {
    var text = TextBuffer(sink)
    text.append("checkpoint-id,operator-name,operator-uid,operator-uid-hash,operator-parallelism,")
    text.append("operator-max-parallelism,operator-subtask-state-count,operator-coordinator-state-size-in-bytes,")
    text.append("operator-total-size-in-bytes\n")
    try text.flush()
  }

  /// Writes a row for each operator. Where SQL has NULL the field is empty.
  ///
  /// - Parameter isForTerminal: whether to escape characters of names that could do something to a terminal.
  public static func write(
    _ summary: CheckpointSummary, isForTerminal: Bool = false, to sink: any ByteSink
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
      let numbers = [
        Int64(state.parallelism), Int64(state.maxParallelism), Int64(state.subtaskCount),
        state.totals.sizes[.coordinator],
        state.totals.checkpointedSize,
      ]
      for number in numbers {
        text.append(",")
        text.append(number)
      }
      text.append("\n")
      try text.flushIfFull()
    }
    try text.flush()
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
