// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Testing

/// The text of golden files, also of hostile ones.
@Suite struct GoldenTextTests {
  private static let start = "flink-metadata-golden 1\nversion 6\n"
  private static let state = "operator 664811e71d743911d7fd8a7f81640f23 parallelism 3 of 32"

  private func problem(_ text: String) -> GoldenError? {
    do {
      _ = try GoldenCheckpoint(text: Array(text.utf8))
      return nil
    } catch {
      return error
    }
  }

  @Test func commentsAndOtherLineEndsAreRead() throws {
    let text = "flink-metadata-golden 1\r\n# why\r\n\r\n  version   6  \r\n\(Self.state)\r\nstate rawKeyed\r\n  # end"
    let golden = try GoldenCheckpoint(text: Array(text.utf8))
    #expect(golden.text == Self.start + Self.state + "\n  state rawKeyed\n")
  }

  @Test(arguments: ["", "a\"b\\c", "\n\t\u{0}\u{1B}[31m", "名 🧮 e\u{301} \u{202E}", "\u{10FFFF}", " a ", "\r\n"])
  func namesComeBack(_ name: String) throws {
    let golden = try GoldenCheckpoint(MetadataFile(CraftedFile([.init(name: name, uid: name)]).bytes))
    #expect(golden.text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
    #expect(golden.text.split(separator: "\n").count == 3)
    let read = try GoldenCheckpoint(text: Array(golden.text.utf8))
    #expect(read.differences(from: golden) == [] && read.text == golden.text)
  }

  /// To Flink, a composed and a decomposed letter make two names of state.
  @Test func namesAreComparedByTheirBytes() throws {
    func golden(_ first: String, _ second: String) throws -> GoldenCheckpoint {
      let names = "\nnamed-state UNION \"\(first)\"\nnamed-state UNION \"\(second)\"\n"
      let text = "\(Self.start)master-state \"\(first)\"\n\(Self.state) uid \"\(first)\" name \"\(first)\"\(names)"
      return try GoldenCheckpoint(text: Array(text.utf8))
    }
    let (composed, decomposed) = ("\u{E9}", "e\u{301}")
    let both = try golden(composed, decomposed)
    #expect(both.text.split(separator: "\n").count == 6)
    let names = try golden(decomposed, composed).differences(from: both)
    #expect(names.map(\.aspect) == [.masterState, .masterState, .name, .uid])
    let one = try golden(composed, composed).differences(from: both)
    #expect(one.map(\.aspect) == [.namedState] && one[0].subject?.utf8.count == decomposed.utf8.count)
    // The order does not depend on that of the file.
    let states = try [both, golden(decomposed, composed)].map { Array($0.text.utf8.suffix(50)) }
    #expect(states[0] == states[1])
  }

  @Test(arguments: [
    ("", 1), ("x", 1), ("flink-metadata-golden 2\nversion 6\n", 1), ("flink-metadata-golden 1\n", 2),
    (start + "versoin 6", 3), (start + "version 6", 3), ("flink-metadata-golden 1\nversion 99", 2),
    ("flink-metadata-golden 1\nversion 6 7", 2), (start + "kind x", 3), (start + "kind checkpoint\nkind checkpoint", 4),
    (start + "<<<<<<< HEAD", 3), (start + "sizes within 10 %", 3), (start + "sizes within -1%", 3),
    (start + "sizes", 3),
    (start + state + "\nsizes within 1%", 4), (start + "master-state", 3), (start + "master-state x", 3),
    (start + "master-state \"x", 3), (start + "master-state \"x\\\"", 3), (start + "master-state \"\\x\"", 3),
    (start + "master-state \"\\u{}\"", 3), (start + "master-state \"\\u{D800}\"", 3),
    (start + "master-state \"\\u{110000}\"", 3), (start + "master-state \"\\u{0000041}\"", 3),
    (start + "master-state \"\\u{41\"", 3), (start + "master-state \"\\u{-1}\"", 3),
    (start + "master-state \"a\"b", 3), (start + "master-state \"a\" b", 3),
    (start + "operator 1 parallelism 1 of 1", 3), (start + state + "\n" + state, 4), (start + state + " x", 3),
    (start + "operator 664811e71d743911d7fd8a7f81640f23 parallelism 99999999999 of 32", 3),
    (start + state + " uid \"a\" uid \"a\"", 3), (start + state + " name \"a\" uid \"a\"", 3),
    (start + "state rawKeyed", 3), (start + "named-state UNION \"a\"", 3), (start + "too-many-named-states", 3),
    (start + state + "\nstate x", 4), (start + state + "\nstate rawKeyed\nstate rawKeyed", 5),
    (start + state + "\nstate rawKeyed incremental", 4), (start + state + "\nstate rawKeyed size 3", 4),
    (start + "sizes within 1%\n" + state + "\nstate rawKeyed", 5),
    (start + "sizes within 1%\n" + state + "\nstate rawKeyed size -1", 5),
    (start + state + "\nnamed-state x \"a\"", 4), (start + state + "\nnamed-state UNION a", 4),
  ])
  func whatIsWrongHasItsLine(_ text: String, _ line: Int) throws {
    let error = try #require(problem(text))
    guard case .line(let found, _, _) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(found == line)
    #expect(error.description.hasPrefix("line \(line): expected "))
    #expect(!error.description.contains("\n"))
  }

