// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription

extension CheckpointSummary {
  /// What kind of checkpoint it is, in words.
  var kindWords: String {
    guard let properties else {
      return version < .version4
        ? "not recorded before version 4" : "not recorded (the file has no checkpoint properties)"
    }
    return switch properties.checkpointType {
    case .checkpoint(let type): type.sharingFilesStrategy == .forward ? "full checkpoint" : "checkpoint"
    case .savepoint(let type):
      "savepoint in \(type.formatType == .canonical ? "canonical" : "native") format"
        + ending(type.postCheckpointAction)
    }
  }

  private func ending(_ action: PostCheckpointAction) -> String {
    switch action {
    case .none: ""
    case .suspend: ", with which the job was stopped"
    case .terminate: ", with which the job was drained and stopped"
    }
  }

  /// The version, and which releases write it.
  var formatWords: String {
    let writer =
      switch dialect {
      case .standard: version.writtenBy
      case .flink1_11: "Flink 1.11"
      case .flink1_14: "Flink 1.14"
      }
    let layout = dialect == .standard ? "" : ", dialect \(dialect.rawValue)"
    return "version \(version.rawValue)\(layout), written by \(writer)"
  }

  /// What the file lists: operators, or tasks.
  var operatorNoun: String { version == .version1 ? "task" : "operator" }
}
