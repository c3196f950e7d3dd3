// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FlinkMetadataStorage
import ToolSupport

/// How orphans are looked for and printed.
struct OrphanOptions: ParsableArguments {
  @Flag(
    help: """
      List the files that no given metadata refers to, below the directories of the given checkpoints' jobs and of the given \
      savepoints. Deletes nothing. Give the metadata of ALL jobs and savepoints that may share files: what lies outside the \
      storage's listing cannot be known.
      """)
  var orphans = false

  @Option(
    help: ArgumentHelp(
      "Only files that are at least so many days old; less than 1 needs --force.", valueName: "days"))
  var olderThan: Int = 3

  @Flag(
    help: """
      Allow --older-than 0, though files of a checkpoint in progress can be younger than a day; and allow checkpoints that \
      are not restorable or not listed themselves.
      """)
  var force = false

  @Flag(
    help: """
      Look below taskowned/ too. Danger: sinks keep logs there that are named only inside operator state, and that Flink \
      itself never deletes (FLINK-8531); the changelog backend and merged files have state there as well.
      """)
  var includeTaskowned = false

  @Flag(
    help: """
      Look into ForSt's directories (op_…) too. Danger: a running job has its database there, and no metadata names it \
      (FLINK-37686).
      """)
  var includeForst = false

  @Flag(
    help: """
      Look below dstl/ too. Danger: the changelog backend uploads changes before a checkpoint names them.
      """)
  var includeDstl = false

  @Option(
    help: ArgumentHelp(
      """
      Metadata files in the storage that were not given may lose their files, if their location matches: * stands for any \
      text. Can be given several times.
      """, valueName: "pattern"))
  var ignoreMetadata: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      How to print orphans: text, a table after the report; or nothing but keys, as the storage calls its files: without scheme and bucket, or absolute paths of storages without buckets; uris; nul, URIs with a null byte after each; \
      s3-delete-objects, documents for aws s3api delete-objects, of S3 alone, of up to 1000 keys, one a line.
      """, valueName: "form"))
  var print = OrphanFormat.text

  func validate() throws {
    if olderThan < 0 { throw ValidationError("--older-than needs a number of days of 0 or more.") }
    if olderThan < 1 && !force { throw ValidationError("--older-than below 1 day needs --force.") }
    guard !orphans else { return }
    let used =
      [includeTaskowned, includeForst, includeDstl, force, !ignoreMetadata.isEmpty, print != .text, olderThan != 3]
    if used.contains(true) {
      throw ValidationError(
        "--older-than, --force, --include-taskowned, --include-forst, --include-dstl, --ignore-metadata and --print are for --orphans."
      )
    }
  }

  /// The rules, or nil if orphans are not wanted.
  func rules(now: Int64) -> OrphanRules? {
    guard orphans else { return nil }
    var rules = OrphanRules(now: now)
    let (age, overflows) = Int64(olderThan).multipliedReportingOverflow(by: OrphanRules.day)
    rules.leastAge = overflows ? .max : age
    rules.includesTaskOwned = includeTaskowned
    rules.includesForSt = includeForst
    rules.includesChangelog = includeDstl
    return rules
  }
}

/// How orphans are printed.
enum OrphanFormat: String, ExpressibleByArgument, CaseIterable {
  case text, keys, uris, nul
  case s3DeleteObjects = "s3-delete-objects"
}

/// A pattern in which `*` stands for any text. Compared byte by byte.
struct WildcardPattern {
  private let parts: [[UInt8]]

  init(_ pattern: String) {
    parts = Array(pattern.utf8).split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map { Array($0) }
  }

  /// Whether the whole text matches. Each part is taken where it comes first, which finds a match if there is one.
  func matches(_ text: String) -> Bool {
    guard let first = parts.first, let last = parts.last, text.utf8.starts(with: first) else { return false }
    if parts.count == 1 { return text.utf8.count == first.count }
    var rest = Array(text.utf8)[first.count...]
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let range = rest.firstRange(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return rest.suffix(last.count).elementsEqual(last)
  }
}
