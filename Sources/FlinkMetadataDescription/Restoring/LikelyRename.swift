// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// An operator of a file that a job may have under another uid. A guess, which nothing in the file proves.
public struct LikelyRename: Sendable, Hashable {
  /// The operator of the file.
  public var found: OperatorIdentity
  /// The operator of the job.
  public var expected: OperatorList.Entry

  /// Pairs of operators that have the same name, which no other has, and that differ in nothing that both lists say; or the
  /// only operator of each list, unless they have different names.
  static func guesses(_ missing: [OperatorList.Entry], _ unexpected: [OperatorSummary]) -> [LikelyRename] {
    if let expected = missing.first, let found = unexpected.first, missing.count == 1, unexpected.count == 1 {
      let (expectedName, foundName) = (expected.name.map(ExactText.init), found.name.map(ExactText.init))
      let areDifferent = expectedName != nil && foundName != nil && expectedName != foundName
      return areDifferent ? [] : [LikelyRename(found: found.identity, expected: expected)]
    }
    let byName = Dictionary(grouping: unexpected) { $0.name.map(ExactText.init) }
    let namesOfMissing = Dictionary(grouping: missing) { $0.name.map(ExactText.init) }.mapValues(\.count)
    return missing.compactMap { expected in
      guard let name = expected.name.map(ExactText.init), namesOfMissing[name] == 1, let found = byName[name],
        found.count == 1
      else {
        return nil
      }
      return LikelyRename(found: found[0].identity, expected: expected)
    }
  }
}
