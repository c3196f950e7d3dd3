// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles

/// What a run did, or would do, as text for people and as JSON for programs.
struct RewriteSummary {
  /// What becomes of the paths in a directory.
  struct Directory {
    var before: String
    /// The same if nothing changes.
    var after: String
    var handleCount: Int
    /// Whether the options say what becomes of it. Always true if there are no rules.
    var isMatched: Bool
  }

  let report: RewriteReport
  let input: String
  let isDryRun: Bool
  let directories: [Directory]
  /// How many paths no rule matches, though there are rules.
  let unmatchedCount: Int
  /// Whether the run fails, or would, because of these.
  let wouldFail: Bool
  /// The new directory of relative paths, if they do not stay relative.
  let base: String?
  /// How many absolute paths become relative, and the directory that they are in.
  let madeRelative: (directory: String, count: Int)?

  init(_ report: RewriteReport, input: String, _ request: MetadataRewrite) {
    self.report = report
    self.input = input
    isDryRun = request.dryRun
    let rules = (try? PathRules(request.mappings)) ?? nil
    let hasRules = rules?.isEmpty == false
    directories = report.directories.map { directory in
      // A rule can also be about a single file of the directory.
      let (before, after) = (directory.before, directory.after)
      let isMatched = !hasRules || rules?.moved(before + "/") != nil || ExactText(before) != ExactText(after)
      return Directory(before: before, after: after, handleCount: directory.count, isMatched: isMatched)
    }
    unmatchedCount = hasRules ? report.unmatched : 0
    wouldFail = unmatchedCount > 0 && !request.allowUnmatched
    base = request.absolute
    madeRelative = request.relative.map { directory in
      let inDirectories = report.directories.reduce(report.pathsInOtherDirectories) { $0 + $1.count }
      let files = (report.counts[.file]?.seen ?? 0) + (report.counts[.segment]?.seen ?? 0)
      return (directory, files - inDirectories)
    }
  }

  private var operators: [OperatorSummary] { report.editedOperators.map(OperatorSummary.init) }

  // MARK: For people

  /// One line.
  var text: String {
    var parts: [String] = []
    for kind in RewriteReport.Kind.allCases {
      guard let count = report.counts[kind], count.seen > 0 else { continue }
      parts.append("\(count.changed) of \(count.seen) \(kind.plural)")
    }
    let verb = isDryRun ? "would change" : "changed"
    let paths = parts.isEmpty ? "no path, there is none" : parts.joined(separator: ", ")
    let unmatched = unmatchedCount == 0 ? "" : "; no --from matches \(unmatchedCount)"
    let operators = operators.map { "; \($0.text(isDryRun: isDryRun))" }.joined()
    let sizes = "\(report.bytesIn) bytes in, \(report.bytesOut) out"
    return "\(input.escapedForTerminal): \(verb) \(paths)\(unmatched)\(operators); \(sizes)"
  }

  // MARK: For programs

  /// One line of JSON.
  var json: String {
    var kinds: [String] = []
    for kind in RewriteReport.Kind.allCases {
      let count = report.counts[kind]
      let unmatched = unmatchedCount == 0 ? 0 : count?.unmatched ?? 0
      kinds.append(
        """
        "\(kind.rawValue)":{"seen":\(count?.seen ?? 0),"changed":\(count?.changed ?? 0),"unmatched":\(unmatched)}
        """)
    }
    let rows = directories.map { directory in
      """
      {"before":\(quotedJSON(directory.before)),"after":\(quotedJSON(directory.after)),"handles":\(directory.handleCount),\
      "matched":\(directory.isMatched)}
      """
    }
    return """
      {"input":\(quotedJSON(input)),"dryRun":\(isDryRun),"bytesIn":\(report.bytesIn),"bytesOut":\(report.bytesOut),\
      "paths":{\(kinds.joined(separator: ","))},"directories":[\(rows.joined(separator: ","))],\
      "handlesInOtherDirectories":\(report.pathsInOtherDirectories),\
      "operators":[\(operators.map(\.json).joined(separator: ","))]}

      """
  }
}

extension RewriteReport.Kind {
  /// What paths of the kind are, for people.
  fileprivate var plural: String {
    switch self {
    case .file: "files"
    case .segment: "segments"
    case .relativeFile: "relative paths"
    case .directory: "directories"
    case .handleName: "names of inlined state"
    }
  }
}

/// A JSON string of text.
func quotedJSON(_ text: String) -> String {
  var result = "\""
  // ASCII alone, so that nothing in it means anything to a terminal.
  for unit in text.utf16 {
    switch Unicode.Scalar(unit) {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case let scalar? where "\u{20}"..."\u{7E}" ~= scalar: result.unicodeScalars.append(scalar)
    default:
      let digits = String(unit, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
  }
  return result + "\""
}
