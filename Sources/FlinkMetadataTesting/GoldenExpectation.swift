// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataFiles
import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// That a checkpoint is as a golden file says.
struct GoldenExpectation {
  /// What came of it.
  enum Outcome: Hashable {
    /// Nothing differs.
    case same
    /// The golden file was written; with the message that says so.
    case recorded(String)
    /// Something differs, or is wrong; with the message, which can have several lines.
    case failed(String)
  }

  /// The path of the golden file.
  let path: String
  private let tolerance: SizeTolerance?
  private let testFile: String

  /// More lines than this show no more.
  private static let mostLines = 100

  /// - Parameter path: the golden file, from the directory of `testFile` on.
  init(_ path: String, tolerance: SizeTolerance?, testFile: String) {
    self.path = Self.resolved(path, testFile)
    self.tolerance = tolerance
    self.testFile = testFile
  }

  /// The checkpoint with a path.
  func found(_ checkpoint: String) throws(MetadataInputError) -> GoldenCheckpoint {
    let path = Self.resolved(checkpoint, testFile)
    let file = try MetadataFile(path: path)
    do throws(FlinkMetadataError) {
      return try GoldenCheckpoint(file, tolerance: tolerance)
    } catch {
      throw MetadataInputError(.malformed(error), path: path)
    }
  }

  /// A path that begins in the directory of the test's source file, unless it is absolute.
  private static func resolved(_ path: String, _ testFile: String) -> String {
    if path.utf8.first == UInt8(ascii: "/") || path.utf8.starts(with: "file:".utf8) { return path }
    guard let slash = testFile.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return "\(testFile[..<slash])/\(path)"
  }

  /// Whether golden files are to be recorded.
  static var isRecording: Bool { getenv("RECORD").map { String(cString: $0) } == "1" }

  /// Compares a checkpoint, or records it.
  func check(isRecording: Bool = isRecording, _ checkpoint: () throws -> GoldenCheckpoint) -> Outcome {
    do {
      let found = try checkpoint()
      if isRecording { return try record(found) }
      return outcome(found.differences(from: try golden()))
    } catch is MissingGoldenFile {
      return .failed("\(path.escapedForTerminal): no such file; RECORD=1 in the environment records it")
    } catch let error as GoldenError {
      return .failed("\(path.escapedForTerminal): \(error)")
    } catch {
      return .failed("\(error)")
    }
  }

  private func golden() throws -> GoldenCheckpoint {
    let input: MetadataInput
    do throws(MetadataInputError) {
      input = try MetadataInput(path)
    } catch {
      throw error.problem == .cannotOpen(.noSuchFileOrDirectory) ? MissingGoldenFile() : error
    }
    do {
      var golden = try input.read(beginningOf: GoldenCheckpoint.largestText + 1) { beginning, whole in
        try GoldenCheckpoint(beginning: beginning, source: whole)
      }
      if let tolerance { try golden.setTolerance(tolerance) }
      return golden
    } catch let error as FlinkMetadataError {
      throw MetadataInputError(.malformed(error), path: input.name)
    }
  }

  private func record(_ checkpoint: GoldenCheckpoint) throws -> Outcome {
    let isRecorded = try AtomicFile.write(
      checkpoint.textToRecord(), to: path, replacing: GoldenCheckpoint.beginningOfTexts)
    if !isRecorded { throw GoldenError.otherFile }
    return .recorded("recorded in \(path.escapedForTerminal); without RECORD=1 it is compared")
  }

  private func outcome(_ differences: [GoldenDifference]) -> Outcome {
    if differences.isEmpty { return .same }
    let count = differences.count == 1 ? "1 difference" : "\(differences.count) differences"
    var lines = ["\(count) from \(path.escapedForTerminal); RECORD=1 in the environment records it anew:"]
    lines += differences.prefix(Self.mostLines).map(\.description)
    if differences.count > Self.mostLines { lines.append("and \(differences.count - Self.mostLines) more") }
    return .failed(lines.joined(separator: "\n"))
  }
}

/// There is no golden file yet.
private struct MissingGoldenFile: Error {}
