// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import Testing

/// An error is one line: where, what was expected, what was found, and what to do.
@Suite struct ErrorDescriptionTests {
  static func isOneLine(_ text: String) -> Bool { !text.contains(where: \.isNewline) }

  static func text(_ bytes: [UInt8]) -> String? { failureOfValues(bytes)?.description }

  @Test func notMetadata() {
    #expect(
      Self.text([0xFF, 0xD8, 0xFF, 0xE0])
        == "byte 0: not a Flink _metadata file: expected the magic number 0x4960672d, found 0xffd8ffe0")
  }

  @Test func versionZero() {
    #expect(
      Self.text(Crafted.magic + Crafted.i32(0))
        == "byte 4: version 0 holds Java-serialized objects of Flink 1.1, which only Flink 1.1 to 1.3 read: "
        + "restore the job there and take a new savepoint")
  }

  @Test func versionOfTheFuture() {
    #expect(
      Self.text(Crafted.magic + Crafted.i32(8))
        == "byte 4: expected a version from 1 to 7, found 8, which no Flink release up to 2.3 writes")
  }

  @Test func truncation() {
    #expect(
      Self.text(Crafted.beforeKeyedState())
        == "byte 69, operatorStates[0].subtaskStates[0].managedKeyedState[0]: the file ends inside a value: "
        + "expected at least 1 more byte; copy it again, it is cut off")
  }

  @Test func wrongTag() {
    let bytes = Crafted.beforeKeyedState() + Crafted.incremental(shared: 1) + Crafted.utf("1.sst") + Crafted.i8(4)
    #expect(
      Self.text(bytes)
        == "byte 132, operatorStates[0].subtaskStates[0].managedKeyedState[0].sharedState[0].handle: "
        + "expected a stream state handle, found tag 4")
  }

  @Test func subtaskBeyondParallelism() {
    #expect(
      Self.text(Crafted.head(4) + Crafted.operatorState(4) + Crafted.subtask(4, index: 7))
        == "byte 53, operatorStates[0].subtaskStates[0]: "
        + "expected a subtask index of at least 0 and less than the parallelism 4, found 7")
  }

  @Test func aPlaceThatIsNotKnownIsLeftOut() {
    let path = MetadataPath([.init(.operatorStates, index: 3)])
    #expect("\(FlinkMetadataError(.emptyPath))" == "expected a path, found an empty string")
    #expect("\(FlinkMetadataError(.emptyPath, offset: 12))" == "byte 12: expected a path, found an empty string")
    #expect(
      "\(FlinkMetadataError(.emptyPath, path: path))" == "operatorStates[3]: expected a path, found an empty string")
  }

  @Test func everyKindIsOneLineAndBeginsWithThePlace() {
    let path = MetadataPath([.init(.operatorStates, index: 3)])
    for kind in ErrorKindTests.all {
      let text = FlinkMetadataError(kind, offset: 12, path: path).description
      #expect(Self.isOneLine(text))
      #expect(text == "byte 12, operatorStates[3]: \(kind.description)")
    }
    for problem in FlinkMetadataError.EncodingProblem.allCases {
      #expect(FlinkMetadataError.Kind.notRepresentable(problem).description == "cannot be written: \(problem.rawValue)")
    }
    #expect(Set(ErrorKindTests.all.map(\.description)).count == Set(ErrorKindTests.all).count)
  }

  // MARK: Text with line feeds

  /// A path of a file can hold a line feed; a message is one line all the same.
  @Test func aLineFeedInAPathIsEscaped() {
    let bytes = Crafted.file(keyedState: Crafted.keyGroups + Crafted.i8(2) + Crafted.i64(5) + Crafted.utf("file:/a\nb"))
    var rewriter = PathRewriter(PathRules())
    rewriter.custom = { _ in nil }
    let error = failure { () throws(FlinkMetadataError) in try rewriter.rewrite(bytes) }
    #expect(error?.kind == .unmatchedPath("file:/a\nb"))
    #expect(error?.description.hasSuffix(#": no rule matches the path 'file:/a\nb'"#) == true)
    #expect(error.map { Self.isOneLine($0.description) } == true)
  }

  @Test func problemsOfRulesAreOneLine() {
    let rule = PathRules.Mapping(from: "s3://a\nb", to: "s3://c\u{2028}d")
    let problems: [PathRules.Problem] = [
      .emptyPrefix(PathRules.Mapping(from: "", to: "x\ny")), .contradiction(rule, rule),
    ]
    #expect(
      problems.map(\.description) == [
        #"a prefix is empty: from '' to 'x\ny'"#,
        #"'s3://a\nb' is mapped to 's3://c\u{2028}d' and to 's3://c\u{2028}d'"#,
      ])
  }

  @Test func errorsOfConversionsAndEditsAreOneLine() {
    let path = MetadataPath([.init(.operatorStates, index: 3)])
    let conversions: [ConversionError] = [
      .chainedTasks(path), .toVersion1, .negativeCheckpointId(-1),
      .mergedChannels(FlinkMetadataError(.unmatchedPath("a\nb"), path: path)),
    ]
    for error in conversions { #expect(Self.isOneLine(error.description)) }
    let id = OperatorID(lowerPart: 1, upperPart: 2)
    let edits: [EditError] = [
      .noSuchOperator(id), .operatorExists(id), .namesNeedVersion5, .illegalName, .keyedStateFixesMaxParallelism,
      .illegalMaxParallelism(0), .noOperator("a\nb"), .severalOperators("a\nb", count: 3, first: [id, id]),
      .contradiction(id), .tasks, .dropNeedsPlan, .planDiffers,
    ]
    for error in edits { #expect(Self.isOneLine(error.description)) }
    #expect(Set(edits.map(\.description)).count == edits.count)
  }
}
