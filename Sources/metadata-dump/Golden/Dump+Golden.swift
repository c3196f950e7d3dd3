// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataFiles
import ToolSupport

extension Dump {
  /// Compares with the golden file, or records it. False if the checkpoint differs from the golden one.
  func compareWithGolden(_ input: MetadataInput) throws -> Bool {
    var visitor = CheckpointSummaryVisitor.forGolden(operators: selection)
    let walked = try input.walk(&visitor, dialect: request.common.dialect)
    let found = GoldenCheckpoint(visitor.finish(walked), tolerance: request.golden.tolerance)
    try separate()
    if let path = request.golden.recordGolden {
      try record(found, path)
      try output.write("recorded in \(path.escapedForTerminal): \(countText(found.operatorCount, "operator"))\n")
      return true
    }
    guard let golden = operators.golden else { return true }
    let differences = found.differences(from: golden.checkpoint)
    let name = "\(input.name): ".escapedForTerminal
    let goldenName = golden.name.escapedForTerminal
    if differences.isEmpty {
      try output.write("\(name)as in \(goldenName): \(countText(found.operatorCount, "operator"))\n")
    } else {
      try output.write("\(name)\(countText(differences.count, "difference")) from \(goldenName)\n")
    }
    for difference in differences { try output.write("  \(difference)\n") }
    return differences.isEmpty
  }

  private func record(_ checkpoint: GoldenCheckpoint, _ path: String) throws(DumpError) {
    do {
      let text = try checkpoint.textToRecord()
      if try !AtomicFile.write(text, to: path, replacing: GoldenCheckpoint.beginningOfTexts) {
        throw GoldenError.otherFile
      }
    } catch let error as GoldenError {
      throw .golden(error, path: path)
    } catch let error as OutputError {
      throw .output(error)
    } catch {
      preconditionFailure("unexpected error: \(error)")
    }
  }
}
