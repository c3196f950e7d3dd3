// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

extension GoldenCheckpoint {
  /// The most bytes that the text of a golden file can have, which is more than any job needs.
  package static let largestText = 4 << 20

  /// Reads the text of a golden file. Empty lines, and lines that begin with `#`, are ignored. Linear.
  ///
  /// - Throws: ``GoldenError`` with the line that is wrong.
  public init(text bytes: [UInt8]) throws(GoldenError) {
    if bytes.count > Self.largestText { throw .tooLong }
    var parser = GoldenParser()
    // One line after the other: a list of all would be much larger than a text of empty ones.
    var rest = bytes[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      try parser.read(rest[..<end])
      rest = rest[(end + 1)...]
    }
    try parser.read(rest)
    self = try parser.finish()
  }

  /// Reads a golden file in either form: its text, or a metadata file, which its first bytes tell.
  ///
  /// - Parameters:
  ///   - beginning: at least one byte more than ``largestText``, unless there are fewer.
  ///   - source: all bytes, which are read to their end only if they are a metadata file.
  ///   - dialect: the layout of a metadata file of version 3, or nil to detect it.
  /// - Throws: ``GoldenError`` or `FlinkMetadataError`.
  package init(beginning: [UInt8], source: any ByteSource, dialect: Dialect? = nil) throws {
    if !MetadataHeader.begins(beginning) {
      try self.init(text: beginning)
    } else {
      var visitor = CheckpointSummaryVisitor.forGolden()
      let walked = try source.walkMetadata(&visitor, dialect: dialect)
      self.init(visitor.finish(walked))
    }
  }
}

/// Reads the text of a golden file line by line.
private struct GoldenParser {
  private var lineNumber = 0
  private var text = ""
  /// What is left of the line.
  private var rest = Substring.UnicodeScalarView()
  private var summary = CheckpointSummary()
  private var version: FormatVersion?
  private var kind: GoldenCheckpoint.Kind?
  private var tolerance: SizeTolerance?
  private var ids: Set<OperatorID> = []

  mutating func read(_ bytes: ArraySlice<UInt8>) throws(GoldenError) {
    lineNumber += 1
    let bytes = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes
    guard let line = String(validating: bytes, as: UTF8.self) else {
      text = String(decoding: bytes, as: UTF8.self)
      throw unexpected("UTF-8")
    }
    text = line
    rest = text.unicodeScalars[...].drop { $0 == " " }
    if lineNumber == 1 {
      guard text == GoldenCheckpoint.firstLine else {
        throw unexpected("'\(GoldenCheckpoint.firstLine)' or a metadata file")
      }
    } else if !rest.isEmpty && rest.first != "#" {
      try readLine()
    }
  }

  func finish() throws(GoldenError) -> GoldenCheckpoint {
    guard let version else { throw .line(lineNumber, expected: "a line with the version before the end", found: "") }
    var summary = summary
    summary.version = version
    return GoldenCheckpoint(summary, kind: kind, tolerance: tolerance, hasSizes: tolerance != nil)
  }

  // MARK: Lines

  private mutating func readLine() throws(GoldenError) {
    switch word() {
    case "version":
      let number = Int32(word())
      guard version == nil, let number, let known = FormatVersion(rawValue: number) else {
        throw unexpected("one version from 1 to \(FormatVersion.allCases.last?.rawValue ?? 1)")
      }
      version = known
    case "kind":
      let known = GoldenCheckpoint.Kind(rawValue: String(rest))
      guard kind == nil, let known else {
        throw unexpected("one kind: " + GoldenCheckpoint.Kind.allCases.map(\.rawValue).joined(separator: ", "))
      }
      kind = known
      rest = rest[rest.endIndex...]
    case "sizes":
      let known = word() == "within" ? SizeTolerance(word()) : nil
      // The lines of states tell only with it whether they are complete.
      guard tolerance == nil, ids.isEmpty, let known else { throw unexpected("'sizes within 10%' before operators") }
      tolerance = known
    case "master-state": summary.masterStateNames.append(try name())
    case "operator": summary.operators.append(try operatorState())
    case "state": try readState()
    case "named-state": try readNamedState()
    case "too-many-named-states":
      let place = try currentOperator()
      summary.operators[place].details.omitStates()
    default:
      throw unexpected("version, kind, sizes, master-state, operator, state, named-state or too-many-named-states")
    }
    if !rest.isEmpty { throw unexpected("nothing more on the line") }
  }

