// SPDX-License-Identifier: Apache-2.0

/// A value on the heap, for a field that most records do not have. An absent value costs 8 bytes, whatever its size.
///
/// Safe to share between threads, because it only changes while it has a single owner: see ``makeUnique(_:)``.
final class Box<Value: Sendable & Hashable>: @unchecked Sendable, Hashable {
  /// Changes only after ``makeUnique(_:)``.
  var value: Value

  init(_ value: Value) { self.value = value }

  /// Boxes a value; nil for nil.
  init?(_ value: Value?) {
    guard let value else { return nil }
    self.value = value
  }

  /// Makes sure that a box has a single owner, so that its value can be changed: one that records share is copied.
  static func makeUnique(_ box: inout Box) {
    if !isKnownUniquelyReferenced(&box) { box = Box(box.value) }
  }

  static func == (first: Box, second: Box) -> Bool { first === second || first.value == second.value }

  func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
