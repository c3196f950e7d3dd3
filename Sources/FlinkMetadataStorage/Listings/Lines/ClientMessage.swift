// SPDX-License-Identifier: Apache-2.0

/// Recognises messages of clients that got into a listing because standard error was redirected into it.
enum ClientMessage {
  /// Whether a line that is no line of a listing is an error of a client: then the listing is incomplete.
  static func isError(_ line: LentBytes) -> Bool { form(ofError: line) != nil || isAnyError(line) }

  /// The form whose client writes such an error.
  static func form(ofError line: LentBytes) -> ListingForm? {
    if line.hasPrefix("An error occurred (") || line.hasPrefix("aws: ") || line.hasPrefix("fatal error: ")
      || line.hasPrefix("Unable to locate credentials") || line.hasPrefix("Could not connect to the endpoint URL")
    {
      return .awsLs
    }
    if line.hasPrefix("ls: ") || line.hasPrefix("Exception in thread ") || hasLevel(line, "ERROR ", "FATAL ") {
      return .hdfsLs
    }
    if line.hasPrefix("find: ") { return .find }
    if line.hasPrefix("ERROR: (gcloud.") || line.hasPrefix("CommandException: ")
      || line.hasPrefix("AccessDeniedException: ") || line.hasPrefix("BucketNotFoundException: ")
    {
      return .gcloudLs
    }
    if line.hasPrefix("ERROR: ") { return .s3cmd }
    return nil
  }

  private static func isAnyError(_ line: LentBytes) -> Bool {
    line.hasPrefix("ERROR") || line.hasPrefix("Error") || line.hasPrefix("error") || line.hasPrefix("Traceback ")
      || line.contains(" ERROR ") || line.contains(" FATAL ") || line.contains("Permission denied")
      || line.contains("AccessDenied") || line.contains("Access Denied")
  }

  /// Whether a line is a warning of a Hadoop client, which says nothing of the listing.
  static func isHadoopWarning(_ line: LentBytes) -> Bool {
    line.hasPrefix("SLF4J: ") || line.hasPrefix("SLF4J(W): ") || line.hasPrefix("log4j:WARN ")
      || line.hasPrefix("WARNING: ") || hasLevel(line, "WARN ", "INFO ", "DEBUG ")
  }

  /// Whether a line is one of a log of Hadoop's, `26/11/24 19:12:47 WARN …` or `2026-11-24 19:12:47,123 WARN …`, with one
  /// of these levels.
  private static func hasLevel(_ line: LentBytes, _ levels: StaticString...) -> Bool {
    let rest: LentBytes
    if line.count > 23, line[2] == UInt8(ascii: "/"), line[5] == UInt8(ascii: "/"), line[11] == UInt8(ascii: ":") {
      rest = line.dropFirst(17)
    } else if line.count > 29, line[4] == UInt8(ascii: "-"), line[16] == UInt8(ascii: ":"),
      line[19] == UInt8(ascii: ",")
    {
      rest = line.dropFirst(23)
    } else {
      return false
    }
    let level = rest.dropFirst(rest.endOfSpaces(from: 0))
    return levels.contains { level.hasPrefix($0) }
  }
}
