// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import Testing

/// The Java object at the end of a file is read strictly: Flink's classes with Flink's fields, or nothing.
@Suite struct PropertiesTests {
  /// The object begins here in files that hold nothing else.
  static let start = 24

  static func file(_ name: String) throws -> [UInt8] { try Corpus.bytes("2.3.0/properties-\(name).metadata") }

  static func properties(_ name: String) throws -> CheckpointProperties? {
    try values(file(name)).properties
  }

  // MARK: Legal values

  @Test func checkpointsTellTheirSharingStrategy() throws {
    let strategies: [(String, String, SharingFilesStrategy)] = [
      ("checkpoint-retain-on-cancellation", "Checkpoint", .forwardBackward),
      ("full-checkpoint", "Full Checkpoint", .forward),
    ]
    for (file, name, strategy) in strategies {
      let type = try CheckpointType(name: ModifiedUTF8String(name), sharingFilesStrategy: strategy)
      #expect(try Self.properties(file)?.checkpointType == .checkpoint(type))
    }
    guard case .checkpoint(let type)? = try Self.properties("checkpoint-no-sharing")?.checkpointType else {
      Issue.record("not a checkpoint")
      return
    }
    #expect(type.sharingFilesStrategy == .noSharing)
  }

  @Test(arguments: [SavepointFormatType.canonical, .native], [PostCheckpointAction.none, .suspend, .terminate])
  func savepointsTellTheirFormatAndAction(_ format: SavepointFormatType, _ action: PostCheckpointAction) throws {
    let (infix, prefix) =
      switch action {
      case .none: ("", "")
      case .suspend: ("-suspend", "Suspend ")
      case .terminate: ("-terminate", "Terminate ")
      }
    let name = "savepoint\(infix)-\(format.rawValue.lowercased())"
    let type = try SavepointType(
      name: ModifiedUTF8String(prefix + "Savepoint"), formatType: format, postCheckpointAction: action)
    for (file, isForced) in [(name, false), (name + "-forced", true)] {
      let properties = try #require(try Self.properties(file))
      #expect(properties.checkpointType == .savepoint(type))
      #expect(properties.forced == isForced)
      #expect(!properties.unclaimed && !properties.discardFailed && !properties.discardSubsumed)
    }
  }

  @Test func retentionTellsWhenCheckpointsAreDiscarded() throws {
    let never = try #require(try Self.properties("checkpoint-never-retain-after-termination"))
    #expect(never.discardCancelled && never.discardFailed && never.discardFinished && never.discardSuspended)
    let failure = try #require(try Self.properties("checkpoint-retain-on-failure"))
    #expect(failure.discardCancelled && !failure.discardFailed && failure.discardFinished && failure.discardSuspended)
    let cancellation = try #require(try Self.properties("checkpoint-retain-on-cancellation"))
    #expect(!cancellation.discardCancelled && !cancellation.discardFailed && !cancellation.discardSuspended)
    #expect(cancellation.discardFinished && cancellation.discardSubsumed)
    #expect(try Self.properties("unclaimed")?.unclaimed == true)
    #expect(try Self.properties("null") == nil)
  }

  // MARK: What is rejected

  /// A file with one run of bytes replaced by another of the same length, and the problem that this is.
  struct Forgery: Sendable, CustomTestStringConvertible {
    var file = "checkpoint-retain-on-cancellation"
    var what: [UInt8]
    var with: [UInt8]
    var problem: FlinkMetadataError.ObjectStreamProblem
    /// Where in the run the error is.
    var at = 0

    var testDescription: String { problem.rawValue }
  }

  private static let enumConstant: [UInt8] = [0x7E, 0x72, 0x00, 0x45]
  private static let endOfFields = Crafted.utf("Lorg/apache/flink/runtime/checkpoint/SnapshotType;")

