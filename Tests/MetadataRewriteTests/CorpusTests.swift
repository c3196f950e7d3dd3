// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import Foundation
import TestSupport
import Testing

/// What real Flink releases wrote, through the tool.
@Suite struct CorpusTests {
  private static let releases = Set(Corpus.entries.map(\.flink)).sorted()

  /// The files of a release that Flink reads.
  private func entries(_ release: String) -> [Corpus.Entry] {
    Corpus.entries.filter { $0.flink == release && $0.readBackByFlink }
  }

  @Test(arguments: releases) func withoutRulesTheOutputIsTheInput(_ release: String) throws {
    let folder = TemporaryDirectory()
    let entries = entries(release)
    for (index, entry) in entries.enumerated() { try folder.write("in/\(index)", Corpus.bytes(entry.file)) }
    let result = try folder.run(
      """
      mkdir out
      for file in in/*; do
        metadata-rewrite "$file" "out/${file#in/}" 2>/dev/null || echo "$file: $?"
      done
      diff -r in out
      """)
    #expect(result.text == "")
  }

  @Test(arguments: releases) func thereAndBackIsTheInput(_ release: String) throws {
    let folder = TemporaryDirectory()
    let entries = entries(release).filter { $0.kind == "job" }
    for (index, entry) in entries.enumerated() { try folder.write("in/\(index)", Corpus.bytes(entry.file)) }
    let result = try folder.run(
      """
      set -o pipefail
      mkdir out
      old=file:/tmp/flink-metadata-corpus new=s3://bucket/a-much-longer-prefix/than/it/was
      for file in in/*; do
        metadata-rewrite --allow-unmatched --from $old --to $new - <"$file" 2>/dev/null \\
          | metadata-rewrite --allow-unmatched --gzip --from $new --to $old - 2>/dev/null \\
          | metadata-rewrite - "out/${file#in/}" 2>/dev/null || echo "$file: $?"
      done
      diff -r in out
      """)
    #expect(result.text == "")
  }
}
