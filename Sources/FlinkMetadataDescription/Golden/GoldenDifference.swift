// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// In what a checkpoint differs from a golden one.
public struct GoldenDifference: Sendable, Hashable {
  /// What differs.
  @nonexhaustive
  public enum Aspect: String, Sendable, CaseIterable {
    /// The version of the format.
    case version
    /// Whether it is a checkpoint or a savepoint, and of which format.
    case kind
    /// A master state, called ``GoldenDifference/subject``.
    case masterState = "master state"
    /// The operator as a whole.
    case `operator`
    /// The operator's uid; the id is the same.
    case uid
    /// The operator's name.
    case name
    /// The operator's parallelism.
    case parallelism
    /// The operator's maximum parallelism.
    case maxParallelism = "maximum parallelism"
    /// Whether the operator has the kind of state ``GoldenDifference/subject``.
    case state
    /// The forms of keyed state, which tell the state backend.
    case keyedStateForms = "keyed state"
    /// A named operator state, called ``GoldenDifference/subject``, or how its elements are distributed.
    case namedState = "named state"
    /// The size of the kind of state ``GoldenDifference/subject``.
    case size = "size of"
  }

  /// What differs.
  public let aspect: Aspect
  /// The operator that differs; nil if the checkpoint itself does.
  public let `operator`: OperatorIdentity?
  /// The state that the aspect is about, if it is about one of several.
  public let subject: String?
  /// What the golden checkpoint has, as text; nil if it has nothing of the kind.
  public let expected: String?
  /// What the checkpoint has; nil if it has nothing of the kind.
  public let found: String?
  /// Of an operator that only one of the checkpoints has: the operator that it likely is in the other one, under another
  /// uid. A guess, see ``OperatorDifference/likelySame``.
  public let likelySame: OperatorIdentity?

  init(
    _ aspect: Aspect, of operator: OperatorIdentity? = nil, _ subject: String? = nil, expected: String?, found: String?,
    likelySame: OperatorIdentity? = nil
  ) {
    self.aspect = aspect
    self.operator = `operator`
    self.subject = subject
    self.expected = expected
    self.found = found
    self.likelySame = likelySame
  }
}

extension GoldenDifference: CustomStringConvertible {
  /// What differs, on one line that is safe to print: `operator "Map" (uid "totals"): parallelism: expected 2, found 3`.
  public var description: String {
    var parts: [String] = []
    if let `operator` { parts.append("operator \(`operator`)") }
    if aspect != .operator { parts.append(aspect.rawValue + (subject.map { " \(text($0))" } ?? "")) }
    let verb = expected == nil ? "was" : "is now"
    parts.append(change + (likelySame.map { ", likely \(verb) \($0)" } ?? ""))
    return parts.joined(separator: ": ")
  }

  private func text(_ subject: String) -> String {
    aspect == .masterState || aspect == .namedState ? QuotedText.quoted(subject) : subject
  }

  private var change: String {
    switch (expected, found) {
    case (let expected?, let found?): "expected \(expected.escapedForTerminal), found \(found.escapedForTerminal)"
    case (_?, nil): "missing"
    case (nil, _): "not expected"
    }
  }
}
