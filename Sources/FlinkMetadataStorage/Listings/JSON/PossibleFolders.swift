// SPDX-License-Identifier: Apache-2.0

/// Blobs without content that may be directories: the next ones tell.
///
/// A container with a hierarchical namespace lists a directory like an empty blob if the client did not ask for
/// metadata. Names come in order, so what is in a directory follows it, after names that only begin like it: `a`,
/// `a-b`, `a/c`. What waits here is therefore a chain in which each name begins with the one before.
struct PossibleFolders {
  private struct Blob {
    /// Where the name ends in `names`; it begins where the name before it ends.
    var end: Int
    var modified: Int64?
    var isArchived: Bool
  }

  private var blobs: [Blob] = []
  private var names: [UInt8] = []

  /// Lets a blob wait.
  mutating func append(_ name: RawSpan, modified: Int64?, isArchived: Bool) {
    names.append(copying: name)
    blobs.append(Blob(end: names.count, modified: modified, isArchived: isArchived))
  }

  /// Reports the blobs that are files, now that `next` is known: all that it does not begin with. If it begins with one
  /// of them and a slash, that is a directory.
  mutating func decide<V: ListingVisitor & ~Copyable>(
    before next: RawSpan, _ report: inout ListingReport, _ visitor: inout V
  ) throws(ListingError) {
    while let length = lastLength {
      let isPrefix = length <= next.byteCount && next.extracting(first: length).isEqual(last(length))
      if isPrefix {
        guard next.byteCount > length, next[byteAt: length] == UInt8(ascii: "/") else { return }
        report.skip()
        removeLast(length)
        return
      }
      try reportLast(length, &report, &visitor)
    }
  }

  /// Reports all blobs that wait.
  mutating func finish<V: ListingVisitor & ~Copyable>(
    _ report: inout ListingReport, _ visitor: inout V
  ) throws(ListingError) {
    while let length = lastLength { try reportLast(length, &report, &visitor) }
  }

  private var lastLength: Int? {
    blobs.last.map { $0.end - (blobs.count > 1 ? blobs[blobs.count - 2].end : 0) }
  }

  @_lifetime(borrow self)
  private func last(_ length: Int) -> RawSpan { names.span.bytes.extracting(last: length) }

  private mutating func removeLast(_ length: Int) {
    blobs.removeLast()
    names.removeLast(length)
  }

  private mutating func reportLast<V: ListingVisitor & ~Copyable>(
    _ length: Int, _ report: inout ListingReport, _ visitor: inout V
  ) throws(ListingError) {
    if let blob = blobs.last {
      try report.report(
        last(length), size: 0, modified: blob.modified, isArchived: blob.isArchived, to: &visitor)
    }
    removeLast(length)
  }
}
