/// Looks at each path as the walk meets it, and replaces it in the output if it has to change.
struct RewriteVisitor: MetadataVisitor, ~Copyable {
  private let rules: PathRules
  private let custom: (@Sendable (String) -> String?)?
  private let needsMatch: Bool
  private let keepsHandleNames: Bool
  /// The directory of relative paths with a slash at its end; nil where they stay.
  private let base: [UInt8]?
  /// The directory whose files become relative.
  private let relativized: PathRules?
  private let output: RewriteOutput

  var report = RewriteReport()
  private var counts = InlineArray<5, RewriteReport.Count>(repeating: RewriteReport.Count())
  private var directories = DirectoryMoves()

  init(_ rewriter: PathRewriter, _ output: RewriteOutput) {
    rules = rewriter.rules
    custom = rewriter.custom
    needsMatch = !rewriter.allowsUnmatched && (!rewriter.rules.isEmpty || rewriter.custom != nil)
    keepsHandleNames = rewriter.keepsHandleNames
    self.output = output
    switch rewriter.relativePaths {
    case .keep:
      base = nil
      relativized = nil
    case .absolutize(let base):
      self.base = encodeModifiedUTF8((base.hasSuffix("/") ? base : base + "/").utf16)
      relativized = nil
    case .relativize(let directory):
      base = nil
      // A rule with a stand-in for the new place: only whether it matches counts.
      relativized = try? PathRules([.init(from: directory, to: "relative")])
    }
  }

  mutating func finishReport() {
    for kind in RewriteReport.Kind.allCases { report.counts[kind] = counts[kind.ordinal] }
    report.directories = directories.directories
    report.pathsInOtherDirectories = directories.others
  }

  // MARK: Events

  mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) throws(FlinkMetadataError) {
    if let relativized, try relativize(filePath, stateSize, relativized) { return }
    try rewrite(filePath, .file)
  }

  mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) throws(FlinkMetadataError) {
    try rewrite(filePath, .segment)
  }

  mutating func fileMergingDirectories(
    taskOwnedDirectory: ModifiedUTF8Span, sharedDirectory: ModifiedUTF8Span, isEmpty: Bool
  ) throws(FlinkMetadataError) {
    try rewrite(taskOwnedDirectory, .directory)
    try rewrite(sharedDirectory, .directory)
  }

  mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int) throws(FlinkMetadataError) {
    if keepsHandleNames { self[.handleName].seen += 1 } else { try rewrite(handleName, .handleName) }
  }

  mutating func relativeFileStateHandle(relativePath: ModifiedUTF8Span, stateSize: Int64)
    throws(FlinkMetadataError)
  {
    self[.relativeFile].seen += 1
    guard let base else { return }
    let length = base.count + relativePath.bytes.byteCount
    guard let shortLength = UInt16(exactly: length) else { throw tooLong(length, relativePath) }
    // tag 6: utf, i64 becomes tag 2: i64, utf
    unsafe try relativePath.bytes.withUnsafeBytes { (path) throws(FlinkMetadataError) in
      guard let start = path.baseAddress else { return }
      unsafe try output.copy(upTo: start - 3, offset: relativePath.offset - 3)
      try output.append(bigEndian: HandleTag.file.rawValue)
      try output.append(bigEndian: stateSize)
      try output.append(bigEndian: shortLength)
      try output.append(base)
      unsafe try output.append(path)
      output.skip(to: relativePath.offset + Int64(path.count) + 8)
    }
    self[.relativeFile].changed += 1
  }

  // MARK: One path

  private subscript(kind: RewriteReport.Kind) -> RewriteReport.Count {
    get { counts[kind.ordinal] }
    _modify { yield &counts[kind.ordinal] }
  }

  @inline(__always)
  private mutating func rewrite(_ path: ModifiedUTF8Span, _ kind: RewriteReport.Kind) throws(FlinkMetadataError) {
    counts[kind.ordinal].seen += 1
    let isChanged = unsafe try path.bytes.withUnsafeBytes { (bytes) throws(FlinkMetadataError) -> Bool in
      if kind == .file || kind == .segment, unsafe directories.countsAgain(bytes) {
        if directories.replacement.isEmpty { return false }
        unsafe try replace(bytes, at: path, directories.replacement, keptStart: 0, restStart: directories.length)
        return true
      }
      return unsafe try rewriteByRules(bytes, at: path, kind)
    }
    if isChanged {
      counts[kind.ordinal].changed += 1
    } else {
      try rewriteUnmatched(path, kind)
    }
  }

  private mutating func rewriteByRules(
    _ bytes: UnsafeRawBufferPointer, at path: ModifiedUTF8Span, _ kind: RewriteReport.Kind
  )
    throws(FlinkMetadataError) -> Bool
  {
    let move = unsafe rules.move(of: bytes)
    if kind == .file || kind == .segment {
      unsafe directories.count(bytes, move, rules: rules)
    }
    guard let move else { return false }
    unsafe try replace(
      bytes, at: path, move.prefix.replacement, keptStart: move.keptStart, restStart: move.restStart)
    return true
  }

  /// Puts new bytes in the place of those from `keptStart` to `restStart`.
  @inline(__always)
  private func replace(
    _ bytes: UnsafeRawBufferPointer, at path: ModifiedUTF8Span, _ replacement: [UInt8], keptStart: Int,
    restStart: Int
  ) throws(FlinkMetadataError) {
    let length = keptStart + replacement.count + bytes.count - restStart
    guard let shortLength = UInt16(exactly: length) else { throw tooLong(length, path) }
    guard let start = bytes.baseAddress else { return }
    unsafe try output.copy(upTo: start - 2, offset: path.offset - 2)
    try output.append(bigEndian: shortLength)
    if keptStart > 0 { unsafe try output.append(UnsafeRawBufferPointer(start: start, count: keptStart)) }
    try output.append(replacement)
    unsafe try output.append(UnsafeRawBufferPointer(start: start + restStart, count: bytes.count - restStart))
    output.skip(to: path.offset + Int64(bytes.count))
  }

  /// A path that no rule matches: asks whoever decides about these, and fails if one had to match.
  private mutating func rewriteUnmatched(_ path: ModifiedUTF8Span, _ kind: RewriteReport.Kind)
    throws(FlinkMetadataError)
  {
    // Nothing is opened where a handle's name points to.
    if kind == .handleName { return }
    if let custom, let new = custom(String(path)) {
      let bytes = encodeModifiedUTF8(new.utf16)
      guard let shortLength = UInt16(exactly: bytes.count) else { throw tooLong(bytes.count, path) }
      unsafe try path.bytes.withUnsafeBytes { (old) throws(FlinkMetadataError) in
        guard let start = old.baseAddress else { return }
        unsafe try output.copy(upTo: start - 2, offset: path.offset - 2)
        try output.append(bigEndian: shortLength)
        try output.append(bytes)
        output.skip(to: path.offset + Int64(old.count))
      }
      self[kind].changed += 1
      return
    }
    self[kind].unmatched += 1
    if needsMatch { throw FlinkMetadataError(.unmatchedPath(String(path)), offset: path.offset) }
  }

  /// Makes a path relative if its file lies directly in the directory. Returns whether it did.
  private mutating func relativize(_ path: ModifiedUTF8Span, _ stateSize: Int64, _ directory: PathRules)
    throws(FlinkMetadataError) -> Bool
  {
    let name = unsafe path.bytes.withUnsafeBytes { bytes -> Range<Int>? in
      guard let move = unsafe directory.move(of: bytes), move.restStart + 1 < bytes.count else { return nil }
      let name = move.restStart + 1..<bytes.count
      return unsafe bytes[name].contains(UInt8(ascii: "/")) ? nil : name
    }
    guard let name else { return false }
    self[.file].seen += 1
    // tag 2: i64, utf becomes tag 6: utf, i64
    unsafe try path.bytes.withUnsafeBytes { (bytes) throws(FlinkMetadataError) in
      guard let start = bytes.baseAddress else { return }
      unsafe try output.copy(upTo: start - 11, offset: path.offset - 11)
      try output.append(bigEndian: HandleTag.relativeFile.rawValue)
      try output.append(bigEndian: UInt16(name.count))
      unsafe try output.append(UnsafeRawBufferPointer(rebasing: bytes[name]))
      try output.append(bigEndian: stateSize)
      output.skip(to: path.offset + Int64(bytes.count))
    }
    self[.file].changed += 1
    return true
  }

  private func tooLong(_ length: Int, _ path: ModifiedUTF8Span) -> FlinkMetadataError {
    FlinkMetadataError(.stringTooLong(byteCount: length), offset: path.offset)
  }
}

extension RewriteReport.Kind {
  /// The place in `allCases`.
  @inline(__always)
  var ordinal: Int {
    switch self {
    case .file: 0
    case .segment: 1
    case .relativeFile: 2
    case .directory: 3
    case .handleName: 4
    }
  }
}
