/// Looks at each path as the walk meets it, and replaces it in the output if it has to change.
struct RewriteVisitor: MetadataVisitor, ~Copyable {
  private let rules: PathRules
  private let custom: (@Sendable (String) -> String?)?
  private let needsMatch: Bool
  /// Whether paths that no rule matches stay as they are, and nobody wants to be asked.
  private let keepsUnmatched: Bool
  private let keepsHandleNames: Bool
  /// The directory of relative paths with a slash at its end; nil where they stay.
  private let base: [UInt8]?
  /// The directory whose files become relative.
  private var relativized: PathRules?
  private let output: RewriteOutput

  var report = RewriteReport()
  private var counts = InlineArray<5, RewriteReport.Count>(repeating: RewriteReport.Count())
  /// The directories, if they are wanted.
  private var directories: DirectoryMoves?
  /// What the rules said last; nothing where each path has to be looked at.
  private var repeatedMove = RepeatedMove()
  /// How many files and segments it was applied to that are not in `counts` yet.
  private var repeatedFiles = 0
  private var repeatedSegments = 0
  /// Whether nothing is left to do for the file whose path was checked last.
  private var isDone = false

  init(_ rewriter: PathRewriter, _ output: RewriteOutput) {
    rules = rewriter.rules
    custom = rewriter.custom
    let isAsked = rewriter.custom != nil
    needsMatch = !rewriter.allowsUnmatched && (!rewriter.rules.isEmpty || isAsked)
    keepsUnmatched = !needsMatch && !isAsked
    keepsHandleNames = rewriter.keepsHandleNames
    directories = rewriter.listsDirectories ? DirectoryMoves() : nil
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
    countRepetitions()
    for kind in RewriteReport.Kind.allCases { report.counts[kind] = counts[kind.ordinal] }
    directories?.tell(&report)
  }

  // MARK: Events

  mutating func beginMetadata(version: FormatVersion, dialect: Dialect) {
    // Version 1 has no relative paths.
    if version == .version1 { relativized = nil }
  }

  @inline(__always)
  mutating func _isModifiedUTF8(filePath: UnsafeRawBufferPointer, offset: Int64) -> Bool {
    isDone = unsafe repeats(filePath, offset)
    if isDone { repeatedFiles &+= 1 }
    return unsafe isDone || isModifiedUTF8(filePath)
  }

  mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) throws(FlinkMetadataError) {
    if !isDone { try rewriteFile(filePath, stateSize) }
  }

  @inline(never)
  private mutating func rewriteFile(_ filePath: ModifiedUTF8Span, _ stateSize: Int64) throws(FlinkMetadataError) {
    if let relativized, try relativize(filePath, stateSize, relativized) { return }
    try rewrite(filePath, .file)
  }

  mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) throws(FlinkMetadataError) {
    let isDone = unsafe repeats(filePath.bytes.withUnsafeBytes { unsafe $0 }, filePath.offset)
    if isDone { repeatedSegments &+= 1 } else { try rewrite(filePath, .segment) }
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

  /// Rewrites the path of a file that begins as the one before, as nearly all do in large metadata. What is out of the
  /// ordinary is left to ``rewrite(_:_:)``: then this does nothing and returns false.
  @inline(__always)
  private func repeats(_ path: UnsafeRawBufferPointer, _ offset: Int64) -> Bool {
    guard unsafe repeatedMove.applies(to: path), let start = path.baseAddress else { return false }
    if repeatedMove.isMove {
      let isReplaced = unsafe output.replacesShortly(
        start, offset: offset, length: path.count, replaced: repeatedMove.before, by: repeatedMove.after)
      if !isReplaced { return false }
    }
    return true
  }

  private mutating func countRepetitions() {
    for (kind, count) in [(RewriteReport.Kind.file, repeatedFiles), (.segment, repeatedSegments)] {
      self[kind].seen += count
      if repeatedMove.isMove { self[kind].changed += count } else { self[kind].unmatched += count }
    }
    repeatedFiles = 0
    repeatedSegments = 0
  }

  private mutating func rewrite(_ path: ModifiedUTF8Span, _ kind: RewriteReport.Kind) throws(FlinkMetadataError) {
    self[kind].seen += 1
    let isChanged = unsafe try path.bytes.withUnsafeBytes { (bytes) throws(FlinkMetadataError) -> Bool in
      let isFile = kind == .file || kind == .segment
      if unsafe isFile && repeatedMove.applies(to: bytes) {
        // No room in the output's memory, or a long way from the last path.
        if repeatedMove.isMove {
          unsafe try replace(
            bytes, at: path, repeatedMove.after.bytes, keptStart: 0, restStart: repeatedMove.before.count)
        }
        return repeatedMove.isMove
      }
      let move = unsafe rules.move(of: bytes)
      if unsafe isFile && directories?.count(bytes, move) == nil && relativized == nil {
        countRepetitions()
        repeatedMove = unsafe RepeatedMove(bytes, move, rules, keepsUnmatched: keepsUnmatched)
      }
      guard let move else { return false }
      unsafe try move.replacement.span.bytes.withUnsafeBytes { (replacement) throws(FlinkMetadataError) in
        unsafe try replace(bytes, at: path, replacement, keptStart: move.keptStart, restStart: move.restStart)
      }
      return true
    }
    if isChanged { self[kind].changed += 1 } else { try rewriteUnmatched(path, kind) }
  }

  /// Puts new bytes in the place of those from `keptStart` to `restStart`.
  private func replace(
    _ bytes: UnsafeRawBufferPointer, at path: ModifiedUTF8Span, _ replacement: UnsafeRawBufferPointer, keptStart: Int,
    restStart: Int
  ) throws(FlinkMetadataError) {
    guard let start = bytes.baseAddress else { return }
    let length = keptStart + replacement.count + bytes.count - restStart
    guard let shortLength = UInt16(exactly: length) else { throw tooLong(length, path) }
    unsafe try output.copy(upTo: start - 2, offset: path.offset - 2)
    try output.append(bigEndian: shortLength)
    unsafe try output.append(UnsafeRawBufferPointer(start: start, count: keptStart))
    unsafe try output.append(replacement)
    output.skip(to: path.offset + Int64(restStart))
  }

  /// A path that no rule matches: asks whoever decides about these, and fails if one had to match.
  private mutating func rewriteUnmatched(_ path: ModifiedUTF8Span, _ kind: RewriteReport.Kind)
    throws(FlinkMetadataError)
  {
    // Nothing is opened where a handle's name points to.
    if kind == .handleName { return }
    if let custom, let new = custom(String(path)) {
      let bytes = encodeModifiedUTF8(new.utf16)
      if bytes.isEmpty { throw FlinkMetadataError(.emptyPath, offset: path.offset) }
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
