// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import FlinkMetadataDescription
import Testing

/// How answers are printed.
@Suite struct SummaryDescriptionTests {
  @Test func answersAreReadable() throws {
    let file = try MetadataFile(Corpus.bytes("2.3.0/rocksdb-incremental.metadata"))
    let summary = try CheckpointSummary(file)
    #expect(
      "\(summary)"
        == """
        checkpoint 3, version 6, 5 operators, 121049 bytes: managedKeyed 118132, managedOperator 2849, rawOperator 32, \
        coordinator 36
        """
    )
    #expect("\(summary.operators[3])" == "Source: rules (1/32): 274 bytes: managedOperator 258, coordinator 16")
    #expect("\(try #require(file.referencedFiles().first))".hasSuffix(" bytes"))
    #expect("\(StateTotals())" == "0 bytes")
    #expect("\(StateSizes())" == "none")
  }

  @Test func textOfTheFileIsEscaped() throws {
    let state = OperatorState(
      operatorName: "a\nb", operatorID: OperatorID(uid: "a"), parallelism: 1, maxParallelism: 2, subtaskStates: [])
    let metadata = CheckpointMetadata(version: .version5, checkpointId: 1, operatorStates: [state])
    #expect(try CheckpointSummary(metadata).operators.map { "\($0)" } == ["a\\nb (1/2): 0 bytes"])
    let file = ReferencedFile(kind: .segment, path: "s3://b/\u{1B}f", startPos: 3, stateSize: -1)
    #expect("\(file)" == "s3://b/\\u{1B}f from byte 3, unknown size")
  }
}
