// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataFiles
import ToolSupport

extension Dump {
  /// Reads a checkpoint for the page, which is written when all have been read.
  func addToPage(_ input: MetadataInput) throws {
    var visitor = CheckpointSummaryVisitor(countsFiles: true, location: location(input), operators: selection)
    visitor.subtaskGroupLimits = PageLimits.subtaskGroups
    let walked = try input.walk(&visitor, dialect: request.common.dialect)
    let operatorCount = visitor.operators.operatorCount
    page.add(visitor.finish(walked), operatorCount: operatorCount, name: input.name)
  }
}

extension MetadataDump {
  /// Writes the page of what has been read, if something has.
  func write(_ inputs: PageInputs, to output: OutputBuffer) throws(OutputError) {
    do {
      try Page(inputs, unreadCount: paths.count - inputs.history.count)?.write(to: output)
    } catch {
      // The output has remembered what was wrong, and throws it again.
      try output.flush()
    }
  }
}
