// SPDX-License-Identifier: Apache-2.0

/// What a line says of a file. Lent, as the line is.
struct LineEntry {
  var key: LentBytes
  var size: Int64?
  var modified: Int64?
  var state = ListedFile.State.current
  var versionID = LentBytes.none
  var isArchived = false

  init(key: LentBytes, size: Int64?, modified: Int64?) {
    self.key = key
    self.size = size
    self.modified = modified
  }
}

/// What a line is.
enum ParsedLine {
  case file(LineEntry)
  /// A directory, a total, an empty line: nothing to report.
  case nothing
  /// A message of the client that does not concern the listing.
  case skippedMessage
  /// The line goes on after its end, as a quoted field of CSV can.
  case unfinished
}

/// Knows the lines of one form.
protocol LineParser: ~Copyable {
  /// Reads a line. The errors name neither the file nor the line: the caller adds these.
  mutating func parse(_ line: LentBytes) throws(ListingError) -> ParsedLine
  /// Called after the last line: says what is missing, if the form has an end.
  mutating func finish() throws(ListingError)
  /// The clock of the listing's times.
  var clock: ListingClock { get }
}

extension LineParser where Self: ~Copyable {
  mutating func finish() throws(ListingError) {}
}

/// Turns local times into UTC.
struct ListingClock {
  private let secondsFromUTC: Int64?
  /// Whether a time was taken as UTC because nothing says in which zone it is.
  private(set) var isUnknown = false

  init(_ options: ListingOptions) { secondsFromUTC = options.secondsFromUTC }

  mutating func utc(fromLocal seconds: Int64) -> Int64 {
    guard let secondsFromUTC else {
      isUnknown = true
      return seconds
    }
    // A nonsensical difference gives a nonsensical time, and not a trap.
    return seconds &- secondsFromUTC
  }

  mutating func utc(_ time: CivilTime.Parsed) -> Int64 { time.isLocal ? utc(fromLocal: time.seconds) : time.seconds }
}
