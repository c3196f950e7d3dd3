// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

extension MetadataInput {
  /// Rewrites the paths in the file and edits its operators, in constant memory. The output is not compressed.
  ///
  /// Reads the input to its end, twice if operators are dropped, which only a regular file allows (``isReadableAgain``).
  /// If this fails, the sink has received a part of the output.
  public func rewrite(with rewriter: PathRewriter, dialect: Dialect? = nil, to sink: any ByteSink)
    throws(FlinkMetadataError) -> RewriteReport
  {
    let content = beginReading()
    defer { endReading() }
    guard rewriter.operatorEdits.drops && isReadableAgain else {
      return try rewriter.rewrite(content, dialect: dialect, to: sink)
    }
    let plan = try rewriter.plan(content, dialect: dialect)
    return try rewriter.rewrite(try contentAgain(), dialect: dialect, plan: plan, to: sink)
  }
}