  @Test func messagesAreShortAndSafe() throws {
    let long = try #require(problem(Self.start + String(repeating: "\u{1B}", count: 1 << 20)))
    #expect(long.description.utf8.count < 800 && !long.description.contains("\u{1B}"))
    let word = try #require(problem(Self.start + "version 6 " + String(repeating: "x", count: 1 << 20)))
    #expect(word.description.utf8.count < 800)
    let kind = try #require(problem(Self.start + "master-state \"a\" " + String(repeating: "x", count: 1 << 20)))
    #expect(kind.description.utf8.count < 800)
  }

  @Test func notUTF8HasItsLine() {
    #expect(throws: GoldenError.line(3, expected: "UTF-8", found: "\u{FFFD}")) {
      try GoldenCheckpoint(text: Array(Self.start.utf8) + [0xFF])
    }
  }

  @Test func tooLongIsRefused() {
    let bytes = Array(Self.start.utf8) + [UInt8](repeating: UInt8(ascii: "\n"), count: 4 << 20)
    #expect(throws: GoldenError.tooLong) { try GoldenCheckpoint(text: bytes) }
    #expect(throws: Never.self) { try GoldenCheckpoint(text: Array(bytes.dropLast(1000))) }
  }

  /// What could not be read again is not recorded.
  @Test func tooLongIsNotRecorded() throws {
    let names = (0..<80).map { CraftedFile.Operator(name: String(repeating: "n", count: 65_000), id: UInt8($0)) }
    let large = try GoldenCheckpoint(MetadataFile(CraftedFile(names).bytes))
    #expect(throws: GoldenError.tooLong) { try large.textToRecord() }
    let small = try GoldenCheckpoint(MetadataFile(CraftedFile(Array(names.prefix(20))).bytes))
    #expect(try small.textToRecord() == small.text)
  }

  /// Every text that is cut, or has a byte changed, is read or refused.
  @Test func damagedTextsDoNoHarm() throws {
    let text = try GoldenCheckpoint(
      MetadataFile(Corpus.bytes("2.3.0/strings-unusual.metadata")), tolerance: SizeTolerance(percent: 3)
    ).text
    let bytes = Array(text.utf8)
    var generator = SeededGenerator(seed: 7)
    var readCount = 0
    for _ in 0..<2000 {
      var damaged = bytes
      if Bool.random(using: &generator) { damaged.removeLast(Int.random(in: 0..<bytes.count, using: &generator)) }
      let place = Int.random(in: 0..<damaged.count, using: &generator)
      damaged[place] = UInt8.random(in: 0...255, using: &generator)
      if let golden = try? GoldenCheckpoint(text: damaged) {
        #expect(try GoldenCheckpoint(text: Array(golden.text.utf8)).text == golden.text)
        readCount += 1
      }
    }
    #expect(readCount > 10 && readCount < 1990)
  }
}