  static let forgeries: [Forgery] = [
    Forgery(what: [0xAC, 0xED, 0x00, 0x05], with: [0xAC, 0xED, 0x00, 0x06], problem: .magic),
    Forgery(what: [0x73, 0x72, 0x00, 0x38], with: [0x74, 0x72, 0x00, 0x38], problem: .object),
    Forgery(what: [0x73, 0x72, 0x00, 0x38], with: [0x73, 0x76, 0x00, 0x38], problem: .classDescriptor, at: 1),
    Forgery(
      what: Crafted.utf("org.apache.flink.runtime.checkpoint.CheckpointProperties"),
      with: Crafted.utf("org.apache.flink.runtime.checkpoint.CheckpointPropertieZ"), problem: .className, at: 2),
    // Another class of the stream's own, where it does not belong.
    Forgery(
      what: Array("org.apache.flink.runtime.checkpoint.CheckpointType".utf8),
      with: Array("org.apache.flink.core.execution.SavepointFormatTyp".utf8), problem: .className),
    Forgery(what: Crafted.i64(2) + [0x02, 0x00], with: Crafted.i64(3) + [0x02, 0x00], problem: .serialVersionUID),
    Forgery(
      what: [0xD6, 0xDE, 0x4F, 0x03, 0x05, 0xAE, 0x1D, 0x3A], with: [0xD6, 0xDE, 0x4F, 0x03, 0x05, 0xAE, 0x1D, 0x3B],
      problem: .serialVersionUID),
    Forgery(
      file: "savepoint-native", what: [0xA0, 0x87, 0xD3, 0x08, 0xA4, 0x58, 0x14, 0xB8],
      with: [0xA0, 0x87, 0xD3, 0x08, 0xA4, 0x58, 0x14, 0x00], problem: .serialVersionUID),
    // The class would have a writeObject method.
    Forgery(what: Crafted.i64(2) + [0x02, 0x00], with: Crafted.i64(2) + [0x03, 0x00], problem: .classFlags, at: 8),
    Forgery(what: [0x02, 0x00, 0x08, 0x5A], with: [0x02, 0x00, 0x07, 0x5A], problem: .fields, at: 1),
    Forgery(what: Crafted.utf("forced"), with: Crafted.utf("farced"), problem: .fields, at: 7),
    Forgery(what: [0x5A] + Crafted.utf("forced"), with: [0x42] + Crafted.utf("forced"), problem: .fields, at: 8),
    Forgery(
      what: endOfFields + [0x78], with: endOfFields + [0x77], problem: .endOfClassAnnotation, at: endOfFields.count),
    Forgery(
      what: endOfFields + [0x78, 0x70], with: endOfFields + [0x78, 0x73], problem: .superclass,
      at: endOfFields.count + 1),
    Forgery(what: Array("java.lang.Enum".utf8), with: Array("java.lang.Num_".utf8), problem: .className),
    Forgery(what: enumConstant, with: [0x73, 0x72, 0x00, 0x45], problem: .enumeration),
    Forgery(what: [0x74] + Crafted.utf("Checkpoint"), with: [0x75] + Crafted.utf("Checkpoint"), problem: .string),
    Forgery(what: [0x74] + Crafted.utf("Checkpoint"), with: [0x70] + Crafted.utf("Checkpoint"), problem: .string),
    Forgery(
      what: Crafted.utf("FORWARD_BACKWARD"), with: Crafted.utf("BACKWARD_FORWARD"), problem: .constant, at: 2),
    Forgery(
      file: "savepoint-native", what: Crafted.utf("NATIVE"), with: Crafted.utf("ENGINE"), problem: .constant, at: 2),
    // Java's superclass of the second enum is a reference to that of the first, handle 7E 00 09.
    Forgery(
      file: "savepoint-native", what: [0x71, 0x00, 0x7E, 0x00, 0x09], with: [0x71, 0x00, 0x7E, 0x00, 0x08],
      problem: .className, at: 1),
    Forgery(
      file: "savepoint-native", what: [0x71, 0x00, 0x7E, 0x00, 0x09], with: [0x71, 0x00, 0x7E, 0x00, 0x20],
      problem: .reference, at: 1),
    Forgery(
      file: "savepoint-native", what: [0x71, 0x00, 0x7E, 0x00, 0x09], with: [0x71, 0x00, 0x7D, 0xFF, 0xFF],
      problem: .reference, at: 1),
  ]

  @Test(arguments: forgeries)
  func forgeriesAreRejected(_ forgery: Forgery) throws {
    let original = try Self.file(forgery.file)
    #expect(forgery.what.count == forgery.with.count)
    let ranges = original.indices.filter { original[$0...].starts(with: forgery.what) }
    let position = try #require(ranges.first)
    var bytes = original
    bytes.replaceSubrange(position..<position + forgery.with.count, with: forgery.with)
    let error = failureOfValues(bytes)
    #expect(error?.kind == .objectStream(forgery.problem))
    #expect(error?.path.description == "checkpointProperties")
    #expect(error?.offset == Int64(position + forgery.at))
  }

  // MARK: What Java may write, too

  /// A string that came in the stream before may come again as a reference, and means the same.
  @Test func stringsCanBeReferences() throws {
    let original = try Self.file("checkpoint-retain-on-cancellation")
    let name = [0x74] + Crafted.utf("Checkpoint")
    let position = try #require(original.indices.first { original[$0...].starts(with: name + [0x7E]) })
    var bytes = original
    // The type of the field `name`.
    bytes.replaceSubrange(position..<position + name.count, with: [0x71, 0x00, 0x7E, 0x00, 0x04])
    let properties = try #require(try values(bytes).properties)
    #expect(properties.checkpointType.name.description == "Ljava/lang/String;")

    // A string that is still to come does not.
    bytes.replaceSubrange(position..<position + 5, with: [0x71, 0x00, 0x7E, 0x00, 0x07])
    let error = failureOfValues(bytes)
    #expect(error?.kind == .objectStream(.reference))
    #expect(error?.offset == Int64(position + 1))
  }

  /// Java reads every byte but 0 as true.
  @Test func booleansOtherThanOneAreTrue() throws {
    var bytes = try Self.file("checkpoint-retain-on-cancellation")
    let booleans = Self.start + 258
    #expect(Array(bytes[booleans..<booleans + 7]) == [0, 0, 1, 1, 0, 0, 0])
    bytes[booleans] = 0x80
    #expect(try values(bytes).properties?.discardCancelled == true)
  }
}
