// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// How to repair metadata whose relative handles lead into the wrong directory (FLINK-39964).
///
/// Each relative path becomes absolute: in the directory where its file is. So the repaired metadata can be anywhere.
public struct MetadataRepair: Sendable {
  /// The directories other than the checkpoint's own that handles lead to, in the order of their bytes, and how many
  /// handles each.
  public let directories: [(directory: String, references: Int)]
  /// What changes the paths.
  public let rewriter: PathRewriter

  /// Why metadata is not repaired.
  @nonexhaustive
  public enum Refusal: Error, Sendable, Hashable {
    /// Nothing is wrong with it.
    case nothingToRepair
    /// A file is missing or damaged, or it is not known where it is: a repair would hide that.
    case otherProblem(FileProblem)
  }

  /// Plans a repair.
  ///
  /// - Parameters:
  ///   - problems: all problems of the checkpoint.
  ///   - directory: the checkpoint's directory, as Flink spells it.
  ///   - equality: the spellings that the check took for equal.
  public init(_ problems: [FileProblem], directory: String, _ equality: LocationEquality) throws(Refusal) {
    if let other = problems.first(where: { $0.verdict != .elsewhere }) { throw .otherProblem(other) }
    if problems.isEmpty { throw .nothingToRepair }
    let slash = UInt8(ascii: "/")
    let own = directory.utf8.first == slash ? "file:" + directory : directory
    var places: [ExactText: String] = [:]
    var counts: [ExactText: Int] = [:]
    for problem in problems {
      let location = problem.location.utf8
      guard let other = problem.otherDirectory, let end = location.lastIndex(of: slash) else { continue }
      let place = Self.spell(other, as: own, equality)
      places[ExactText(String(Substring(location[end...].dropFirst())))] = place
      counts[ExactText(place), default: 0] += 1
    }
    directories = counts.sorted { $0.key < $1.key }.map { ($0.key.text, $0.value) }
    var rewriter = PathRewriter(PathRules())
    let found = places
    rewriter.customBase = { name in found[ExactText(name)] ?? own }
    self.rewriter = rewriter
  }

  /// A canonical directory with the scheme and authority that the checkpoint's own directory has, if they are equal.
  private static func spell(_ canonical: String, as own: String, _ equality: LocationEquality) -> String {
    let bytes = Array(own.utf8)
    let beginning = bytes.withUnsafeBytes { equality.beginning(of: $0) }
    guard canonical.utf8.starts(with: beginning.root.utf8) else { return canonical }
    let path = canonical.utf8.dropFirst(beginning.root.utf8.count)
    return String(decoding: bytes[..<beginning.pathStart] + path, as: UTF8.self)
  }
}
