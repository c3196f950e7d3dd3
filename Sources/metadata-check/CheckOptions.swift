// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FlinkMetadata
import FlinkMetadataStorage
import ToolSupport

/// What is checked.
struct MetadataOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "A _metadata file, a directory that has one, a tree of directories, or - for standard input.", valueName: "path"),
    completion: .file())
  var paths: [String]

  @Option(
    help: ArgumentHelp(
      """
      What lies in DIR is a copy of what lies below URI: relative handles, and what --root finds, count as being there. \
      /dev/stdin as DIR is a PATH of -. Can be given several times.
      """, valueName: "dir=uri"))
  var `as`: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      Check as if the paths had been rewritten with --from OLD --to NEW: the far side of a replication. Can be given \
      several times.
      """, valueName: "old=new"))
  var map: [String] = []

  private static let standardInput = "/dev/stdin"

  /// Moves and copies, and the place of standard input.
  var rules: (moves: PathRules, copies: PathRules, standardInput: String?) {
    get throws {
      let pairs = try `as`.map { try Pair($0, option: "--as") }
      let standardInput = pairs.last { $0.first == Self.standardInput }?.second
      let copies = pairs.filter { $0.first != Self.standardInput }.map {
        PathRules.Mapping(from: DirectoryName.absolute($0.first), to: $0.second)
      }
      let moves = try map.map { try Pair($0, option: "--map") }.map { PathRules.Mapping(from: $0.first, to: $0.second) }
      do throws(PathRules.Problem) {
        return (try PathRules(moves), try PathRules(copies), standardInput)
      } catch {
        throw ValidationError("\(error)".escapedForTerminal)
      }
    }
  }
}

/// What the storage holds.
struct StorageOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("A local directory tree. Can be given several times.", valueName: "dir"), completion: .directory)
  var root: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      What a client of the storage has listed: a file, compressed with gzip or not, or - for standard input. Of an \
      inventory, its manifest.json. Several listings add up.
      """, valueName: "file"), completion: .file())
  var listing: [String] = []

  @Option(
    help: ArgumentHelp(
      "What stands before the listed keys: s3://bucket, or the directory that was listed.", valueName: "uri"))
  var base: [String] = []

  @Option(
    help: ArgumentHelp("Insist on a form of listing instead of recognising it.", valueName: "name"))
  var formatOfListing: ListingForm?

  @Option(
    help: ArgumentHelp(
      "The listing holds everything below this directory. Without it, that is the directory which all listed files share. Can be given several times.",
      valueName: "uri"))
  var covers: [String] = []

  @Option(
    help: ArgumentHelp(
      "The time zone of local times in listings, as +01:00. Without it, they count as up to 26 hours wrong.",
      valueName: "offset"))
  var listingTimezone: String?

  @Flag(help: "The keys of the listing are percent-encoded (--encoding-type url).")
  var urlEncoded = false

  @Flag(help: "The listing of az is complete though it has exactly 5000 entries.")
  var allEntries = false

  @Option(
    help: ArgumentHelp(
      """
      Two schemes, or two of scheme://authority, mean the same storage. By default s3, s3a, s3n and s3p are equal; wasb and \
      abfs; and all spellings of local paths. Can be given several times.
      """, valueName: "a=b"))
  var equal: [String] = []

  func validate() throws {
    if base.count > 1 {
      throw ValidationError("--base can be given once: it is for all listings. Write full URIs into the others.")
    }
    if (root + listing + base + covers).contains("") { throw ValidationError("The value of an option is empty.") }
    for directory in covers where !directory.contains(":") && directory.utf8.first != UInt8(ascii: "/") {
      throw ValidationError("--covers needs a URI or an absolute path, not '\(directory.escapedForTerminal)'.")
    }
  }

  var listingOptions: ListingOptions {
    get throws {
      var options = ListingOptions(form: formatOfListing, base: base.first)
      options.secondsFromUTC = try listingTimezone.map { try TimeZoneOffset.seconds($0) }
      options.isURLEncoded = urlEncoded
      options.allowsDefaultLength = allEntries
      return options
    }
  }

  var equality: LocationEquality {
    get throws {
      let pairs = try equal.map { try Pair($0, option: "--equal") }.map { ($0.first, $0.second) }
      do throws(LocationEquality.Problem) {
        return try LocationEquality(pairs)
      } catch {
        throw ValidationError("\(error)")
      }
    }
  }
}

/// What is shown.
struct OutputOptions: ParsableArguments {
  @Option(help: "How to show it: text, json (one document) or jsonl (a line for each checkpoint and problem).")
  var format = CheckFormat.text

  @Flag(help: "Show every problem, not one example of each group.")
  var list = false

  @Flag(
    help: """
      Print the directory of the newest restorable checkpoint and nothing else; exit with 1 if there is none. Newest is the \
      greatest checkpoint id of a job; among jobs, the latest time. For one job give its directory as PATH.
      """)
  var newest = false

  @Flag(help: "With --newest: savepoints count too.")
  var savepoints = false

  @Option(
    help: ArgumentHelp(
      "Say which checkpoints a rule that deletes files after so many days has broken, breaks today and breaks next.",
      valueName: "days"))
  var lifecycle: Int?

  @Option(
    help: ArgumentHelp(
      """
      Write a copy of the metadata to DIR, in which handles that lead into the wrong directory (FLINK-39964) are absolute \
      and right. Nothing else changes. It is an error if a file is missing or ambiguous.
      """, valueName: "dir"), completion: .directory)
  var repair: String?

  @Flag(help: "Print nothing but errors; the exit status says the rest.")
  var quiet = false

  func validate() throws {
    if let lifecycle, lifecycle < 0 { throw ValidationError("--lifecycle needs a number of days of 0 or more.") }
    if newest && format != .text { throw ValidationError("--newest prints a path; it has no --format.") }
    if savepoints && !newest { throw ValidationError("--savepoints is for --newest.") }
    if repair?.isEmpty == true { throw ValidationError("--repair needs a directory.") }
  }
}

/// How a check is shown.
enum CheckFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, jsonl
}

extension ListingForm: ExpressibleByArgument {}

/// `A=B` of the command line.
struct Pair {
  let first: String
  let second: String

  init(_ text: String, option: String) throws {
    let parts = text.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw ValidationError("\(option) needs two values with = between them, found '\(text.escapedForTerminal)'.")
    }
    first = String(Substring(parts[0]))
    second = String(Substring(parts[1]))
  }
}

/// `+01:00`, `-0530` or `Z`.
enum TimeZoneOffset {
  static func seconds(_ text: String) throws -> Int64 {
    if text == "Z" || text == "UTC" { return 0 }
    let digits = text.dropFirst().filter { $0 != ":" }
    guard let sign = text.first, sign == "+" || sign == "-", digits.utf8.count == 4,
      digits.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }), let number = Int64(digits),
      number / 100 <= 14, number % 100 < 60
    else {
      throw ValidationError("--listing-timezone needs an offset as +01:00, or Z, not '\(text.escapedForTerminal)'.")
    }
    let seconds = number / 100 * 3600 + number % 100 * 60
    return sign == "-" ? -seconds : seconds
  }
}
