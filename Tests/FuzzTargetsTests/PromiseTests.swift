import CorpusSupport
import Foundation
import FuzzTargets
import Testing

/// What the fuzzers search for long is looked at here for a moment: everything they found once, the golden files, and
/// some inputs of their making.
@Suite struct PromiseTests {
  @Test(arguments: inputs(of: "regressions"))
  func whatWasBrokenOnceHolds(_ input: Input) throws {
    try input.target.run(input.bytes())
  }

  @Test(arguments: inputs(of: "seeds"))
  func seedsHold(_ input: Input) throws {
    try input.target.run(input.bytes())
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
    var random = SeededGenerator(seed: 1)
    var mutator = Mutator(target, seed: 1) { bytes in
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

  /// An input that is kept for a target.
  struct Input: CustomTestStringConvertible {
    var target: FuzzTarget
    var file: URL

    var testDescription: String { "\(target.rawValue)/\(file.lastPathComponent)" }

    func bytes() throws -> [UInt8] { [UInt8](try Data(contentsOf: file)) }
  }

  /// The inputs below a folder of `Fuzzing`, which has a folder for each target that has some.
  static func inputs(of folder: String) -> [Input] {
    let folder = Corpus.directory.deletingLastPathComponent().appending(path: "Fuzzing").appending(path: folder)
    let inputs = FuzzTarget.allCases.flatMap { target in
      let files = try? FileManager.default.contentsOfDirectory(
        at: folder.appending(path: target.rawValue), includingPropertiesForKeys: nil)
      return (files ?? []).map { Input(target: target, file: $0) }
    }
    precondition(!inputs.isEmpty, "\(folder.path) has no inputs")
    return inputs
  }

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

  private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }
}