  private mutating func operatorState() throws(GoldenError) -> OperatorSummary {
    guard let id = OperatorID(word()), ids.insert(id).inserted else {
      throw unexpected("an id that no other operator has, of 32 hexadecimal digits")
    }
    guard word() == "parallelism", let parallelism = Int32(word()), word() == "of", let maximum = Int32(word()) else {
      throw unexpected("'parallelism NUMBER of NUMBER' after the id")
    }
    var state = OperatorSummary(id: id, parallelism: parallelism, maxParallelism: maximum)
    while !rest.isEmpty {
      switch word() {
      case "uid" where state.uid == nil && state.name == nil: state.uid = try name()
      case "name" where state.name == nil: state.name = try name()
      default: throw unexpected("uid and name, each once, after the parallelism")
      }
    }
    return state
  }

  private mutating func readState() throws(GoldenError) {
    let place = try currentOperator()
    let word = word()
    guard let kind = StateKind.allCases.first(where: { "\($0)" == word }),
      !summary.operators[place].shape.contains(kind)
    else {
      throw unexpected("a kind of state, once: " + StateKind.allCases.map { "\($0)" }.joined(separator: ", "))
    }
    summary.operators[place].shape.insert(kind)
    while let form = KeyedStateForms.formsByWord.first(where: { startsWith($0.word) }), kind == .managedKeyed {
      summary.operators[place].keyedStateForms.insert(form.form)
      _ = self.word()
    }
    guard tolerance != nil else { return }
    guard self.word() == "size", let size = Int64(self.word()), size >= 0 else {
      throw unexpected("'size NUMBER' at the end, because sizes are compared")
    }
    summary.operators[place].totals.sizes[kind] = size
  }

  private mutating func readNamedState() throws(GoldenError) {
    let place = try currentOperator()
    let word = word()
    guard let mode = DistributionMode.allCases.first(where: { $0.flinkName.description == word }) else {
      throw unexpected(
        "a way of distribution: " + DistributionMode.allCases.map { "\($0.flinkName)" }.joined(separator: ", "))
    }
    summary.operators[place].details.add(.init(name: try name(), distributionMode: mode))
  }

  /// The operator of the last line that begins one.
  private func currentOperator() throws(GoldenError) -> Int {
    if summary.operators.isEmpty { throw unexpected("an operator before its states") }
    return summary.operators.count - 1
  }

  // MARK: Words

  /// Takes the next word; empty if there is none.
  private mutating func word() -> String {
    let word = String(rest.prefix { $0 != " " })
    rest = rest.dropFirst(word.unicodeScalars.count)
    skipSpaces()
    return word
  }

  private func startsWith(_ word: String) -> Bool { rest.prefix { $0 != " " }.elementsEqual(word.unicodeScalars) }

  private mutating func name() throws(GoldenError) -> String {
    guard let name = QuotedText.take(from: &rest), rest.isEmpty || rest.first == " " else {
      throw unexpected("a name in quotation marks")
    }
    skipSpaces()
    return name
  }

  private mutating func skipSpaces() { rest = rest.drop { $0 == " " } }

  private func unexpected(_ expected: String) -> GoldenError {
    // A line can be as long as the file.
    let found = text.unicodeScalars.count <= 80 ? text : String(text.unicodeScalars.prefix(77)) + "..."
    return .line(lineNumber, expected: expected, found: found)
  }
}
