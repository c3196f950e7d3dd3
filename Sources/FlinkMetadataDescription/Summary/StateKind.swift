// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// The kinds of state that an operator can have. In the order in which they are shown.
@nonexhaustive
public enum StateKind: Int, Sendable, CaseIterable {
  /// Keyed state of Flink's state backends.
  case managedKeyed
  /// Keyed state that the operator serializes itself.
  case rawKeyed
  /// Operator state of Flink's state backends.
  case managedOperator
  /// Operator state that the operator serializes itself.
  case rawOperator
  /// State of Flink 1.1 (versions 1 and 2).
  case legacyOperator
  /// Data that was in flight, to or from the operator.
  case channel
  /// State of the operator's coordinator.
  case coordinator

  /// The kind of the state in a field of an operator or a subtask; nil for a field of a handle.
  init?(_ field: MetadataPath.Field) {
    switch field {
    case .managedKeyedState: self = .managedKeyed
    case .rawKeyedState: self = .rawKeyed
    case .managedOperatorState: self = .managedOperator
    case .rawOperatorState: self = .rawOperator
    case .legacyOperatorState: self = .legacyOperator
    case .inputChannelState, .resultSubpartitionState: self = .channel
    case .coordinatorState: self = .coordinator
    default: return nil
    }
  }
}

/// How much state there is of each kind, in bytes. Sums stop at the greatest number instead of overflowing.
public struct StateSizes: Sendable, Equatable {
  private var managedKeyed: Int64 = 0
  private var rawKeyed: Int64 = 0
  private var managedOperator: Int64 = 0
  private var rawOperator: Int64 = 0
  private var legacyOperator: Int64 = 0
  private var channel: Int64 = 0
  private var coordinator: Int64 = 0

  /// No state.
  public init() {}

  /// The size of the state of a kind.
  public subscript(kind: StateKind) -> Int64 {
    get {
      switch kind {
      case .managedKeyed: managedKeyed
      case .rawKeyed: rawKeyed
      case .managedOperator: managedOperator
      case .rawOperator: rawOperator
      case .legacyOperator: legacyOperator
      case .channel: channel
      case .coordinator: coordinator
      }
    }
    set {
      switch kind {
      case .managedKeyed: managedKeyed = newValue
      case .rawKeyed: rawKeyed = newValue
      case .managedOperator: managedOperator = newValue
      case .rawOperator: rawOperator = newValue
      case .legacyOperator: legacyOperator = newValue
      case .channel: channel = newValue
      case .coordinator: coordinator = newValue
      }
    }
  }

  /// The size of all state.
  public var total: Int64 { StateKind.allCases.reduce(0) { $0.saturatingAdding(self[$1]) } }

  /// Adds state of all kinds.
  mutating func add(_ other: StateSizes) {
    for kind in StateKind.allCases { self[kind] = self[kind].saturatingAdding(other[kind]) }
  }
}

extension Int64 {
  /// The sum, or the closest number that there is.
  @inline(__always)
  func saturatingAdding(_ other: Int64) -> Int64 {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? (other < 0 ? .min : .max) : sum
  }
}
