// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataFiles
import ToolSupport

extension Dump {
  /// Shows what makes the metadata file itself large.
  func showSizes(_ input: MetadataInput) throws {
    var visitor = MetadataSizesVisitor(operators: selection, valueCount: request.report.top ?? SizeReport.defaultTop)
    let walked = try input.walk(&visitor, dialect: request.common.dialect)
    let sizes = visitor.finish(walked)
    if request.format == .json { return try sizes.writeJSON(to: documents, file: fileName) }
    try separate()
    try SizeReport(sizes, of: input.name, top: request.report.top ?? SizeReport.defaultTop, style: style)
      .write(to: output)
  }
}
