// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Finds the operators of a selection by parts of their names, uids and ids: a walk over a file whose body is of no interest
/// yet.
///
/// A part can be known to fit one operator only at the end of a file. So a file is walked over twice:
///
/// ```swift
/// var lookup = OperatorLookup(OperatorSelection(["orders"]))
/// try file.walk(&lookup)
/// let summary = try CheckpointSummary(file, operators: try lookup.finish())
/// ```
///
/// Memory grows with the number of operators.
public struct OperatorLookup: MetadataVisitor {
  /// How many operators an error names.
  public static let shownCount = 5
  /// How many operators are compared with a text that none has, so that a file with millions of them costs no minutes.
  private static let comparedCount = 10_000

  private let selection: OperatorSelection
  private let texts: [WantedText]
  /// Whether an operator has the text as a whole.
  private var isFound: [Bool]
  private var operators: [OperatorIdentity] = []

  /// Looks for the operators of a selection.
  public init(_ selection: OperatorSelection) {
    self.selection = selection
    texts = selection.texts
    isFound = texts.map { _ in false }
  }

  /// Takes an operator. Its state is not visited.
  public mutating func visits(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID
  ) -> Bool {
    for index in texts.indices where texts[index].matches(name: operatorName, uid: operatorUid, id: operatorID) {
      isFound[index] = true
    }
    operators.append(selection.identity(name: operatorName, uid: operatorUid, id: operatorID))
    return false
  }

  /// Visits no master state.
  public mutating func visits(masterStateName: ModifiedUTF8Span) -> Bool { false }

  /// The selection that finds each text's operators: those that have the text as a whole, or else the one of which it is a
  /// part. A part is any of a name or a uid, and the beginning of an id. Call it when the walk has ended.
  ///
  /// - Throws: ``OperatorLookupError`` for the first text that fits no operator, or as a part several.
  public func finish() throws(OperatorLookupError) -> OperatorSelection {
    var ids: [ExactText: OperatorID] = [:]
    for (text, isFound) in zip(texts, isFound) where !isFound {
      ids[ExactText(text.text)] = try operatorWithPart(text.text)
    }
    return selection.replacing(ids)
  }

  private func operatorWithPart(_ text: String) throws(OperatorLookupError) -> OperatorID {
    // Every text has the empty one as a part.
    let fitting = text.isEmpty ? [] : operators.filter { $0.hasPart(text) }
    let ids = Set(fitting.map(\.id))
    if let id = ids.first, ids.count == 1 { return id }
    let isNone = fitting.isEmpty
    let named = isNone ? nearest(to: text) : Array(fitting.prefix(Self.shownCount))
    throw OperatorLookupError(
      reason: isNone ? .noOperator : .severalOperators, text: text, operators: named,
      count: isNone ? operators.count : fitting.count)
  }

  private func nearest(to text: String) -> [OperatorIdentity] {
    let distances = operators.prefix(Self.comparedCount).map { $0.distance(to: text) }
    let places = distances.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
    return places.prefix(Self.shownCount).map { operators[$0] }
  }
}

/// Why a text selects no operator.
public struct OperatorLookupError: Error, Sendable, Hashable {
  /// What is wrong.
  @nonexhaustive
  public enum Reason: Sendable, Hashable {
    /// No operator has the text, or a name, a uid or an id of which it is a part.
    case noOperator
    /// Several operators have it as a part, and none as a whole.
    case severalOperators
  }

  /// What is wrong.
  public var reason: Reason
  /// The text that was looked for.
  public var text: String
  /// At most ``OperatorLookup/shownCount`` operators: those that the text fits, or else those that it resembles, nearest
  /// first.
  public var operators: [OperatorIdentity]
  /// How many operators there are that ``operators`` could name.
  public var count: Int
}

extension OperatorLookupError: CustomStringConvertible {
  /// What was looked for and what there is, on one line that is safe to print on a terminal.
  public var description: String {
    let quoted = "\"\(text.shortened.escapedForTerminal)\""
    let rest = count > operators.count ? ", and \(count - operators.count) more" : ""
    let list = operators.map(\.description).joined(separator: ", ") + rest
    switch reason {
    case .severalOperators: return "\(quoted) is a part of \(count) operators, say which: \(list)"
    case .noOperator where count == 0: return "no operator has the name, uid or id \(quoted): there are none"
    case .noOperator:
      return "none of the \(count) operators has the name, uid or id \(quoted) or such a part; nearest: \(list)"
    }
  }
}
