// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import FlinkMetadataDescription
import Testing

struct RestoreFactsTests {
  @Test(arguments: [
    ("2.3.0/changelog-filesystem.metadata", [RestoreAdvice.changelog, .localPaths]),
    ("2.3.0/savepoint-native.metadata", [.relativeHandles]),
    ("2.3.0/rocksdb-incremental.metadata", [.relativeHandles, .localPaths]),
    ("2.3.0/unaligned-channel-state.metadata", [.channelState]),
    ("1.11.4/unaligned-channel-state-inlined.metadata", [.channelState]),
  ])
  func goldenFilesHaveTheirAdvice(_ name: String, _ expected: [RestoreAdvice]) throws {
    let summary = try CheckpointSummary(MetadataFile(try Corpus.bytes(name)))
    let advice = RestoreAdvice.of(summary.restoreFacts)
    for wanted in expected { #expect(advice.contains(wanted), "\(advice)") }
    if !expected.contains(.changelog) { #expect(!advice.contains(.changelog)) }
    if !expected.contains(.channelState) { #expect(!advice.contains(.channelState)) }
  }

  @Test(arguments: [
    ("/x/y", true, false), ("file:/x", true, false), ("file:///x", true, false), ("s3p://b/x", false, true),
    ("s3://b/x", false, false), ("filex://b", false, false), ("/", true, false), ("", false, false),
    ("s3p", false, false),
    ("hdfs:///x", false, false),
  ])
  func schemesAreNoted(_ path: String, _ isLocal: Bool, _ isS3P: Bool) {
    var facts = RestoreFacts()
    facts.note(path: path)
    #expect(facts.hasLocalPaths == isLocal && facts.hasS3PPaths == isS3P)
    facts.note(path: "s3://b/x")
    #expect(facts.hasLocalPaths == isLocal && facts.hasS3PPaths == isS3P)
  }

  @Test func adviceIsInSentencesOfOneLine() {
    for advice in RestoreAdvice.allCases {
      #expect(!advice.rawValue.isEmpty && !advice.summary.isEmpty)
      #expect(!advice.rawValue.contains("\n") && !advice.summary.contains("\n"))
    }
  }
}
