import FlinkMetadata

extension MetadataInput {
  /// Rewrites the paths in the file, in constant memory. The output is not compressed.
  ///
  /// Reads the input to its end; an input can be read once. If this fails, the sink has received a part of the output.
  public func rewrite(with rewriter: PathRewriter, dialect: Dialect? = nil, to sink: any ByteSink)
    throws(FlinkMetadataError) -> RewriteReport
  {
    let content = beginReading()
    defer { endReading() }
    return try rewriter.rewrite(content, dialect: dialect, to: sink)
  }
}
