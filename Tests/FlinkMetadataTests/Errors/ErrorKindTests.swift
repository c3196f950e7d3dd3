// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import Foundation
import Testing

/// Every kind of error is met somewhere: in a file (``ErrorTests``), in values, in a rewrite, or in a stream.
@Suite struct ErrorKindTests {
  /// What is wrong outside of a file's bytes.
  struct Case: Sendable, CustomTestStringConvertible {
    var kind: FlinkMetadataError.Kind
    var run: @Sendable () throws(FlinkMetadataError) -> Void

    init(_ kind: FlinkMetadataError.Kind, _ run: @escaping @Sendable () throws(FlinkMetadataError) -> Void) {
      self.kind = kind
      self.run = run
    }

    var testDescription: String { kind.description }
  }

  private static func encode(
    _ version: FormatVersion = .version6, _ change: (inout CheckpointMetadata) -> Void
  ) throws(FlinkMetadataError) {
    var metadata = EncodingProblemTests.Case.legal(version)
    change(&metadata)
    _ = try metadata.encode()
  }

  private static func encode(keyed handle: KeyedStateHandle) throws(FlinkMetadataError) {
    try encode { $0.operatorStates[0].subtaskStates[0].managedKeyedState = handle }
  }

  private static func encode(stream: StreamStateHandle) throws(FlinkMetadataError) {
    try encode(keyed: .keyGroups(EncodingProblemTests.keyGroups([1], stream)))
  }

  private static let range = EncodingProblemTests.range

  static let ofValues: [Case] = [
    Case(.negativeCheckpointId(-3)) { () throws(FlinkMetadataError) in try encode { $0.checkpointId = -3 } },
    Case(.negativeParallelism(-1)) { () throws(FlinkMetadataError) in
      try encode { $0.operatorStates[0].parallelism = -1 }
    },
    Case(.parallelismAboveMaximum(parallelism: 2, maxParallelism: 1)) { () throws(FlinkMetadataError) in
      try encode { $0.operatorStates[0].parallelism = 2 }
    },
    Case(.chainLength(0)) { () throws(FlinkMetadataError) in
      try encode(.version1) { $0.taskStates[0].chainLength = 0 }
    },
    Case(.subtaskIndexOutOfRange(1, parallelism: 1)) { () throws(FlinkMetadataError) in
      try encode { $0.operatorStates[0].subtaskStates[0].subtaskIndex = 1 }
    },
    Case(.coordinatorStateOfFinishedOperator) { () throws(FlinkMetadataError) in
      try encode {
        $0.operatorStates[0].coordinatorState = ByteStreamStateHandle(handleName: "h", data: [])
        $0.operatorStates[0].isFullyFinished = true
        $0.operatorStates[0].subtaskStates = []
      }
    },
    Case(.fileSize(-2)) { () throws(FlinkMetadataError) in
      try encode(stream: .file(FileStateHandle(filePath: "s3://b/f", stateSize: -2)))
    },
    Case(.emptyPath) { () throws(FlinkMetadataError) in
      try encode(stream: .relativeFile(RelativeFileStateHandle(relativePath: "", stateSize: 1)))
    },
    Case(.keyGroupRange(start: -1, count: 1)) { () throws(FlinkMetadataError) in
      let range = KeyGroupRange(startKeyGroup: -1, numberOfKeyGroups: 1)
      try encode(
        keyed: .keyGroups(KeyGroupsStateHandle(keyGroupRange: range, offsets: [1], stateHandle: .emptySegment)))
    },
    Case(.negativeSequenceNumber(-1)) { () throws(FlinkMetadataError) in
      try encode(
        keyed: .inMemoryChangelog(
          InMemoryChangelogStateHandle(keyGroupRange: range, from: -1, to: 1, changes: [], stateHandleId: "id")))
    },
    Case(.keyGroup(-2)) { () throws(FlinkMetadataError) in
      try encode(
        keyed: .inMemoryChangelog(
          InMemoryChangelogStateHandle(
            keyGroupRange: range, from: 0, to: 1, changes: [StateChange(keyGroup: -2, change: [])],
            stateHandleId: "id")))
    },
    Case(.nestingTooDeep(limit: MetadataLimits.nestingDepth)) { () throws(FlinkMetadataError) in
      var stream = StreamStateHandle.emptySegment
      for _ in 0..<MetadataLimits.nestingDepth { stream = .keyGroups(EncodingProblemTests.keyGroups([1], stream)) }
      try encode(keyed: .keyGroups(EncodingProblemTests.keyGroups([1], stream)))
    },
  ]

