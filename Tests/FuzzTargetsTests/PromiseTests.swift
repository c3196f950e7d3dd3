// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import Foundation
import FuzzTargets
import Testing

/// What the fuzzers search for long is looked at here for a moment: everything they found once, the golden files, and
/// some inputs of their making.
@Suite struct PromiseTests {
  @Test(arguments: regressions)
  func whatWasBrokenOnceHolds(_ regression: Regression) throws {
    try regression.target.run([UInt8](Data(contentsOf: regression.file)))
  }

  @Test(arguments: FuzzTarget.allCases)
  func goldenFilesHold(_ target: FuzzTarget) throws {
    for (name, bytes) in Self.goldenFiles {
      do {
        try target.run(bytes)
      } catch {
        Issue.record("\(name): \(error)")
      }
    }
  }

  @Test(arguments: FuzzTarget.allCases)
  func newInputsHold(_ target: FuzzTarget) throws {
    let part = FuzzTarget.allCases.firstIndex(of: target) ?? 0
    var random = SeededGenerator(part: part)
    var mutator = Mutator(target, seed: random.next()) { bytes in
      guard let index = bytes.indices.randomElement(using: &random) else { return }
      bytes[index] = .random(in: 0...255, using: &random)
    }
    for _ in 0..<300 {
      var input = mutator.newInput()
      for change in 0..<10 {
        do {
          try target.run(input)
        } catch {
          Issue.record("change \(change) of \(hexadecimal(input)): \(error)")
        }
        input = mutator.mutate(input)
      }
    }
  }

  // MARK: Inputs

  /// An input that was a finding once.
  struct Regression: CustomTestStringConvertible {
    var target: FuzzTarget
    var file: URL

    var testDescription: String { "\(target.rawValue)/\(file.lastPathComponent)" }
  }

  static let regressions: [Regression] = {
    let folder = Corpus.directory.deletingLastPathComponent().appending(path: "Fuzzing/regressions")
    let regressions = FuzzTarget.allCases.flatMap { target in
      // Not every target has some.
      let files = try? FileManager.default.contentsOfDirectory(
        at: folder.appending(path: target.rawValue), includingPropertiesForKeys: nil)
      return (files ?? []).map { Regression(target: target, file: $0) }
    }
    precondition(!regressions.isEmpty, "\(folder.path) has no files")
    return regressions
  }()

  /// The smaller files, each content once: releases often write the same.
  static let goldenFiles: [(name: String, bytes: [UInt8])] = {
    do {
      var seen: Set<String> = []
      return try Corpus.entries.filter { $0.size < 8 * 1024 && seen.insert($0.sha256).inserted }
        .map { ($0.file, try Corpus.bytes($0.file)) }
    } catch {
      preconditionFailure("\(error)")
    }
  }()
}
