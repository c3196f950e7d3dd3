// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles

/// What is measured, by micro-benchmarks and by metadata-measure alike. Compiled here for its visitors, as it would be in a
/// program that uses the library.
public enum MeasuredOperations {
  /// Walks over a source and counts handles.
  public static func walk(_ source: any ByteSource) throws(FlinkMetadataError) -> Int {
    var counter = HandleCounter()
    try source.walkMetadata(&counter)
    return counter.handles
  }

  /// Walks over a file and counts handles.
  public static func walk(_ input: MetadataInput) throws(FlinkMetadataError) -> Int {
    var counter = HandleCounter()
    try input.walk(&counter)
    return counter.handles
  }

  /// Walks over bytes in memory and counts handles.
  public static func walk(_ bytes: RawSpan) throws(FlinkMetadataError) -> Int {
    var counter = HandleCounter()
    try CheckpointMetadataView(bytes).walk(&counter)
    return counter.handles
  }

  /// Goes over all views and counts handles.
  public static func views(_ bytes: RawSpan) throws(FlinkMetadataError) -> Int {
    var traversal = ViewTraversal()
    try traversal.metadata(CheckpointMetadataView(bytes))
    return traversal.handles
  }

  /// Encodes values to nowhere. Returns the number of bytes.
  public static func encode(_ metadata: CheckpointMetadata) throws(FlinkMetadataError) -> Int {
    let sink = CountingSink()
    try metadata.encode(to: sink)
    return sink.byteCount
  }

  /// Changes the paths of generated metadata, to nowhere.
  public static func rewrite(_ source: any ByteSource) throws -> RewriteReport {
    try rewriter().rewrite(source, to: CountingSink())
  }

  /// Changes the paths of a file of generated metadata, to nowhere.
  public static func rewrite(_ input: MetadataInput) throws -> RewriteReport {
    try input.rewrite(with: rewriter(), to: CountingSink())
  }

  /// Changes the paths of generated metadata in memory, to nowhere.
  public static func rewrite(_ bytes: RawSpan) throws -> RewriteReport {
    try rewriter().rewrite(bytes, to: CountingSink())
  }

  private static func rewriter() throws -> PathRewriter {
    var rewriter = PathRewriter(try PathRules([.init(from: "s3://flink-state", to: "s3://moved-state/flink")]))
    // The file can be another one.
    rewriter.allowsUnmatched = true
    return rewriter
  }
}

/// Counts what is written and forgets it.
private final class CountingSink: ByteSink {
  private(set) var byteCount = 0

  func write(_ bytes: RawSpan) { byteCount += bytes.byteCount }
}
