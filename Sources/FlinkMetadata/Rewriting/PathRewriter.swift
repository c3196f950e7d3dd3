// SPDX-License-Identifier: Apache-2.0

/// Changes the paths in a metadata file, and its operators if that is wanted. Everything else is copied as it is, even
/// encodings that no value could hold and bytes after the body.
///
/// ```swift
/// let rules = try PathRules([.init(from: "s3://old/savepoint-1", to: "s3://new/savepoint-1")])
/// let report = try PathRewriter(rules).rewrite(source, to: sink)
/// ```
///
/// Works over a source in constant memory, and costs little more than copying. After an error the sink has received a
/// part of the output.
public struct PathRewriter: Sendable {
  /// Where files have been moved to.
  public var rules: PathRules
  /// Called for each absolute path that no rule matches. Returns the new path, which may not be empty, or nil to leave
  /// the path unmatched.
  public var custom: (@Sendable (String) -> String?)?
  /// What to do with files of the checkpoint's own directory, and with files in it.
  public var relativePaths = RelativePaths.keep
  /// Called for each relative path, if ``relativePaths`` keeps them. Returns the directory that the file is in, and then
  /// the path becomes absolute; or nil to leave it.
  public var customBase: (@Sendable (String) -> String?)?
  /// Whether a path that no rule matches stays as it is. Otherwise it is an error, because a half-moved checkpoint is
  /// worse than none. Without any rules no path needs to match.
  public var allowsUnmatched = false
  /// Whether the names of inlined state stay as they are. They look like paths, but nothing is opened there.
  public var keepsHandleNames = false

  /// Whether the report lists the directories of the paths. Costs up to twice the time.
  public var listsDirectories = false

  /// Which operators are dropped, renamed or given another uid.
  public var operatorEdits = OperatorEdits()

  /// What to do with relative paths.
  public enum RelativePaths: Sendable, Hashable {
    /// They stay relative, so that the files are looked for beside the metadata file.
    case keep
    /// They become absolute: files of this directory, so that the metadata file can be elsewhere.
    case absolutize(base: String)
    /// Absolute paths of files that are directly in this directory become relative, so that it can be moved as a whole.
    /// The rules do not apply to them.
    case relativize(directory: String)
  }

  /// Makes a rewriter.
  public init(_ rules: PathRules) { self.rules = rules }

  /// Rewrites the file that a source delivers.
  ///
  /// - Parameters:
  ///   - source: the file, from its beginning.
  ///   - dialect: the layout of version 3, or nil to detect it: see `ByteSource.walkMetadata`.
  ///   - plan: needed if operators are dropped, else nil: see ``plan(_:dialect:)``.
  ///   - sink: where the new file goes.
  /// - Throws: ``FlinkMetadataError``: the errors of a walk, ``FlinkMetadataError/Kind/unmatchedPath(_:)``,
  ///   ``FlinkMetadataError/Kind/stringTooLong(byteCount:)`` for a new path that no file can hold,
  ///   ``FlinkMetadataError/Kind/edit(_:)`` for operators, and the errors of the sink.
  public func rewrite(
    _ source: any ByteSource, dialect: Dialect? = nil, plan: OperatorPlan? = nil, to sink: any ByteSink
  ) throws(FlinkMetadataError) -> RewriteReport {
    if operatorEdits.drops && plan == nil { throw FlinkMetadataError(.edit(.dropNeedsPlan)) }
    return unsafe try withRewrite(to: sink, plan) { (rewrite) throws(FlinkMetadataError) -> RewriteReport in
      try withWalk(source, unsafe RewriteScanner(rewrite: rewrite)) {
        (walk) throws(FlinkMetadataError) -> RewriteReport in
        unsafe try self.rewrite(&walk, dialect, rewrite)
      }
    }
  }

  /// Rewrites a file in memory. As ``rewrite(_:dialect:plan:to:)``; makes the plan itself.
  public func rewrite(_ bytes: RawSpan, dialect: Dialect? = nil, to sink: any ByteSink)
    throws(FlinkMetadataError) -> RewriteReport
  {
    let dialect = dialect ?? detectDialect(bytes)
    let plan = try plan(bytes, dialect)
    return unsafe try withRewrite(to: sink, plan) { (rewrite) throws(FlinkMetadataError) -> RewriteReport in
      try withWalk(bytes, unsafe RewriteScanner(rewrite: rewrite)) {
        (walk) throws(FlinkMetadataError) -> RewriteReport in
        unsafe try self.rewrite(&walk, dialect, rewrite)
      }
    }
  }

  /// Rewrites a file in memory into a new array. As ``rewrite(_:dialect:to:)``.
  ///
  /// Needs memory for both files. To write the new one somewhere, a sink is cheaper.
  public func rewrite(_ bytes: [UInt8], dialect: Dialect? = nil)
    throws(FlinkMetadataError) -> (bytes: [UInt8], report: RewriteReport)
  {
    let sink = MemorySink()
    let report = try rewrite(unsafe bytes.span.bytes, dialect: dialect, to: sink)
    return (sink.bytes, report)
  }

  /// Lends a rewrite for a walk.
  private func withRewrite(
    to sink: any ByteSink, _ plan: OperatorPlan?,
    _ body: (UnsafeMutablePointer<PathRewrite>) throws(FlinkMetadataError) -> RewriteReport
  ) throws(FlinkMetadataError) -> RewriteReport {
    let output = try PatchingOutput(sink)
    defer { withExtendedLifetime(output) {} }
    var rewrite = PathRewrite(output, operatorEdits, plan)
    return unsafe try withUnsafeMutablePointer(to: &rewrite, body)
  }

  private func rewrite(
    _ walk: inout MetadataWalk<RewriteScanner>, _ dialect: Dialect?, _ rewrite: UnsafeMutablePointer<PathRewrite>
  ) throws(FlinkMetadataError) -> RewriteReport {
    let output = unsafe rewrite.pointee.output
    unsafe walk.reader.tap = output
    var visitor = unsafe RewriteVisitor(self, rewrite)
    let summary: MetadataSummary
    do {
      summary = try walk.wholeFile(dialect, &visitor)
    } catch {
      throw error.withoutPlaceOfEdit
    }
    try walk.reader.finish()
    try output.flush()
    var report = visitor.report()
    report.bytesIn = summary.byteCount + summary.trailingByteCount
    report.bytesOut = output.byteCount
    return report
  }
}
