// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// A rule of the format for which an input can be refused, or a kind of handle that can be in one that is accepted. A run
/// must meet all of them.
enum Rule: Hashable {
  case value(String)
  case tagRefused(FlinkMetadataError.HandlePosition)
  case objectStream(FlinkMetadataError.ObjectStreamProblem)
  case tagAccepted(UInt8)
  case channelTypeAccepted(UInt8)

  static let all: Set<Rule> = Set(
    [
      "unexpectedEnd", "notMetadata", "javaSerializedVersion", "unknownVersion", "negativeCheckpointId",
      "negativeCount", "negativeParallelism", "fileSize", "negativeSequenceNumber", "keyGroup",
      "masterStateMagic", "masterStateLength", "parallelismAboveMaximum", "subtaskIndexOutOfRange",
      "coordinatorStateOfFinishedOperator", "keyGroupRange", "distributionMode", "checkpointedStateScope",
      "emptyPath", "modifiedUTF8", "nestingTooDeep",
    ].map { .value($0) }
      + [
        .streamStateHandle, .coordinatorState, .operatorStateHandle, .fileSegment, .keyedStateHandle,
        .changelogStateHandle, .inputChannelStateHandle, .resultSubpartitionStateHandle,
      ].map { .tagRefused($0) }
      + [
        .magic, .object, .classDescriptor, .className, .serialVersionUID, .classFlags, .fields, .endOfClassAnnotation,
        .superclass, .string, .enumeration, .constant, .reference,
      ].map { .objectStream($0) }
      + HandleTag.allCases.map { .tagAccepted($0.rawValue) })

  /// Of version 6.
  static let channelTypes: Set<Rule> = Set((1...4).map { .channelTypeAccepted($0) })

  /// The rule that an error is about, or nil if it is none of those above.
  init?(_ kind: FlinkMetadataError.Kind) {
    switch kind {
    case .unexpectedTag(_, let expected): self = .tagRefused(expected)
    case .objectStream(let problem): self = .objectStream(problem)
    case .emptyInput, .unexpectedEnd: self = .value("unexpectedEnd")
    case .notMetadata: self = .value("notMetadata")
    case .javaSerializedVersion: self = .value("javaSerializedVersion")
    case .unknownVersion: self = .value("unknownVersion")
    case .negativeCheckpointId: self = .value("negativeCheckpointId")
    case .negativeCount: self = .value("negativeCount")
    case .masterStateMagic: self = .value("masterStateMagic")
    case .masterStateLength: self = .value("masterStateLength")
    case .parallelismAboveMaximum: self = .value("parallelismAboveMaximum")
    case .subtaskIndexOutOfRange: self = .value("subtaskIndexOutOfRange")
    case .coordinatorStateOfFinishedOperator: self = .value("coordinatorStateOfFinishedOperator")
    case .keyGroupRange: self = .value("keyGroupRange")
    case .distributionMode: self = .value("distributionMode")
    case .checkpointedStateScope: self = .value("checkpointedStateScope")
    case .negativeParallelism: self = .value("negativeParallelism")
    case .fileSize: self = .value("fileSize")
    case .negativeSequenceNumber: self = .value("negativeSequenceNumber")
    case .keyGroup: self = .value("keyGroup")
    case .emptyPath: self = .value("emptyPath")
    case .modifiedUTF8: self = .value("modifiedUTF8")
    case .nestingTooDeep: self = .value("nestingTooDeep")
    // Of version 1, which no release of the test reads; of writing; of other input than memory; and of what is read later.
    case .chainLength, .stringTooLong, .tooMany, .notRepresentable, .unmatchedPath, .edit, .sourceFailed, .sinkFailed,
      .compressedInput, .truncatedCompressedInput, .bufferTooSmall, .stopped:
      return nil
    }
  }

  /// The kinds of handles in a file that is accepted.
  static func met(inAccepted bytes: [UInt8]) -> [Rule] {
    (FieldMap(bytes)?.fields ?? []).compactMap { field in
      switch field.kind {
      case .tag: .tagAccepted(bytes[field.range.lowerBound])
      case .channelType: .channelTypeAccepted(bytes[field.range.lowerBound])
      default: nil
      }
    }
  }
}
