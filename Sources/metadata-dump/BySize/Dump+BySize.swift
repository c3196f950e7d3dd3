import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataFiles
import ToolSupport

extension Dump {
  /// Shows what makes the metadata file itself large.
  func showSizes(_ input: MetadataInput) throws {
    var visitor = MetadataSizesVisitor(operators: selection, valueCount: SizeReport.top)
    let walked = try input.walk(&visitor, dialect: request.common.dialect)
    try requireSelected(visitor.operators, input)
    let sizes = visitor.finish(walked)
    if request.format == .json { return try sizes.writeJSON(to: output) }
    try writeHeading(input)
    try SizeReport(sizes, style: style).write(to: output)
  }
}
