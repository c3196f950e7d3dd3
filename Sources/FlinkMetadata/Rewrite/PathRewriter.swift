/// Changes the paths in a metadata file, and nothing else: everything that is not a changed path is copied as it is, even
/// encodings that no value could hold and bytes behind the body.
///
/// ```swift
/// let rules = try PathRules([.init(from: "s3://old/savepoint-1", to: "s3://new/savepoint-1")])
/// let report = try PathRewriter(rules).rewrite(source, to: sink)
/// ```
///
/// Works over a source in constant memory, and costs little more than copying. Where it fails the sink has received a part
/// of the output.
public struct PathRewriter: Sendable {
  /// Where files have been moved to.
  public var rules: PathRules
  /// Decides about absolute paths that no rule matches: the new path, which may not be empty, or nil if it does not know
  /// either.
  public var custom: (@Sendable (String) -> String?)?
  /// What to do with files of the checkpoint's own directory, and with files in it.
  public var relativePaths = RelativePaths.keep
  /// Whether a path that no rule matches stays as it is. Otherwise it is an error, because a checkpoint that has been
  /// moved by half is worse than none. Without any rules nothing needs to match.
  public var allowsUnmatched = false
  /// Whether the names of inlined state stay as they are. They look like paths, but nothing is opened there.
  public var keepsHandleNames = false

  /// Whether the report is to list the directories that paths lie in. Costs up to twice the time.
  public var listsDirectories = false

  /// What to do with relative paths.
  public enum RelativePaths: Sendable, Hashable {
    /// They stay relative, so that the files are looked for beside the metadata file.
    case keep
    /// They become absolute: files of this directory, so that the metadata file can stand elsewhere.
    case absolutize(base: String)
    /// Absolute paths of files that lie directly in this directory become relative, so that it can be moved as a whole.
    /// The rules do not apply to them.
    case relativize(directory: String)
  }

  /// Makes a rewriter.
  public init(_ rules: PathRules) { self.rules = rules }

  /// Rewrites what a source gives.
  ///
  /// Throws ``FlinkMetadataError``: of the walk, ``FlinkMetadataError/Kind/unmatchedPath(_:)``,
  /// ``FlinkMetadataError/Kind/stringTooLong(byteCount:)`` for a new path that no file can hold, and the sink's.
  public func rewrite(_ source: any ByteSource, dialect: Dialect? = nil, to sink: any ByteSink)
    throws(FlinkMetadataError) -> RewriteReport
  {
    let output = try RewriteOutput(sink)
    return try withWalk(source) { (walk) throws(FlinkMetadataError) -> RewriteReport in
      try rewrite(&walk, dialect, output)
    }
  }

  /// Rewrites a file in memory. As ``rewrite(_:dialect:to:)-(ByteSource,_,_)``.
  public func rewrite(_ bytes: RawSpan, dialect: Dialect? = nil, to sink: any ByteSink)
    throws(FlinkMetadataError) -> RewriteReport
  {
    let output = try RewriteOutput(sink)
    let dialect = dialect ?? detectDialect(bytes)
    return try withWalk(bytes) { (walk) throws(FlinkMetadataError) -> RewriteReport in
      try rewrite(&walk, dialect, output)
    }
  }

  /// Rewrites a file in memory into a new array. As ``rewrite(_:dialect:to:)-(ByteSource,_,_)``.
  ///
  /// Needs memory for both files. To write the new one somewhere, a sink is cheaper.
  public func rewrite(_ bytes: [UInt8], dialect: Dialect? = nil)
    throws(FlinkMetadataError) -> (bytes: [UInt8], report: RewriteReport)
  {
    let sink = MemorySink()
    let report = try rewrite(unsafe bytes.span.bytes, dialect: dialect, to: sink)
    return (sink.bytes, report)
  }

  private func rewrite(_ walk: inout MetadataWalk, _ dialect: Dialect?, _ output: RewriteOutput)
    throws(FlinkMetadataError) -> RewriteReport
  {
    defer { withExtendedLifetime(output) {} }
    unsafe walk.reader.tap = output
    var visitor = RewriteVisitor(self, output)
    do throws(FlinkMetadataError) {
      let summary = try walk.wholeFile(dialect, &visitor)
      try walk.reader.finish()
      try output.flush()
      visitor.report.bytesIn = summary.byteCount + summary.trailingByteCount
      visitor.report.bytesOut = output.byteCount
      visitor.finishReport()
      return visitor.report
    } catch {
      // The visitor does not know where it is.
      guard error.path.components.isEmpty else { throw error }
      throw FlinkMetadataError(error.kind, offset: error.offset, path: walk.reader.places.path)
    }
  }
}
