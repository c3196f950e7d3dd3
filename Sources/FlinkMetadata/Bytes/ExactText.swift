// SPDX-License-Identifier: Apache-2.0

/// A text as a key that equals the same bytes alone, in the order of the bytes.
///
/// Two `String`s are equal if one has a composed and the other a decomposed `é`, though they name different files, operators
/// and states. What is counted, looked up or put in order by a path or a name has this key.
package struct ExactText: Sendable {
  /// The text.
  package let text: String

  package init(_ text: String) { self.text = text }
}

extension ExactText: Hashable, Comparable {
  package static func == (first: ExactText, second: ExactText) -> Bool {
    first.text.utf8.elementsEqual(second.text.utf8)
  }

  package static func < (first: ExactText, second: ExactText) -> Bool {
    first.text.utf8.lexicographicallyPrecedes(second.text.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
