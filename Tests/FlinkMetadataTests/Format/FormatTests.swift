// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import Testing

/// The facts of the format that messages and conversions derive from.
@Suite struct FormatTests {
  @Test(arguments: [
    (FormatVersion.version1, "Flink 1.2"), (.version2, "Flink 1.3 to 1.10"), (.version3, "Flink 1.11 to 1.15"),
    (.version4, "Flink 1.16 to 1.20"), (.version5, "Flink 2.0"), (.version6, "Flink 2.1 to 2.3"),
    (.version7, "Flink's development branch"),
  ])
  func versionsSayWhoWritesThem(_ version: FormatVersion, _ text: String) {
    #expect(version.writtenBy == text)
  }

  /// From Flink 1.2 on, each release writes one version, and later releases write no earlier version.
  @Test func writersAreAdjacent() throws {
    let writers = FormatVersion.allCases.compactMap(\.writers)
    #expect(writers.count == FormatVersion.allCases.count - 1)
    #expect(FormatVersion.version7.writers == nil)
    #expect(writers.first?.lowerBound == FlinkRelease(1, 2))
    for (earlier, later) in zip(writers, writers.dropFirst()) {
      let next = [FlinkRelease(earlier.upperBound.major, earlier.upperBound.minor + 1), FlinkRelease(2, 0)]
      #expect(next.contains(later.lowerBound))
    }
    #expect(FlinkRelease.newestKnown == FlinkRelease(2, 3))
    #expect(FormatVersion.version2.newestWriter == FlinkRelease(1, 10))
    #expect(FormatVersion.version7.newestWriter == .newestKnown)
  }

  /// Messages name all versions.
  @Test func theKnownVersionsAreNamed() {
    let numbers = FormatVersion.allCases.map(\.rawValue)
    #expect(numbers == Array(1...7))
    #expect(FlinkMetadataError.Kind.unknownVersion(8).description.contains("a version from 1 to 7, found 8"))
    #expect(FlinkMetadataError.Kind.unknownVersion(8).description.hasSuffix("no Flink release up to 2.3 writes"))
  }

  @Test func tagsSayWhichReleaseReadsThem() {
    let since: [(ClosedRange<UInt8>, FlinkRelease)] = [
      (0...4, FlinkRelease(1, 2)), (5...5, FlinkRelease(1, 3)), (6...6, FlinkRelease(1, 11)),
      (7...7, FlinkRelease(1, 13)), (8...12, FlinkRelease(1, 15)), (13...14, FlinkRelease(1, 16)),
      (15...17, FlinkRelease(1, 20)),
    ]
    #expect(since.flatMap(\.0) == HandleTag.allCases.map(\.rawValue))
    for (tags, release) in since {
      for tag in tags.compactMap(HandleTag.init) {
        #expect(tag.since == release)
        #expect(release.reads(tag))
        #expect(!FlinkRelease(release.major, release.minor - 1).reads(tag))
      }
    }
  }

  @Test func releasesAreInOrder() {
    #expect(FlinkRelease(1, 9) < FlinkRelease(1, 10))
    #expect(FlinkRelease(1, 20) < FlinkRelease(2, 0))
    #expect("\(FlinkRelease(1, 20))" == "1.20")
  }

  @Test func dialectsHaveTheNamesOfTheTools() {
    #expect(Dialect.allCases.map(\.rawValue) == ["standard", "flink-1.11", "flink-1.14"])
  }

  @Test func pathsAreWrittenLikePathsIntoJSON() {
    let path = MetadataPath([
      .init(.operatorStates, index: 3), .init(.managedKeyedState), .init(.sharedState, index: 0),
    ])
    #expect(path.description == "operatorStates[3].managedKeyedState.sharedState[0]")
    #expect(path.components.map(\.index) == [3, nil, 0])
    #expect(MetadataPath().description == "")
    #expect(Set(MetadataPath.Field.allCases.map { "\($0)" }).count == MetadataPath.Field.allCases.count)
  }

  @Test(arguments: [
    ("s3://b/größe-🧮", "s3://b/größe-🧮"), ("a\nb", #"a\nb"#), ("a\r\tb\0", #"a\r\tb\0"#),
    ("\u{1B}[31m", #"\u{1B}[31m"#),
    ("\u{202E}", #"\u{202E}"#), ("\u{2028}\u{85}", #"\u{2028}\u{0085}"#), ("\u{E000}", #"\u{E000}"#),
    ("e\u{301}", "e\u{301}"), ("", ""),
  ])
  func textForTerminalsIsEscaped(_ text: String, _ escaped: String) {
    #expect(text.escapedForTerminal == escaped)
  }
}
