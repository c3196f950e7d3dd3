// SPDX-License-Identifier: Apache-2.0

/// A way in which this project's reader knowingly differs from Flink's, under the name that SPEC.md 13 gives it.
enum Difference: String, CaseIterable {
  // One reads what the other refuses.
  case versions
  case dialects
  case legacyState = "legacy-state"
  case nesting
  case objectStream = "object-stream"
  case illegalPaths = "illegal-paths"
  case noDirectory = "no-directory"
  // The same, or both refuse for different reasons.
  case memory
  // Both read, and Flink's objects do not say what the file says.
  case paths
  case backendIdentifiers = "backend-identifiers"
  case maps
  case emptyKeyGroupRanges = "empty-key-group-ranges"
  case nullHandles = "null-handles"
  case ignoredFields = "ignored-fields"
  case madeUpValues = "made-up-values"
}
