// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// How to repair metadata whose relative handles lead into the wrong directory (FLINK-39964).
///
/// Each relative path becomes absolute: in the directory where its file is. So the repaired metadata can be anywhere.
public struct MetadataRepair: Sendable {
  /// How many handles lead elsewhere than the checkpoint's directory, by the directory that has their files.
  public let directories: [String: Int]
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
    let own = directory.hasPrefix("/") ? "file:" + directory : directory
    var places: [String: String] = [:]
    var counts: [String: Int] = [:]
    for problem in problems {
      guard let other = problem.otherDirectory, let slash = problem.location.lastIndex(of: "/") else { continue }
      let place = Self.spell(other, as: own, equality)
      places[String(problem.location[slash...].dropFirst())] = place
      counts[place, default: 0] += 1
    }
    directories = counts
    var rewriter = PathRewriter(PathRules())
    let found = places
    rewriter.customBase = { name in found[name] ?? own }
    self.rewriter = rewriter
  }

  /// A canonical directory with the scheme and authority that the checkpoint's own directory has, if they are equal.
  private static func spell(_ canonical: String, as own: String, _ equality: LocationEquality) -> String {
    let bytes = Array(own.utf8)
    let beginning = bytes.withUnsafeBytes { equality.beginning(of: $0) }
    guard canonical.hasPrefix(beginning.root) else { return canonical }
    let root = String(decoding: bytes[..<beginning.pathStart], as: UTF8.self)
    return root + canonical.dropFirst(beginning.root.count)
  }
}
