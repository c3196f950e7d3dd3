// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataFiles
import ToolSupport

extension Dump {
  /// Shows what changed from this file to the one that the second PATH names.
  func showDifference() throws(DumpError) {
    // An operator that only one of them has was added or removed.
    let (first, operatorsOfFirst, missing) = try search.inputWithMissing(path)
    let (second, operatorsOfSecond, missingInSecond) = try search.inputWithMissing(request.paths[1])
    if let missing, missingInSecond != nil { throw missing }
    var comparer = CheckpointComparer()
    try add(first, operatorsOfFirst, to: &comparer)
    try add(second, operatorsOfSecond, to: &comparer)
    let difference = comparer.finish()
    do {
      if request.format == .json { return try difference.writeJSON(to: output) }
      try DifferenceReport(
        difference, from: first.name, to: second.name, count: request.report.layout.count, style: style
      ).write(to: output)
    } catch {
      throw output.failure.map { .output($0) } ?? .metadata(error, message: second.message(for: error))
    }
  }

  private func add(_ input: MetadataInput, _ operators: OperatorSelection, to comparer: inout CheckpointComparer)
    throws(DumpError)
  {
    comparer.operators = operators
    try reading(input) { input in
      try comparer.read(location: location(input)) { visitor throws(FlinkMetadataError) in
        try input.walk(&visitor, dialect: request.common.dialect)
      }
    }
  }
}
