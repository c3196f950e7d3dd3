// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// A document of JSON, or of JSON lines, that is written while a file is being read.
protocol JSONDocument: MetadataFieldVisitor, ~Copyable {
  mutating func finish(_ summary: MetadataSummary) throws(FlinkMetadataError)
  mutating func abandon() throws(FlinkMetadataError)
}

extension JSONDocument where Self: ~Copyable {
  /// Walks over a file and writes all of its document, or after an error as much as there is.
  @inline(__always)
  consuming func describe(_ source: any ByteSource, dialect: Dialect?) throws(FlinkMetadataError) {
    var events = MetadataFieldEvents(self)
    do {
      let summary = try source.walkMetadata(&events, dialect: dialect)
      try events.visitor.finish(summary)
    } catch {
      try events.visitor.abandon()
      throw error
    }
  }
}

// The walk is specialised here, in the module of the documents, so that their events are compiled into it and the names
// of fields become constants. A walk of another module calls a function for each event.

extension JSONDescription: JSONDocument {
  /// Writes the document of a file that comes from a source. Faster than a walk of the caller's.
  ///
  /// After an error of reading or writing, what has been written ends with a line feed: see ``abandon()``.
  ///
  /// - Parameters:
  ///   - source: the file, from its first byte.
  ///   - dialect: the layout of version 3, or nil to detect it: see `ByteSource.walkMetadata`.
  public consuming func write(_ source: any ByteSource, dialect: Dialect? = nil) throws(FlinkMetadataError) {
    try describe(source, dialect: dialect)
  }
}

extension JSONLines: JSONDocument {
  /// Writes the lines of a file that comes from a source. Faster than a walk of the caller's.
  ///
  /// After an error of reading or writing, all complete lines have been written: see ``abandon()``.
  ///
  /// - Parameters:
  ///   - source: the file, from its first byte.
  ///   - dialect: the layout of version 3, or nil to detect it: see `ByteSource.walkMetadata`.
  public consuming func write(_ source: any ByteSource, dialect: Dialect? = nil) throws(FlinkMetadataError) {
    try describe(source, dialect: dialect)
  }
}
