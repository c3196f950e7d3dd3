// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Testing

/// Operators are found by parts, and a text that finds none says what there is.
@Suite struct OperatorLookupTests {
  private static let names = ["orders", "orders late", "totals", "\u{1B}[31m"]

  /// Operators with a name, a uid and an id that ends with their number.
  private static let file = CraftedFile(
    names.enumerated().map { .init(name: "Map: \($1)", uid: "uid of \($1)", id: UInt8($0 + 1)) })

  private func lookUp(_ texts: [String], names: OperatorList = OperatorList(), in bytes: [UInt8] = file.bytes) throws
    -> [String]
  {
    let file = try MetadataFile(bytes)
    var lookup = OperatorLookup(OperatorSelection(texts, names: names))
    try file.walk(&lookup)
    let selection = try lookup.finish()
    return try file.metadata().operatorStates.filter(selection.matches).map { "\($0.operatorID)" }
      .map { String($0.drop { $0 == "0" }) }
  }

  private func error(_ texts: [String]) throws -> OperatorLookupError {
    try #require(throws: OperatorLookupError.self) { try lookUp(texts) }
  }

  @Test(
    arguments: [
      (["Map: orders"], ["1"]), (["uid of orders"], ["1"]), (["late"], ["2"]), (["Map: t"], ["3"]),
      (["00000000000000000000000000000003"], ["3"]), (["total", "late"], ["2", "3"]),
      (["total", "uid of totals"], ["3"]),
      ([], ["1", "2", "3", "4"]),
    ] as [([String], [String])])
  func aTextFindsWhatHasItOrElseItsOwnerByPart(_ texts: [String], ids: [String]) throws {
    #expect(try lookUp(texts) == ids)
  }

  @Test(arguments: ["ca88", "CA88EE", "ca88eee0095684d687a1b6495617f95"])
  func aPartOfAnIdIsItsBeginning(_ text: String) throws {
    let bytes = try Corpus.bytes("1.20.5/heap.metadata")
    #expect(try lookUp([text], in: bytes) == ["ca88eee0095684d687a1b6495617f957"])
    #expect(throws: OperatorLookupError.self) { try lookUp([String(text.dropFirst())], in: bytes) }
  }

  @Test func anAmbiguousPartNamesItsOperators() throws {
    let error = try error(["orders"])
    #expect(error.reason == .severalOperators)
    #expect(error.count == 2)
    #expect(
      "\(error)" == #""orders" is a part of 2 operators, say which: "Map: orders" (uid "uid of orders"), "#
        + #""Map: orders late" (uid "uid of orders late")"#)
  }

  /// A selected name is the whole of several, which is not ambiguous.
  @Test func aWholeNameOfSeveralFindsAll() throws {
    let file = CraftedFile([.init(name: "Map", id: 1), .init(name: "Map", id: 2), .init(name: "Mapper", id: 3)])
    #expect(try lookUp(["Map"], in: file.bytes) == ["1", "2"])
  }

  /// Two operators of one id cannot be distinguished, so a part of both is not ambiguous.
  @Test func operatorsOfOneIdAreOne() throws {
    let file = CraftedFile([.init(name: "one", id: 1), .init(name: "bone", id: 1)])
    #expect(try lookUp(["on"], in: file.bytes) == ["1", "1"])
  }

  @Test func everyTextMustFindSomething() throws {
    #expect(try error(["Map: totals", "nobody"]).text == "nobody")
  }

  @Test func theNearestComeFirst() throws {
    let error = try error(["uid of tootals"])
    #expect(error.reason == .noOperator)
    #expect(error.operators.first?.uid == "uid of totals")
    #expect(error.operators.count == 4)
    #expect(!"\(error)".contains("\u{1B}"))
    #expect(!"\(error)".contains("more"))
  }

  /// Two spellings of a letter are two texts, each a part of another operator.
  @Test func textsAreBytes() throws {
    let file = CraftedFile([.init(name: "a \u{E9}", id: 1), .init(name: "b e\u{301}", id: 2)])
    #expect(try lookUp(["\u{E9}", "e\u{301}"], in: file.bytes) == ["1", "2"])
    #expect(try lookUp(["\u{E9}", "b e\u{301}"], in: file.bytes) == ["1", "2"])
  }

  @Test func aNameOfManyMarksIsShortened() throws {
    let file = CraftedFile([.init(name: "e" + String(repeating: "\u{301}", count: 10_000), id: 1)])
    let error = try #require(throws: OperatorLookupError.self) { try lookUp(["nobody"], in: file.bytes) }
    #expect("\(error)".utf8.count < 500)
  }

  @Test func manyOperatorsAreCounted() throws {
    let operators = (1...9).map { CraftedFile.Operator(name: "Map \($0)", id: UInt8($0)) }
    let bytes = CraftedFile(operators).bytes
    for text in ["Map", "nobody"] {
      let error = try #require(throws: OperatorLookupError.self) { try lookUp([text], in: bytes) }
      #expect("\(error)".hasSuffix(", and 4 more"))
      #expect(error.operators.count == OperatorLookup.shownCount)
    }
  }

  @Test func aFileWithoutOperatorsSaysSo() throws {
    let error = try #require(throws: OperatorLookupError.self) { try lookUp(["x"], in: CraftedFile([]).bytes) }
    #expect("\(error)".hasSuffix("there are none"))
  }

  @Test(arguments: ["Source: numb", "numb", "numbers", "Source: numbers"])
  func namesOfAListCountLikeThoseOfAFile(_ text: String) throws {
    let names = OperatorList([.init(uid: "numbers", name: "Source: numbers")])
    let bytes = try Corpus.bytes("1.20.5/heap.metadata")
    #expect(try lookUp([text], names: names, in: bytes) == ["ca88eee0095684d687a1b6495617f957"])
  }
}
