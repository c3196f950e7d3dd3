// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import Foundation
import Testing

/// Files made to obey or to break one rule each, with the verdict of a real Flink reader.
@Suite struct AcceptanceTests {
  /// A row of corpus/acceptance/cases.tsv.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    /// Whether Flink accepts the file.
    var isAccepted: Bool
    /// How many bytes Flink left unread.
    var unread: Int64
    var release: String
    /// Why this reader decides otherwise, or nil where it decides as Flink does.
    var difference: String?

    var testDescription: String { "\(name), Flink \(release)" }

    init?(_ line: Substring) {
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard columns.count == 6, let unread = Int64(columns[3]), let bytes = Self.decode(columns[1]) else { return nil }
      name = String(columns[0])
      self.bytes = bytes
      isAccepted = columns[2] == "A"
      self.unread = unread
      release = String(columns[4])
      difference = columns[5] == "same" ? nil : String(columns[5])
    }

    private static func decode(_ hexadecimal: Substring) -> [UInt8]? {
      var bytes: [UInt8] = []
      var rest = hexadecimal.utf8[...]
      while rest.count >= 2 {
        guard let byte = UInt8(Substring(rest.prefix(2)), radix: 16) else { return nil }
        bytes.append(byte)
        rest = rest.dropFirst(2)
      }
      return rest.isEmpty ? bytes : nil
    }
  }

  static let lines: [Substring] = {
    do {
      let table = try String(contentsOf: Corpus.directory.appending(path: "acceptance/cases.tsv"), encoding: .utf8)
      return table.split(separator: "\n").filter { !$0.hasPrefix("#") }
    } catch {
      preconditionFailure("corpus/acceptance/cases.tsv: \(error)")
    }
  }()
  static let cases = lines.compactMap(Case.init)

  @Test func everyRowIsUnderstood() {
    #expect(Self.cases.count == Self.lines.count)
    #expect(Self.cases.count > 400)
  }

  @Test(arguments: cases)
  func verdictIsThatOfFlink(_ row: Case) throws {
    var summary: MetadataSummary?
    let error = failure { () throws(FlinkMetadataError) in summary = try walk(row.bytes) }
    let isAccepted = row.difference == nil ? row.isAccepted : !row.isAccepted
    #expect((error == nil) == isAccepted, "\(row.difference ?? "as Flink"): \(error?.description ?? "accepted")")
    if isAccepted && row.isAccepted {
      #expect(summary?.trailingByteCount == row.unread)
    }
    // Values are accepted and refused exactly as the walk is.
    #expect(error == failureOfValues(row.bytes))
  }
}
