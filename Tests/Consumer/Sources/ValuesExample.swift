// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// What a job left behind: its operators, and how many of their subtasks have state.
func summary(_ bytes: [UInt8]) throws(FlinkMetadataError) -> String {
  let metadata = try MetadataFile(bytes).metadata()
  var lines = ["checkpoint \(metadata.checkpointId), version \(metadata.version.rawValue)"]
  for state in metadata.operatorStates {
    let name = state.operatorName?.description ?? state.operatorID.description
    lines.append("\(name): \(state.subtaskStates.count) of \(state.parallelism) subtasks")
  }
  return lines.joined(separator: "\n")
}
