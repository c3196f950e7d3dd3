// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// A visitor that reports the operators of a selection. Master states belong to no operator and are left out if only
/// some operators are selected.
public protocol SelectingVisitor: MetadataVisitor, ~Copyable {
  /// The operators that are reported.
  var operators: OperatorSelection { get set }
}

extension SelectingVisitor where Self: ~Copyable {
  /// Visits the operators of the selection.
  public mutating func visits(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID
  ) -> Bool {
    operators.visits(name: operatorName, uid: operatorUid, id: operatorID)
  }
  /// Visits master states only if all operators are selected.
  public mutating func visits(masterStateName: ModifiedUTF8Span) -> Bool { operators.isAll }
}

/// The same for a visitor of fields.
public protocol SelectingFieldVisitor: MetadataFieldVisitor, ~Copyable {
  /// The operators that are reported.
  var operators: OperatorSelection { get set }
}

extension SelectingFieldVisitor where Self: ~Copyable {
  /// Visits the operators of the selection.
  public mutating func visits(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID
  ) -> Bool {
    operators.visits(name: operatorName, uid: operatorUid, id: operatorID)
  }
  /// Visits master states only if all operators are selected.
  public mutating func visits(masterStateName: ModifiedUTF8Span) -> Bool { operators.isAll }
}