  static let ofStreams: [Case] = [
    Case(.stringTooLong(byteCount: 65_536)) { () throws(FlinkMetadataError) in
      _ = try ModifiedUTF8String(String(repeating: "x", count: 65_536))
    },
    Case(.tooMany(1 << 32)) { () throws(FlinkMetadataError) in
      var encoder = MetadataEncoder(MemorySink())
      try encoder.beginList(.operatorStates, count: 1 << 32, offset: nil)
    },
    Case(.unmatchedPath("file:/a")) { () throws(FlinkMetadataError) in
      var rewriter = PathRewriter(PathRules())
      rewriter.relativePaths = .absolutize(base: "s3://b")
      rewriter.custom = { _ in nil }
      _ = try rewriter.rewrite(Crafted.file(keyedState: Crafted.keyGroups + Crafted.file))
    },
    Case(.edit(.noOperator("x"))) { () throws(FlinkMetadataError) in
      var rewriter = PathRewriter(PathRules())
      rewriter.operatorEdits.drop("x")
      _ = try rewriter.rewrite(Crafted.file(keyedState: Crafted.i8(0)))
    },
    Case(.sourceFailed(code: 5)) { () throws(FlinkMetadataError) in
      final class Failing: ByteSource {
        func read(into buffer: inout OutputRawSpan) throws(FlinkMetadataError) {
          throw FlinkMetadataError(.sourceFailed(code: 5))
        }
      }
      var visitor = Nothing()
      try Failing().walkMetadata(&visitor)
    },
    Case(.sinkFailed(code: 28)) { () throws(FlinkMetadataError) in
      final class Full: ByteSink {
        func write(_ bytes: RawSpan) throws(FlinkMetadataError) { throw FlinkMetadataError(.sinkFailed(code: 28)) }
      }
      try EncodingProblemTests.Case.legal(.version6).encode(to: Full())
    },
    Case(.bufferTooSmall(needed: 75)) { () throws(FlinkMetadataError) in
      var storage = [UInt8](repeating: 0, count: 74)
      var span = storage.mutableSpan
      var buffer = span.mutableBytes
      _ = try EncodingProblemTests.Case.legal(.version3).encode(into: &buffer)
    },
    Case(.stopped(code: 7)) { () throws(FlinkMetadataError) in
      struct Stop: MetadataVisitor {
        mutating func checkpointId(_ checkpointId: Int64) throws(FlinkMetadataError) {
          throw FlinkMetadataError(.stopped(code: 7))
        }
      }
      var visitor = Stop()
      try MetadataFile(Crafted.file(keyedState: Crafted.i8(0))).walk(&visitor)
    },
  ]

  static let ofFiles = ErrorTests.all.map(\.kind)

  /// Compressed files are read by another module, FlinkMetadataFiles.
  static let ofOtherModules: [FlinkMetadataError.Kind] = [.compressedInput, .truncatedCompressedInput]

  static var all: [FlinkMetadataError.Kind] {
    (ofValues + ofStreams).map(\.kind) + ofFiles + ofOtherModules
      + [
        .nestingTooDeep(limit: MetadataLimits.nestingDepth),
        .notRepresentable(.emptyName), .objectStream(.constant),
      ]
  }

  @Test(arguments: ofValues + ofStreams)
  func kindsAreMet(_ example: Case) {
    #expect(failure(example.run)?.kind == example.kind)
  }

  /// What is wrong in values is in no file.
  @Test(arguments: ofValues)
  func errorsOfValuesHaveNoOffset(_ example: Case) {
    #expect(failure(example.run)?.offset == nil)
  }

  /// The names of the kinds are read from the source: a new kind needs a case here.
  @Test func everyKindHasACase() throws {
    let source = SpecificationTests.root
      .appending(path: "Sources/FlinkMetadata/Errors/FlinkMetadataError+Kind.swift")
    let text = try String(contentsOf: source, encoding: .utf8)
    let kinds = try #require(text.range(of: "public enum Kind")).upperBound
    let end = try #require(text.range(of: "public enum HandlePosition")).lowerBound
    let names = Set(text[kinds..<end].matches(of: /\n    case (\w+)/).map { String($0.1) })
    #expect(names.count > 30)
    #expect(names.subtracting(Self.all.map(Self.name)) == [])
  }

  @Test func everyHandlePositionHasACase() {
    let positions = Self.ofFiles.compactMap { kind in
      if case .unexpectedTag(_, let expected) = kind { expected } else { nil }
    }
    #expect(Set(positions) == Set(FlinkMetadataError.HandlePosition.allCases))
  }

  @Test func everyObjectStreamProblemHasACase() {
    #expect(Set(PropertiesTests.forgeries.map(\.problem)) == Set(FlinkMetadataError.ObjectStreamProblem.allCases))
  }

  /// The name of a kind's case.
  static func name(_ kind: FlinkMetadataError.Kind) -> String {
    switch kind {
    case .emptyInput: "emptyInput"
    case .javaSerializedVersion: "javaSerializedVersion"
    case .emptyPath: "emptyPath"
    case .modifiedUTF8: "modifiedUTF8"
    case .coordinatorStateOfFinishedOperator: "coordinatorStateOfFinishedOperator"
    case .compressedInput: "compressedInput"
    case .truncatedCompressedInput: "truncatedCompressedInput"
    default: Mirror(reflecting: kind).children.first?.label ?? "\(kind)"
    }
  }
}
