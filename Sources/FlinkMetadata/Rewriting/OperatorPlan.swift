// SPDX-License-Identifier: Apache-2.0

/// What the first pass over a file has found out, when operators are dropped from it.
public struct OperatorPlan: Sendable, Hashable {
  /// How many operators the file has.
  public internal(set) var operatorCount: Int
  /// How many of them are dropped.
  public internal(set) var droppedCount: Int
}

extension PathRewriter {
  /// The first of the two passes that dropping operators needs, because their number stands before them.
  ///
  /// ```swift
  /// var rewriter = PathRewriter(PathRules())
  /// rewriter.operatorEdits.drop("Sink: old")
  /// let plan = try rewriter.plan(source)
  /// let report = try rewriter.rewrite(sourceOfTheSameFile, plan: plan, to: sink)
  /// ```
  ///
  /// Costs as much as a walk, in constant memory. Throws what ``rewrite(_:dialect:plan:to:)`` would throw because of the
  /// file or the operators; paths are not looked at.
  public func plan(_ source: any ByteSource, dialect: Dialect? = nil) throws(FlinkMetadataError) -> OperatorPlan {
    try withWalk(source, CheckingScanner()) { (walk) throws(FlinkMetadataError) -> OperatorPlan in
      try plan(&walk, dialect)
    }
  }

  /// The first pass over a file in memory; nil if none is needed.
  func plan(_ bytes: RawSpan, _ dialect: Dialect) throws(FlinkMetadataError) -> OperatorPlan? {
    guard operatorEdits.drops else { return nil }
    return try withWalk(bytes, CheckingScanner()) { (walk) throws(FlinkMetadataError) -> OperatorPlan in
      try plan(&walk, dialect)
    }
  }

  private func plan(_ walk: inout MetadataWalk<CheckingScanner>, _ dialect: Dialect?) throws(FlinkMetadataError)
    -> OperatorPlan
  {
    var visitor = PlanningVisitor(matcher: OperatorMatcher(operatorEdits))
    do {
      _ = try walk.wholeFile(dialect, &visitor)
    } catch {
      throw error.withoutPlaceOfEdit
    }
    return visitor.matcher.plan
  }
}

/// Looks at the operators, and leaves it to the walk to check what they hold.
private struct PlanningVisitor: MetadataVisitor {
  var matcher: OperatorMatcher

  mutating func visits(operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID) -> Bool
  {
    _ = matcher.change(name: operatorName, uid: operatorUid, id: operatorID)
    return false
  }

  mutating func beginMetadata(version: FormatVersion, dialect: Dialect) throws(FlinkMetadataError) {
    try matcher.require(version)
  }

  mutating func endList(_ field: MetadataPath.Field) throws(FlinkMetadataError) {
    if field == .operatorStates { try matcher.finish() }
  }
}

extension FlinkMetadataError {
  /// Where a walk was when it turned out that an operator cannot be edited means nothing.
  var withoutPlaceOfEdit: FlinkMetadataError {
    if case .edit = kind { FlinkMetadataError(kind) } else { self }
  }
}
