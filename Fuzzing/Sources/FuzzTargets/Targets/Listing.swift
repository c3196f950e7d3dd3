// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles
import FlinkMetadataStorage

/// Any bytes are a listing or an error, in whatever pieces they come, and nothing is listed that is not there.
///
/// The program that runs this checks the time and the memory: see `FuzzDriver`.
func fuzzListing(_ input: FuzzInput, _ checks: inout Checks) throws(BrokenProperty) {
  let input = input.inflatedListing(&checks)
  let bytes = input.file
  var chosen = ChosenBytes(input.choices)
  let options = ListingOptions(&chosen)
  let sizes = [1 + chosen.below(512), 1 + chosen.below(16)]

  let whole = ListingOutcome(bytes, options)
  let isCompressed = bytes.starts(with: [0x1F, 0x8B])
  if isCompressed {
    try requirePlausible(whole, Ends(lines: .max, zeros: .max, objects: .max), &checks)
  } else {
    try requirePlausible(whole, Ends(bytes), &checks)
    if !options.isURLEncoded && checks.oneIn(4) { try requireIsThere(whole, in: bytes) }
    if checks.oneIn(16) {
      try requireSame(ListingOutcome(try compressed(bytes), options, sizes: sizes), whole, "in gzip")
    }
  }
  if checks.oneIn(16) { try requireSame(ListingOutcome(bytes, options, sizes: [1]), whole, "in single bytes") }
  if checks.oneIn(4) { try requireSame(ListingOutcome(bytes, options, sizes: sizes), whole, "in pieces of \(sizes)") }

  if let form = whole.form, options.form == nil, checks.oneIn(8) {
    var insisting = options
    insisting.form = form
    try requireSame(ListingOutcome(bytes, insisting), whole, "insisting on \(form.rawValue)")
  }
  if checks.oneIn(16) { try requireListingFiles(bytes, whole, options, chosen) }
  if !isCompressed, !bytes.isEmpty, checks.oneIn(4) {
    let part = Array(bytes.prefix(placeOfCut(bytes, &chosen)))
    // A zero byte changes what ends the lines of find.
    if part.contains(0) == bytes.contains(0) {
      try requirePart(ListingOutcome(part, options), of: whole, "cut at \(part.count)")
    }
  }
}

/// What reading a listing comes to.
struct ListingOutcome: Equatable, CustomStringConvertible {
  private(set) var form: ListingForm?
  private(set) var files: [ListedValue]
  private(set) var result: Result<ListingSummary, ListingError>

  /// Reads a listing, in pieces of the sizes, or whole if there are none.
  init(_ bytes: [UInt8], _ options: ListingOptions, sizes: [Int] = []) {
    var log = ListingLog()
    do throws(ListingError) {
      result = .success(
        try ListingReader(options).read(PieceSource(bytes, sizes: sizes), name: "listing", &log))
    } catch {
      result = .failure(error)
    }
    form = log.form
    files = log.files
  }

  /// Reads a listing in a file.
  init(path: String, _ options: ListingOptions) {
    var log = ListingLog()
    do throws(ListingError) {
      result = .success(try ListingReader(options).read(path: path, &log))
    } catch {
      result = .failure(error)
    }
    form = log.form
    files = log.files
  }

  var summary: ListingSummary? { try? result.get() }

  var description: String { "\(form?.rawValue ?? "no form"), \(files.count) files, \(result)" }
}

/// A file of a listing, kept.
struct ListedValue: Equatable {
  var location: [UInt8]
  var size: Int64?
  var modified: Int64?
  var state: ListedFile.State
  var versionID: [UInt8]
  var isArchived: Bool

  init(_ file: ListedFile) {
    location = file.location.withUnsafeBytes { Array($0) }
    size = file.size
    modified = file.modified
    state = file.state
    versionID = file.versionID.withUnsafeBytes { Array($0) }
    isArchived = file.isArchived
  }
}

/// Keeps what it hears, and stops the reader when that is too much.
private struct ListingLog: ListingVisitor {
  private static let mostFiles = 1 << 13

  private(set) var form: ListingForm?
  private(set) var files: [ListedValue] = []

  mutating func begin(_ form: ListingForm) { self.form = form }

  mutating func listed(_ file: ListedFile) throws(ListingError) {
    // More would count as the library's memory, although it is the log's.
    if files.count == Self.mostFiles { throw ListingError(.unsupported("enough")) }
    files.append(ListedValue(file))
  }
}

/// How many bytes there are of those that end lines and begin objects.
private struct Ends {
  var lines: Int
  var zeros: Int
  var objects: Int
}

extension Ends {
  init(_ bytes: [UInt8]) {
    self.init(lines: 0, zeros: 0, objects: 0)
    for byte in bytes {
      if byte == 0x0A { lines += 1 }
      if byte == 0 { zeros += 1 }
      if byte == UInt8(ascii: "{") { objects += 1 }
    }
  }
}

// MARK: Promises

private func requireSame(
  _ outcome: ListingOutcome, _ whole: ListingOutcome, _ description: @autoclosure () -> String
) throws(BrokenProperty) {
  try require(outcome == whole, "\(description()): \(outcome); otherwise \(whole)")
}

