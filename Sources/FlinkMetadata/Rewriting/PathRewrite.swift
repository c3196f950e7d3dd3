// SPDX-License-Identifier: Apache-2.0

/// A rewrite in progress: what the scanner and the visitor of its walk share.
///
/// They share it by a pointer, because each access to a class's variables would be checked for exclusivity at run time,
/// at a cost of several nanoseconds a path. Safe because ``PathRewriter`` lends the pointer for the walk only, and the
/// walk calls the scanner and the visitor one after the other.
struct PathRewrite: ~Copyable {
  /// The caller of the walk keeps it alive.
  unowned(unsafe) let output: PatchingOutput
  private var cache = PrefixCache()
  /// How many paths the cache has answered for since it was made.
  private var cachedFiles = 0
  private var cachedSegments = 0
  private(set) var counts = InlineArray<5, RewriteReport.Count>(repeating: RewriteReport.Count())
  var operators: OperatorMatcher
  /// What the first pass has found out, if there was one.
  let plan: OperatorPlan?
  /// Whether the current operator is dropped.
  var isDropping = false

  init(_ output: PatchingOutput, _ edits: OperatorEdits, _ plan: OperatorPlan?) {
    unsafe self.output = output
    operators = OperatorMatcher(edits)
    self.plan = plan
  }

  subscript(kind: RewriteReport.Kind) -> RewriteReport.Count {
    get { counts[kind.ordinal] }
    _modify { yield &counts[kind.ordinal] }
  }

  // MARK: Paths that begin like the one before

  /// Rewrites the path of a file if it begins like the one before, as nearly all do in large metadata, and needs only
  /// short copies. Otherwise does nothing and returns false.
  @inline(__always)
  mutating func rewriteCachedFile(_ path: UnsafeRawBufferPointer, offset: Int64) -> Bool {
    guard unsafe rewriteCached(path, offset) else { return false }
    cachedFiles &+= 1
    return true
  }

  /// The same for the path of a segment.
  @inline(__always)
  mutating func rewriteCachedSegment(_ path: UnsafeRawBufferPointer, offset: Int64) -> Bool {
    guard unsafe rewriteCached(path, offset) else { return false }
    cachedSegments &+= 1
    return true
  }

  @inline(__always)
  private func rewriteCached(_ path: UnsafeRawBufferPointer, _ offset: Int64) -> Bool {
    guard unsafe cache.applies(to: path), let start = path.baseAddress else { return false }
    if !cache.isMove { return true }
    // A direct call would retain and release the reference for each path.
    return unsafe Unmanaged.passUnretained(output)._withUnsafeGuaranteedRef { output in
      unsafe output.replacePrefixIfShort(
        start, offset: offset, length: path.count, old: cache.before, new: cache.after)
    }
  }

  /// Rewrites a path that the cache knows, in the general way, which always works. Returns whether the path changed, or
  /// nil if the cache does not know it.
  func rewriteCachedSlowly(_ bytes: UnsafeRawBufferPointer, at path: ModifiedUTF8Span) throws(FlinkMetadataError)
    -> Bool?
  {
    guard unsafe cache.applies(to: bytes) else { return nil }
    if cache.isMove {
      unsafe try replace(bytes, at: path, cache.after.bytes, keptStart: 0, restStart: cache.before.count)
    }
    return cache.isMove
  }

  /// Remembers the result of the rules for a path.
  mutating func remember(
    _ path: UnsafeRawBufferPointer, _ move: PathRules.Move?, _ rules: PathRules, keepsUnmatched: Bool
  ) {
    countCached()
    cache = unsafe PrefixCache(path, move, rules, keepsUnmatched: keepsUnmatched)
  }

  /// Empties the cache, so that the next path is left to the visitor.
  mutating func forget() {
    countCached()
    cache = PrefixCache()
  }

  /// Adds the paths that the cache has answered for to the counts.
  mutating func countCached() {
    for (kind, count) in [(RewriteReport.Kind.file, cachedFiles), (.segment, cachedSegments)] {
      self[kind].seen += count
      if cache.isMove { self[kind].changed += count } else { self[kind].unmatched += count }
    }
    cachedFiles = 0
    cachedSegments = 0
  }

  // MARK: Any path

  /// Replaces the bytes of a path from `keptStart` to `restStart`.
  func replace(
    _ bytes: UnsafeRawBufferPointer, at path: ModifiedUTF8Span, _ replacement: UnsafeRawBufferPointer, keptStart: Int,
    restStart: Int
  ) throws(FlinkMetadataError) {
    guard let start = bytes.baseAddress else { return }
    let length = keptStart + replacement.count + bytes.count - restStart
    guard let shortLength = UInt16(exactly: length) else { throw Self.tooLong(length, path) }
    let lengthByteCount = UncheckedString.lengthByteCount
    let output = unsafe self.output
    unsafe try output.replace(
      start - lengthByteCount, offset: path.fileOffset - Int64(lengthByteCount),
      upTo: path.fileOffset + Int64(restStart)
    ) { () throws(FlinkMetadataError) in
      try output.append(bigEndian: shortLength)
      unsafe try output.append(UnsafeRawBufferPointer(start: start, count: keptStart))
      unsafe try output.append(replacement)
    }
  }

  static func tooLong(_ length: Int, _ path: ModifiedUTF8Span) -> FlinkMetadataError {
    FlinkMetadataError(.stringTooLong(byteCount: length), offset: path.fileOffset)
  }
}

/// Rewrites paths that begin like the one before, which then need no report to the visitor, and edits operators.
@safe
struct RewriteScanner: TextScanner {
  let rewrite: UnsafeMutablePointer<PathRewrite>

  static var consumesPaths: Bool { true }

  @inline(__always)
  func consume(path: UnsafeRawBufferPointer, offset: Int64) -> Bool {
    unsafe rewrite.pointee.rewriteCachedFile(path, offset: offset)
  }

  static var editsOperators: Bool { true }

  func beginOperators(count: Int, end: UnsafeRawPointer, offset: Int64) throws(FlinkMetadataError) {
    unsafe try rewrite.pointee.beginOperators(count: count, end: end, offset: offset)
  }

  func beginOperator(_ head: OperatorHead) throws(FlinkMetadataError) {
    unsafe try rewrite.pointee.beginOperator(head)
  }

  func endOperator(offset: Int64) { unsafe rewrite.pointee.endOperator(offset: offset) }

  func endOperators() throws(FlinkMetadataError) { unsafe try rewrite.pointee.endOperators() }
}
