// SPDX-License-Identifier: Apache-2.0

/// Reports to a visitor of values what a walk over the file that holds them would report, in the same order.
///
/// The rules are in the files of the records. They check the values: a value that Flink would reject, or that the
/// version has no place for, is an error with the path to it.
struct ValueWalk<Visitor: MetadataVisitor & ~Copyable>: ~Copyable {
  let version: FormatVersion
  let dialect: Dialect
  private var places: PlaceStack
  private var nesting = 0

  init(version: FormatVersion, dialect: Dialect, places: PlaceStack) {
    self.version = version
    self.dialect = dialect
    self.places = places
  }

  // MARK: Places

  /// A single field.
  @inline(__always)
  mutating func part(
    _ field: MetadataPath.Field, _ visitor: inout Visitor,
    _ body: (inout ValueWalk, inout Visitor) throws(FlinkMetadataError) -> Void
  ) throws(FlinkMetadataError) {
    places.enter(field)
    if field.isListOfOne(in: version) { places.move(toIndex: 0) }
    try visitor.enter(field, index: nil, offset: nil)
    try body(&self, &visitor)
    try visitor.leave(field, index: nil)
    places.leave()
  }

  /// A list of elements that the visitor is asked about. One that it does not visit is checked like the others.
  mutating func list<Element>(
    _ field: MetadataPath.Field, _ elements: [Element], _ visitor: inout Visitor,
    visits: (Element, inout Visitor) -> Bool,
    check: (inout ValueWalk<Validation>, Element, inout Validation) throws(FlinkMetadataError) -> Void = { _, _, _ in },
    _ body: (inout ValueWalk, Element, inout Visitor) throws(FlinkMetadataError) -> Void
  ) throws(FlinkMetadataError) {
    try beginList(field, count: elements.count, &visitor)
    for (index, element) in elements.enumerated() {
      places.move(toIndex: index)
      if visits(element, &visitor) {
        try visitor.enter(field, index: index, offset: nil)
        try body(&self, element, &visitor)
        try visitor.leave(field, index: index)
      } else {
        var validation = Validation()
        var checking = ValueWalk<Validation>(version: version, dialect: dialect, places: places)
        try check(&checking, element, &validation)
      }
    }
    try endList(field, &visitor)
  }

  /// A list.
  @inline(__always)
  mutating func list<Element>(
    _ field: MetadataPath.Field, _ elements: [Element], _ visitor: inout Visitor,
    _ body: (inout ValueWalk, Element, inout Visitor) throws(FlinkMetadataError) -> Void
  ) throws(FlinkMetadataError) {
    try beginList(field, count: elements.count, &visitor)
    for (index, element) in elements.enumerated() {
      try enter(field, index: index, &visitor)
      try body(&self, element, &visitor)
      try visitor.leave(field, index: index)
    }
    try endList(field, &visitor)
  }

  mutating func beginList(_ field: MetadataPath.Field, count: Int, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    try visitor.beginList(field, count: count, offset: nil)
    places.enter(field)
  }

  /// Enters an element of the list that was begun last.
  mutating func enter(_ field: MetadataPath.Field, index: Int, _ visitor: inout Visitor) throws(FlinkMetadataError) {
    places.move(toIndex: index)
    try visitor.enter(field, index: index, offset: nil)
  }

  mutating func endList(_ field: MetadataPath.Field, _ visitor: inout Visitor) throws(FlinkMetadataError) {
    places.leave()
    try visitor.endList(field)
  }

  /// A level of handles inside handles.
  mutating func nested(_ body: (inout ValueWalk) throws(FlinkMetadataError) -> Void) throws(FlinkMetadataError) {
    nesting += 1
    if nesting > MetadataLimits.nestingDepth {
      throw error(.nestingTooDeep(limit: MetadataLimits.nestingDepth))
    }
    try body(&self)
    nesting -= 1
  }

  /// Bytes, unless there are none.
  func bytes(_ bytes: SharedBytes, _ visitor: inout Visitor) throws(FlinkMetadataError) {
    if bytes.count > 0 { try visitor.bytes(bytes.bytes, offset: nil) }
  }

  /// Offsets, unless there are none.
  func offsets(_ offsets: Offsets, _ visitor: inout Visitor) throws(FlinkMetadataError) {
    if !offsets.isEmpty { try visitor.offsets(offsets.span) }
  }

  // MARK: Checks

  func error(_ kind: FlinkMetadataError.Kind) -> FlinkMetadataError {
    FlinkMetadataError(kind, path: places.path)
  }

  /// Throws unless the condition holds.
  func require(_ condition: Bool, _ problem: FlinkMetadataError.EncodingProblem) throws(FlinkMetadataError) {
    if !condition { throw error(.notRepresentable(problem)) }
  }

  /// Throws if version 1 or the dialect does not have the handle.
  func requireTag(_ tag: HandleTag) throws(FlinkMetadataError) {
    try require(version > .version1, .tagInVersion1)
    try require(tag <= dialect.lastTag, .tagInDialect)
  }

  func requirePath(_ path: ModifiedUTF8String) throws(FlinkMetadataError) {
    if path.isEmpty { throw error(.emptyPath) }
  }

  /// Throws if a file's size is less than -1, which means that it is not known.
  func requireFileSize(_ size: Int64) throws(FlinkMetadataError) {
    if size < -1 { throw error(.fileSize(size)) }
  }

  /// An error of the visitor, with the place where it happened.
  func located(_ error: FlinkMetadataError) -> FlinkMetadataError {
    error.located(path: places.path)
  }
}

/// A string in place, if there is one. It lives as long as the optional, which holds the same storage.
@_lifetime(borrow string)
func span(_ string: borrowing ModifiedUTF8String?) -> ModifiedUTF8Span? {
  guard let value = copy string else { return nil }
  return unsafe _overrideLifetime(value.span, borrowing: string)
}
