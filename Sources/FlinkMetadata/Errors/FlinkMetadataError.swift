/// Why a metadata file could not be read or written, and where.
///
/// Small enough to be thrown through a deep walk: the text is made only when somebody asks for it.
public struct FlinkMetadataError: Error, Sendable, Hashable {
  /// What was wrong.
  public var kind: Kind
  /// The offset, in bytes from the start of the (uncompressed) file, of the value that was wrong. For
  /// ``Kind/unexpectedEnd(missing:)`` it is where the value that could not be completed begins. -1 if what was wrong is
  /// a value of the program, which is in no file.
  public var offset: Int64
  /// The part of the file that was being read.
  public var path: MetadataPath

  /// Makes an error.
  public init(_ kind: Kind, offset: Int64, path: MetadataPath = MetadataPath()) {
    self.kind = kind
    self.offset = offset
    self.path = path
  }

  /// What can be wrong with a metadata file.
  public enum Kind: Sendable, Hashable {
    /// The input ends inside a value; at least `missing` more bytes were needed.
    case unexpectedEnd(missing: Int)
    /// The first four bytes are not the magic number `0x4960672D`: this is not a metadata file.
    case notMetadata(found: UInt32)
    /// The version is 0: Java-serialized objects of Flink 1.1, which only Flink up to 1.3 reads.
    case javaSerializedVersion
    /// The version is none that exists.
    case unknownVersion(Int32)
    /// Flink rejects negative checkpoint ids.
    case negativeCheckpointId(Int64)
    /// A count or a length is negative.
    case negativeCount(Int32)
    /// A master state does not begin with its magic number `0xC96B1696`.
    case masterStateMagic(found: UInt32)
    /// The length written before a master state is not the length of what follows.
    case masterStateLength(declared: Int32)
    /// A tag that does not exist or is not allowed in its place.
    case unexpectedTag(UInt8, expected: HandlePosition)
    /// An operator's parallelism is greater than its max parallelism.
    case parallelismAboveMaximum(parallelism: Int32, maxParallelism: Int32)
    /// A subtask index is not in `0..<parallelism`.
    case subtaskIndexOutOfRange(Int32, parallelism: Int32)
    /// A fully finished operator has a coordinator state.
    case coordinatorStateOfFinishedOperator
    /// Key groups begin at a negative number or run past the largest one.
    case keyGroupRange(start: Int32, count: Int32)
    /// A distribution mode is none of SPLIT_DISTRIBUTE (0), UNION (1), BROADCAST (2).
    case distributionMode(Int8)
    /// A scope is none of EXCLUSIVE (0), SHARED (1).
    case checkpointedStateScope(Int32)
    /// A size is negative where Flink does not accept that.
    case negativeSize(Int64)
    /// A path is empty; Flink has no such path.
    case emptyPath
    /// A string is not valid modified UTF-8.
    case modifiedUTF8
    /// A string takes more than 65,535 bytes of modified UTF-8 and cannot be written.
    case stringTooLong(byteCount: Int)
    /// More elements or bytes than a count of 32 bits can tell; nothing can be written.
    case tooMany(Int)
    /// A value that cannot be written: two of its parts contradict each other, or its version has no place for one.
    case notRepresentable(EncodingProblem)
    /// Handles are nested deeper than ``MetadataLimits/nestingDepth``.
    case nestingTooDeep(limit: Int)
    /// The Java object stream of the checkpoint properties is not what Flink writes.
    case objectStream(ObjectStreamProblem)
    /// A path that has to be moved, and that no rule matches.
    case unmatchedPath(String)
    /// The source of the bytes failed; the code is the operating system's `errno`, or 0 where it has none.
    case sourceFailed(code: Int32)
    /// The sink of the bytes failed; the code is the operating system's `errno`, or 0 where it has none.
    case sinkFailed(code: Int32)
    /// Compressed input is damaged.
    case compressedInput
    /// The consumer of a walk wants no more of it; the code is its own.
    case stopped(code: Int32)
  }

  /// The places in which a handle can stand; each allows other tags.
  public enum HandlePosition: String, Sendable, Hashable {
    case streamStateHandle = "stream state handle"
    case coordinatorState = "coordinator state (tag 0 or 1)"
    case operatorStateHandle = "operator state handle"
    case fileSegment = "file segment (tag 15 or 16)"
    case keyedStateHandle = "keyed state handle"
    case changelogStateHandle = "changelog state handle (tag 9, 10 or 13)"
    case inputChannelStateHandle = "input channel state handle (type 1 or 3)"
    case resultSubpartitionStateHandle = "result subpartition state handle (type 2 or 4)"
  }

