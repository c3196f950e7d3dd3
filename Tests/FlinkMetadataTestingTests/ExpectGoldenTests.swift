// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import FlinkMetadataDescription
import Foundation
import TestSupport
import Testing

@testable import FlinkMetadataTesting

/// `expectGolden`, as tests of other packages call it.
@Suite struct ExpectGoldenTests {
  private static let file = Corpus.directory.appending(path: "2.3.0/rocksdb-incremental.metadata").path
  private static let later = Corpus.directory.appending(path: "2.3.0/no-claim-after-checkpoint.metadata").path
  private static let savepoint = Corpus.directory.appending(path: "2.3.0/savepoint-suspend.metadata").path

  private func found(_ path: String, _ tolerance: SizeTolerance? = nil) throws -> GoldenCheckpoint {
    try GoldenCheckpoint(MetadataFile(readFile(path)), tolerance: tolerance)
  }

  @Test func metadataFilesAreGoldenFiles() throws {
    #expect(expectGolden(try MetadataFile(readFile(Self.later)), golden: Self.file))
    #expect(expectGolden(checkpoint: Self.later, golden: "file:\(Self.file)"))
    // From the directory of this file.
    #expect(
      expectGolden(
        checkpoint: "../../corpus/2.3.0/heap.metadata", golden: "../../corpus/2.3.0/heap.metadata",
        tolerance: SizeTolerance(percent: 0)))
  }

  @Test func aDifferenceIsOneIssueWithAllLines() {
    withKnownIssue {
      #expect(!expectGolden(checkpoint: Self.savepoint, golden: Self.file))
    } matching: { issue in
      let lines = issue.comments.flatMap { $0.rawValue.split(separator: "\n") }
      return lines.count == 3 && lines[0].hasPrefix("2 differences from \(Self.file)")
        && lines[1] == "kind: expected checkpoint, found canonical savepoint"
        && lines[2].hasPrefix(#"operator "keyed and broadcast state" (uid "keyed-and-broadcast-state"): keyed state: "#)
    }
  }

  @Test func whatIsRecordedIsEqualAfterwards() throws {
    let directory = TemporaryDirectory()
    let expectation = GoldenExpectation("a.golden", tolerance: nil, testFile: directory["Tests.swift"])
    guard case .recorded(let message) = expectation.check(isRecording: true, { try found(Self.file) }) else {
      Issue.record("nothing is recorded")
      return
    }
    #expect(message.hasPrefix("recorded in \(directory["a.golden"]); "))
    #expect(expectation.check(isRecording: false) { try found(Self.later) } == .same)
    // A golden text is replaced.
    _ = expectation.check(isRecording: true) { try found(Self.savepoint) }
    #expect(String(decoding: try readFile(directory["a.golden"]), as: UTF8.self) == (try found(Self.savepoint).text))
  }

  @Test func theToleranceIsThatOfTheTextUnlessTheTestHasOne() throws {
    let directory = TemporaryDirectory()
    func check(_ percent: Int?, isRecording: Bool = false, _ path: String = Self.later) -> GoldenExpectation.Outcome {
      let tolerance = percent.map { SizeTolerance(percent: $0) }
      return GoldenExpectation("a", tolerance: tolerance, testFile: directory["t"])
        .check(isRecording: isRecording) { try found(path, tolerance) }
    }
    _ = check(1, isRecording: true, Self.file)
    #expect(check(nil) != .same)
    #expect(check(10) == .same)
    _ = check(nil, isRecording: true, Self.file)
    #expect(check(nil) == .same)
    #expect(
      check(10) == .failed("\(directory["a"]): has no sizes to compare; record it anew with a tolerance"))
  }

  @Test func noOtherFileIsReplaced() throws {
    let directory = TemporaryDirectory()
    for content in [try readFile(Self.file), Array("notes".utf8)] {
      try directory.write("other", content)
      let expectation = GoldenExpectation("other", tolerance: nil, testFile: directory["t"])
      guard case .failed(let message) = expectation.check(isRecording: true, { try found(Self.file) }) else {
        Issue.record("it is replaced")
        return
      }
      #expect(message.contains("is no golden text"))
      #expect(try readFile(directory["other"]) == content)
    }
  }

  @Test func whatCannotBeReadIsAnIssue() throws {
    let directory = TemporaryDirectory()
    try directory.write("damaged", try readFile(Self.file).dropLast(3))
    try directory.write("text", "flink-metadata-golden 1\nversoin 6\n".utf8)
    let cases = [
      ("missing", "RECORD=1"), ("damaged", "damaged: byte "), ("text", "text: line 2: expected version, "),
    ]
    for (name, part) in cases {
      let expectation = GoldenExpectation(name, tolerance: nil, testFile: directory["t"])
      guard case .failed(let message) = expectation.check(isRecording: false, { try found(Self.file) }) else {
        Issue.record("\(name): there is no message")
        continue
      }
      #expect(message.contains(part), "\(name)")
      #expect(!message.contains("\n"))
    }
    withKnownIssue {
      expectGolden(checkpoint: directory["damaged"], golden: Self.file)
    } matching: { issue in
      issue.comments.first?.rawValue.hasPrefix("\(directory["damaged"]): byte ") == true
    }
  }

  @Test func manyDifferencesAreCut() throws {
    let directory = TemporaryDirectory()
    let operators = (0..<150).map { "operator \(String(repeating: "0", count: 29))\(100 + $0) parallelism 1 of 1\n" }
    try directory.write("a", ("flink-metadata-golden 1\nversion 6\n" + operators.joined()).utf8)
    let expectation = GoldenExpectation("a", tolerance: nil, testFile: directory["t"])
    guard case .failed(let message) = expectation.check(isRecording: false, { try found(Self.file) }) else {
      Issue.record("nothing differs")
      return
    }
    #expect(message.split(separator: "\n").count == 102)
    #expect(message.hasSuffix("\nand 55 more"))
  }
}
