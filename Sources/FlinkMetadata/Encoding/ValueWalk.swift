/// Reports to a visitor of values what a walk over the file that holds them would report, in the same order.
///
/// The rules are in the files of the records. They check the values: a value that Flink would reject, or that the
/// version has no place for, is an error with the path to it.
struct ValueWalk<Visitor: MetadataVisitor & ~Copyable>: ~Copyable {
  let version: FormatVersion
  let dialect: Dialect
  private var path: [MetadataPath.Component] = []
  private var nesting = 0

  init(version: FormatVersion, dialect: Dialect) {
    self.version = version
    self.dialect = dialect
  }

  // MARK: Places

  /// A single field.
  mutating func part(
    _ field: MetadataPath.Field, _ visitor: inout Visitor,
    _ body: (inout ValueWalk, inout Visitor) throws(FlinkMetadataError) -> Void
  ) throws(FlinkMetadataError) {
    path.append(MetadataPath.Component(entering: field, index: nil, in: version))
    try visitor.enter(field, index: nil, offset: nil)
    try body(&self, &visitor)
    try visitor.leave(field, index: nil)
    path.removeLast()
  }

  /// A list of elements that the visitor is asked about. One that it does not visit is checked like the others.
  mutating func list<Element>(
    _ field: MetadataPath.Field, _ elements: [Element], _ visitor: inout Visitor,
    visits: (Element, inout Visitor) -> Bool,
    check: (inout ValueWalk<Validation>, Element, inout Validation) throws(FlinkMetadataError) -> Void = { _, _, _ in },
    _ body: (inout ValueWalk, Element, inout Visitor) throws(FlinkMetadataError) -> Void
  ) throws(FlinkMetadataError) {
    try visitor.beginList(field, count: elements.count, offset: nil)
    for (index, element) in elements.enumerated() {
      path.append(MetadataPath.Component(field, index: index))
      if visits(element, &visitor) {
        try visitor.enter(field, index: index, offset: nil)
        try body(&self, element, &visitor)
        try visitor.leave(field, index: index)
      } else {
        var validation = Validation()
        var checking = ValueWalk<Validation>(version: version, dialect: dialect)
        checking.path = path
        try check(&checking, element, &validation)
      }
      path.removeLast()
    }
    try visitor.endList(field)
  }

  /// A list.
  mutating func list<Element>(
    _ field: MetadataPath.Field, _ elements: [Element], _ visitor: inout Visitor,
    _ body: (inout ValueWalk, Element, inout Visitor) throws(FlinkMetadataError) -> Void
  ) throws(FlinkMetadataError) {
    try visitor.beginList(field, count: elements.count, offset: nil)
    for (index, element) in elements.enumerated() {
      path.append(MetadataPath.Component(field, index: index))
      try visitor.enter(field, index: index, offset: nil)
      try body(&self, element, &visitor)
      try visitor.leave(field, index: index)
      path.removeLast()
    }
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
    FlinkMetadataError(kind, path: MetadataPath(path))
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
    error.located(path: MetadataPath(path))
  }
}

/// A string in place, if there is one. It lives as long as the optional, which holds the same storage.
@_lifetime(borrow string)
func span(_ string: borrowing ModifiedUTF8String?) -> ModifiedUTF8Span? {
  guard let value = copy string else { return nil }
  return unsafe _overrideLifetime(value.span, borrowing: string)
}
