// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// The path to the part that is being read, as text: the description of its `MetadataPath`, always up to date.
///
/// The name of a list is appended when the list begins, and stays there for all elements. So an element costs only its
/// index. What a step has appended is known from the field when it is cut off again.
struct PathText: ~Copyable {
  private var text = TextBuffer()

  /// Begins a list: `.sharedState[`.
  mutating func beginList(_ field: MetadataPath.Field) {
    append(field)
    text.append(UInt8(ascii: "["))
  }

  /// Ends a list, whose elements have been left.
  mutating func endList(_ field: MetadataPath.Field) {
    cut(1)
    cut(field)
  }

  /// Enters an element of the list that was begun last: `17]`.
  @inline(__always)
  mutating func enter(index: Int) {
    text.append(Int64(index))
    text.append(UInt8(ascii: "]"))
  }

  /// Leaves an element of a list.
  @inline(__always)
  mutating func leaveElement() {
    var end = text.count
    while end > 0 && text.bytes.unsafeLoad(fromByteOffset: end - 1, as: UInt8.self) != UInt8(ascii: "[") { end -= 1 }
    text.truncate(to: end)
  }

  /// Enters a field that is no list, or a list of one.
  @inline(__always)
  mutating func enter(_ field: MetadataPath.Field, in version: FormatVersion) {
    append(field)
    if field.isListOfOne(in: version) { text.append("[0]") }
  }

  /// Leaves a field that is no list, or a list of one.
  @inline(__always)
  mutating func leave(_ field: MetadataPath.Field, in version: FormatVersion) {
    if field.isListOfOne(in: version) { cut(3) }
    cut(field)
  }

  mutating func removeAll() { text.removeAll() }

  /// The path; plain ASCII.
  var bytes: RawSpan {
    @_lifetime(borrow self) borrowing get { text.bytes }
  }

  @inline(__always)
  private mutating func append(_ field: MetadataPath.Field) {
    if text.count > 0 { text.append(UInt8(ascii: ".")) }
    text.append(field.name)
  }

  @inline(__always)
  private mutating func cut(_ field: MetadataPath.Field) {
    cut(field.name.utf8CodeUnitCount)
    if text.count > 0 { cut(1) }
  }

  @inline(__always)
  private mutating func cut(_ count: Int) { text.truncate(to: text.count - count) }
}
