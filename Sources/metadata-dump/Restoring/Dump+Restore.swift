// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataFiles
import ToolSupport

extension Dump {
  /// Says how a restore would go. False if something does not fit.
  func answer(_ input: MetadataInput) throws -> Bool {
    let (summary, _) = try summarize(input, countsFiles: false)
    if summary.version == .version1 { throw DumpError.tasks(input: input.name) }
    let answer = RestoreAnswer(summary, expected: operators.expected, parallelism: request.restoring.parallelism)
    if request.format == .json {
      try RestoreDocument(answer, file: fileName).write(to: documents)
    } else {
      try separate()
      if request.paths.count > 1 { try output.write("\(input.name.escapedForTerminal):\n") }
      for line in RestoreReport(answer).lines { try output.write("\(line)\n") }
    }
    return answer.isYes
  }
}