  /// Why a value cannot be written.
  public enum EncodingProblem: String, Sendable, Hashable {
    case emptyName = "an operator name or uid that is given must not be empty; leave it nil"
    case namesBeforeVersion5 = "operator names and uids need version 5"
    case propertiesBeforeVersion4 = "checkpoint properties need version 4"
    case mergedChannelsBeforeVersion6 = "merged channel state needs version 6"
    case referenceBeforeVersion7 = "a reference to another checkpoint needs version 7"
    case coordinatorBeforeVersion3 = "coordinator state needs version 3"
    case channelsBeforeVersion3 = "channel state needs version 3"
    case finishedBeforeVersion3 = "finished operators and subtasks need version 3"
    case legacyStateAfterVersion2 = "state of Flink 1.1 needs version 1 or 2"
    case operatorsInVersion1 = "version 1 holds task states, not operator states"
    case tasksAfterVersion1 = "task states need version 1"
    case mastersInVersion1 = "master states need version 2"
    case tagInVersion1 = "version 1 holds handles of tags 0 to 4 only"
    case tagInDialect = "the dialects of Flink 1.11 and 1.14 hold handles of tags 0 to 6 and 0 to 10 only"
    case finishedWithState = "what has finished has no state"
    case offsetCount = "as many offsets are needed as there are key groups"
    case delegateOfMergedFiles = "operator state of merged files lies in a segment or an empty segment"
    case savepointWithId = "key groups of a savepoint have no id"
    case incompleteV2 = "checkpointedSize and stateHandleId belong together: give both or none"
    case incompleteChangelog = "a changelog handle needs its sizes and ids, except in the dialect of Flink 1.14"
    case changelogOfFlink114 = "the dialect of Flink 1.14 has no sizes and ids of changelog handles"
    case changelogPart = "changes are in memory or in files"
    case subtaskIndexOfChannel = "channel state has a subtask index, except in the dialect of Flink 1.11"
    case dialectOutsideVersion3 = "only version 3 has dialects"
  }

  /// What can be wrong with the Java object stream of the checkpoint properties.
  public enum ObjectStreamProblem: String, Sendable, Hashable {
    case magic = "the stream magic AC ED 00 05"
    case object = "a new object"
    case classDescriptor = "a class descriptor or a reference to one"
    case className = "a class of Flink's checkpoint properties"
    case serialVersionUID = "the serialVersionUID that Flink gives this class"
    case classFlags = "the class flags that Flink gives this class"
    case fields = "the fields that Flink gives this class"
    case endOfClassAnnotation = "the end of the class annotation"
    case superclass = "the superclass that Flink gives this class"
    case string = "a string or a reference to one"
    case enumeration = "an enum constant or a reference to one"
    case constant = "a constant of this enum"
    case reference = "a reference to an earlier value of this stream"
  }
}

extension FlinkMetadataError: CustomStringConvertible {
  /// One line: what was expected and found, at which byte, in which part.
  public var description: String {
    let place = path.components.isEmpty ? "" : " in \(path)"
    return offset < 0 ? "\(kind)\(place)" : "\(kind) at byte \(offset)\(place)"
  }
}

extension FlinkMetadataError.Kind: CustomStringConvertible {
  /// What was expected and what was found, without the place.
  public var description: String {
    switch self {
    case .unexpectedEnd(let missing):
      "input ends inside a value: expected at least \(missing) more byte\(missing == 1 ? "" : "s")"
    case .notMetadata(let found):
      "not a Flink _metadata file: expected the magic number 0x4960672d, found \(hexadecimal(found))"
    case .javaSerializedVersion:
      "version 0 was written by Flink 1.1 as Java-serialized objects; only Flink 1.1 to 1.3 read it: "
        + "restore the job there and take a new savepoint"
    case .unknownVersion(let version):
      "expected a version from 1 to 7, found \(version); no Flink release up to 2.3 writes it"
    case .negativeCheckpointId(let id): "expected a checkpoint id of 0 or more, found \(id)"
    case .negativeCount(let count): "expected a count or length of 0 or more, found \(count)"
    case .masterStateMagic(let found):
      "expected the magic number of a master state 0xc96b1696, found \(hexadecimal(found))"
    case .masterStateLength(let declared):
      "expected a master state of exactly the declared length, \(declared) bytes"
    case .unexpectedTag(let tag, let expected): "expected a \(expected.rawValue), found tag \(tag)"
    case .parallelismAboveMaximum(let parallelism, let maxParallelism):
      "expected a parallelism of at most the max parallelism \(maxParallelism), found \(parallelism)"
    case .subtaskIndexOutOfRange(let index, let parallelism):
      "expected a subtask index from 0 and below the parallelism \(parallelism), found \(index)"
    case .coordinatorStateOfFinishedOperator:
      "expected no coordinator state beside a fully finished operator"
    case .keyGroupRange(let start, let count):
      "expected a range of key groups, found \(count) beginning at \(start)"
    case .distributionMode(let mode): "expected a distribution mode from 0 to 2, found \(mode)"
    case .checkpointedStateScope(let scope): "expected a scope of 0 or 1, found \(scope)"
    case .negativeSize(let size): "expected a size of 0 or more, found \(size)"
    case .emptyPath: "expected a path, found an empty string"
    case .modifiedUTF8: "expected modified UTF-8"
    case .stringTooLong(let byteCount):
      "expected a string of at most 65535 bytes of modified UTF-8, found \(byteCount)"
    case .tooMany(let count): "expected at most 2147483647 elements or bytes, found \(count)"
    case .notRepresentable(let problem): "cannot be written: \(problem.rawValue)"
    case .nestingTooDeep(let limit): "expected handles nested at most \(limit) deep"
    case .objectStream(let problem): "checkpoint properties: expected \(problem.rawValue)"
    case .unmatchedPath(let path): "no rule matches the path '\(path)'"
    case .sourceFailed(let code): "reading failed (error \(code))"
    case .sinkFailed(let code): "writing failed (error \(code))"
    case .compressedInput: "expected valid gzip data"
    case .stopped: "stopped by the consumer"
    }
  }

  private func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
  }
}
