// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataFiles
import ToolSupport

/// An answer for people: a line for each operator that does not fit, and notes.
struct RestoreReport {
  private let answer: RestoreAnswer
  private static let namedCount = 5

  init(_ answer: RestoreAnswer) { self.answer = answer }

  /// The lines, safe to print on a terminal.
  var lines: [String] {
    var lines: [String] = []
    if let fit = answer.fit {
      lines += fit.missing.map { "\(Self.text($0)): not in the savepoint, would start empty" }
      lines += fit.unexpected.filter(\.hasState).map { state in
        "\(Self.text(state)): in the savepoint and not expected, needs --allowNonRestoredState: "
          + "\(byteCountText(state.totals.sizes.total)) of state"
      }
      lines += fit.unexpected.filter { !$0.hasState }.map { state in
        "note: \(Self.text(state)): in the savepoint and not expected, but without state: Flink passes over it"
      }
      lines += fit.likelyRenames.map(Self.text)
      if fit.isComplete { lines.append("all \(fit.expectedCount) expected operators are in the savepoint") }
    }
    if let parallelism = answer.parallelism {
      lines += answer.findings.flatMap { Self.lines($0, parallelism) }
      if !answer.findings.contains(where: \.rule.refuses) {
        lines.append("nothing in the savepoint refuses parallelism \(parallelism)")
      }
    }
    return lines
  }

  // MARK: Operators

  private static func text(_ expected: OperatorList.Entry) -> String {
    let key = DisplayText(expected.uid ?? "\(expected.id)").text
    return expected.name.map { "\(key) (\(DisplayText($0).text))" } ?? key
  }

  /// Name, uid and id: Flink's message has the id alone.
  private static func text(_ state: OperatorSummary) -> String {
    guard state.name != nil || state.uid != nil else { return "\(state.id)" }
    let uid = state.name == nil ? nil : state.uid
    let details = [uid.map { "uid \($0)" }, "id \(state.id)"].compactMap(\.self).joined(separator: ", ")
    return DisplayText("\(state.name ?? state.uid ?? "") (\(details))").text
  }

  private static func text(_ rename: LikelyRename) -> String {
    let expected = rename.expected.uid ?? "\(rename.expected.id)"
    let found = rename.found.uid ?? "\(rename.found.id)"
    let start = "expected \(quoted(expected)) may be \(quoted(found)) under a new uid"
    guard let uid = rename.expected.uid, let argument = shellWord("\(found)=\(uid)"),
      !found.utf8.contains(UInt8(ascii: "="))
    else { return start }
    return "\(start): metadata-rewrite --uid \(argument)"
  }

  private static func quoted(_ text: String) -> String { "\"\(DisplayText(text).text)\"" }

  /// A text as one word of a shell; nil if it cannot be shown as it is.
  private static func shellWord(_ text: String) -> String? {
    guard text.escapedForTerminal == text else { return nil }
    let plain = "-._=/:@%+,"
    return text.shellWord { $0.properties.isAlphabetic || $0.isDigit || plain.unicodeScalars.contains($0) }
  }

  // MARK: Parallelism

  private static func lines(_ finding: RescaleFinding, _ parallelism: Int32) -> [String] {
    let rule = "(\(finding.rule.flinkName))"
    switch finding.rule {
    case .maxParallelism:
      return finding.operators.map { state in
        "\(text(state)): maximum parallelism \(state.maxParallelism) is below \(parallelism): Flink refuses \(rule)"
      }
    case .differentMaxParallelisms:
      let limits = Set(finding.operators.map(\.maxParallelism)).sorted().prefix(namedCount)
      let list = limits.map(String.init).joined(separator: ", ")
      return ["note: different maximum parallelisms (\(list)): operators of one chain must have the same \(rule)"]
    case .dataInFlight:
      return [note("data in flight is distributed anew, which needs Flink 1.13 or later", finding)]
    case .unionState:
      return [note("union state: each subtask reads the elements of all subtasks", finding)]
    case .broadcastState:
      return [note("broadcast state: each subtask writes all of it, so the next checkpoint is larger", finding)]
    @unknown default: return [note(finding.rule.rawValue, finding)]
    }
  }

  private static func note(_ text: String, _ finding: RescaleFinding) -> String {
    let names = finding.operators.prefix(namedCount).map { DisplayText($0.name ?? $0.uid ?? "\($0.id)").text }
    let rest = finding.operators.count - names.count
    let list = names.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    return "note: \(list): \(text) (\(finding.rule.flinkName))"
  }
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}