/// Nothing is listed that cannot be there, and an error has words and a place.
private func requirePlausible(_ whole: ListingOutcome, _ ends: Ends, _ checks: inout Checks) throws(BrokenProperty) {
  for file in whole.files {
    try require(!file.location.isEmpty, "a file without a location")
    try require(file.size ?? 0 >= 0, "a negative size: \(file)")
  }
  // With a zero byte at the beginning, each ends a record of find; one that comes later is an error after many lines.
  let lines = whole.form == .find ? max(ends.zeros, ends.lines) : ends.lines
  if let form = whole.form {
    let most = jsonForms.contains(form) ? ends.objects : lines
    try require(whole.files.count <= most, "\(whole.files.count) files in \(most) lines or objects")
  }
  switch whole.result {
  case .success(let summary):
    try require(summary.form == whole.form, "\(summary.form) after \(whole)")
    try require(summary.fileCount == whole.files.count, "\(summary.fileCount) files in \(whole)")
    let newest = whole.files.compactMap(\.modified).max()
    try require(summary.newest == newest, "the newest is \(String(describing: newest)) in \(whole)")
    try require(summary.skippedLineCount <= lines, "more lines skipped than there are: \(summary)")
  case .failure(let error):
    try require(error.name == "listing", "an error without a name: \(error)")
    if let line = error.line { try require(line >= 1 && line - 1 <= lines, "line \(line) of \(lines) line ends") }
    guard checks.oneIn(8) else { return }
    let text = error.description
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: false
      default: true
      }
    }
    try require(!text.isEmpty && isPlain, "not one plain line: \(text.debugDescription)")
  }
}

/// The name of each file, without its directories, and its size are in the input as they are listed.
private func requireIsThere(_ whole: ListingOutcome, in bytes: [UInt8]) throws(BrokenProperty) {
  guard let form = whole.form, bytes.count < 4096 else { return }
  // What is escaped is listed as it is meant.
  let isEscaped = jsonForms.contains(form) ? bytes.contains(0x5C) : bytes.firstRange(of: [0x22, 0x22]) != nil
  if isEscaped { return }
  for file in whole.files.prefix(16) {
    let name = file.location.suffix(from: file.location.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)
    try require(name.isEmpty || bytes.firstRange(of: name) != nil, "a name that is not in the listing: \(file)")
    // Some clients leave out a size of 0.
    guard let size = file.size, size != 0 else { continue }
    try require(bytes.firstRange(of: Array("\(size)".utf8)) != nil, "a size that is not in the listing: \(file)")
  }
}

private let jsonForms: Set<ListingForm> = [.s3Objects, .s3Versions, .gcloudJSON, .rclone, .s5cmd, .mc, .azure]

/// What a listing holds that is cut off, if that is no error: the first files of the whole.
private func requirePart(
  _ part: ListingOutcome, of whole: ListingOutcome, _ description: @autoclosure () -> String
) throws(BrokenProperty) {
  guard part.summary != nil, whole.summary != nil else { return }
  try require(part.form == whole.form, "\(description()): \(part), and not \(whole)")
  // An empty blob of Azure can be a directory, which only shows in what follows; it waits for that.
  let isAzure = whole.form == .azure
  let ofPart = isAzure ? part.files.filter { $0.size != 0 } : part.files
  let ofWhole = isAzure ? whole.files.filter { $0.size != 0 } : whole.files
  try require(ofWhole.starts(with: ofPart), "\(description()): other files; \(part), and not \(whole)")
}

/// A place in the bytes, often at the end of a line.
private func placeOfCut(_ bytes: [UInt8], _ chosen: inout ChosenBytes) -> Int {
  let place = chosen.number() % bytes.count
  let end = bytes[place...].firstIndex { $0 == 0x0A || $0 == 0 || $0 == UInt8(ascii: "}") }
  return chosen.byte() % 4 == 3 ? place : end.map { $0 + 1 } ?? place
}

// MARK: Choices

extension ListingOptions {
  /// Without any choices: the form is not insisted on, and there is a base.
  fileprivate init(_ chosen: inout ChosenBytes) {
    let forms = ListingForm.allCases
    let form = chosen.below(2 * forms.count)
    self.init(
      form: form % 2 == 1 ? forms[form / 2] : nil,
      base: chosen.one(of: ["s3://bucket", nil, "hdfs://nn:8020/", "file://", "gs://bucket/ck", "/mnt", ""]) ?? nil)
    let flags = chosen.byte()
    isURLEncoded = flags & 1 != 0
    allowsDefaultLength = flags & 2 != 0
    secondsFromUTC = chosen.one(of: [nil, 3600, -64_800, 0]) ?? nil
  }
}

extension FuzzInput {
  /// The input with a listing that is larger than the buffers of readers, if the first choices say so.
  fileprivate func inflatedListing(_ checks: inout Checks) -> FuzzInput {
    guard let (inflation, rest) = inflation, !file.isEmpty else { return self }
    guard checks.oneIn(Self.inflatedShare) else { return FuzzInput(file: file, choices: rest) }
    var large = file
    let place = Int(inflation / 4) * file.count / 64
    switch inflation % 4 {
    case 0: while large.count < 300_000 { large += file }
    // A long field, or many empty lines.
    case 1: large.insert(contentsOf: repeatElement(file[place], count: 66_000), at: place)
    case 2: large.insert(contentsOf: repeatElement(file[place], count: 270_000), at: place)
    // The same line again and again.
    default:
      let start = file[..<place].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
      let end = file[place...].firstIndex(of: 0x0A).map { $0 + 1 } ?? file.count
      let line = file[start..<end]
      large.insert(contentsOf: repeatElement(line, count: 300_000 / line.count).joined(), at: end)
    }
    return FuzzInput(file: large, choices: rest)
  }
}
