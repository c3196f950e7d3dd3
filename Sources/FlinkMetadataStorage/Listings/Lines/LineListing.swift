// SPDX-License-Identifier: Apache-2.0

/// Reads the lines of a listing with the parser of its form.
enum LineListing {
  /// Reads to the end, and adds to the summary. Compiled for the types of parser and visitor.
  static func read<Parser: LineParser & ~Copyable, Visitor: ListingVisitor & ~Copyable>(
    _ lines: inout LineBuffer, _ parser: inout Parser, _ join: inout LocationJoin, _ visitor: inout Visitor,
    _ summary: inout ListingSummary
  ) throws(ListingError) {
    do throws(ListingError) {
      while var line = try lines.next() {
        var parsed = try parse(line, with: &parser, form: lines.form, isCut: lines.isCut)
        while case .unfinished = parsed {
          guard let longer = try lines.extend() else { throw ListingError(.cut(lines.form)) }
          line = longer
          parsed = try parse(line, with: &parser, form: lines.form, isCut: lines.isCut)
        }
        switch parsed {
        case .file(let entry): try report(entry, &join, &visitor, &summary)
        case .skippedMessage: summary.skippedLineCount += 1
        case .nothing, .unfinished: break
        }
      }
      try parser.finish()
    } catch {
      var error = error
      if error.line == nil, error.problem.concernsLine { error.line = lines.lineNumber }
      throw error
    }
    if parser.clock.isUnknown { summary.hasUnknownTimeZone = true }
  }

  @inline(__always)
  private static func parse<Parser: LineParser & ~Copyable>(
    _ line: LentBytes, with parser: inout Parser, form: ListingForm, isCut: Bool
  ) throws(ListingError) -> ParsedLine {
    // All clients end the last line, too.
    if isCut { throw ListingError(.cut(form)) }
    do throws(ListingError) {
      return try parser.parse(line)
    } catch {
      throw explain(error, line, form)
    }
  }

  /// Says what a line is that is not of the listing's form: an error of the client, or a line of another form.
  private static func explain(_ error: ListingError, _ line: LentBytes, _ form: ListingForm) -> ListingError {
    guard case .malformed = error.problem else { return error }
    if ClientMessage.isError(line) { return ListingError(.clientError(form, message: line.text)) }
    if let other = LineForm.form(ofLine: line) ?? jsonForm(of: line), other != form {
      return ListingError(.mixedForms(form, other))
    }
    return error
  }

  private static func jsonForm(of line: LentBytes) -> ListingForm? {
    let start = line.dropFirst(line.endOfSpaces(from: 0))
    guard start.first == UInt8(ascii: "{") || start.first == UInt8(ascii: "[") else { return nil }
    return JSONListing.form(of: Array(start.raw))
  }

  @inline(__always)
  private static func report<Visitor: ListingVisitor & ~Copyable>(
    _ entry: LineEntry, _ join: inout LocationJoin, _ visitor: inout Visitor, _ summary: inout ListingSummary
  ) throws(ListingError) {
    if DirectoryMarker.matches(key: entry.key.raw, size: entry.size) { return }
    // Safe because the line and the buffer of the join stay as they are while the visitor has the file.
    let location = try join.location(of: entry.key.raw)
    summary.fileCount += 1
    if let modified = entry.modified { summary.newest = max(summary.newest ?? modified, modified) }
    try visitor.listed(
      ListedFile(
        location: RawSpan(_unsafeBytes: location), size: entry.size, modified: entry.modified, state: entry.state,
        versionID: RawSpan(_unsafeBytes: entry.versionID.raw), isArchived: entry.isArchived))
  }
}
