// SPDX-License-Identifier: Apache-2.0

/// Collects what a view keeps of its record: the record's own fields, and where the parts inside it are.
///
/// A walk reports the parts inside a record too. If ``depth`` is 0, an event belongs to the record itself, else to a
/// part of it. Places are offsets from the start of the file; the header is at 0, so 0 means "absent".
protocol RecordOutline: MetadataVisitor {
  /// How many fields and lists of the record the walk is inside of.
  var depth: Int { get set }
  /// Notes where a field of the record begins that is a part of its own.
  mutating func part(_ field: MetadataPath.Field, at offset: Int)
  /// Notes a list of the record.
  mutating func list(_ field: MetadataPath.Field, _ list: StoredList)
}

extension RecordOutline {
  mutating func part(_ field: MetadataPath.Field, at offset: Int) {}
  mutating func list(_ field: MetadataPath.Field, _ list: StoredList) {}

  // Elements of a list are inside it already.

  @inline(__always)
  mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64?) {
    guard index == nil else { return }
    if depth == 0 { part(field, at: Int(offset ?? 0)) }
    depth &+= 1
  }

  @inline(__always)
  mutating func leave(_ field: MetadataPath.Field, index: Int?) {
    if index == nil { depth &-= 1 }
  }

  @inline(__always)
  mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64?) {
    if depth == 0 { list(field, StoredList(offset: Int(offset ?? 0), count: count)) }
    depth &+= 1
  }

  @inline(__always)
  mutating func endList(_ field: MetadataPath.Field) { depth &-= 1 }
}
