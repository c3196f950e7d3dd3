// SPDX-License-Identifier: Apache-2.0

extension FlinkMetadataError {
  /// What can be wrong with a metadata file, a value, a source or a sink.
  ///
  /// Later releases of this library add kinds: a `switch` over one needs `@unknown default`.
  @nonexhaustive
  public enum Kind: Sendable, Hashable {
    // MARK: The file

    /// The input has no bytes.
    case emptyInput
    /// The input ends inside a value; at least `missing` more bytes were needed.
    case unexpectedEnd(missing: Int)
    /// The first four bytes are not the magic number: this is not a metadata file.
    case notMetadata(found: UInt32)
    /// The version is 0: Java-serialized objects of Flink 1.1, which only Flink up to 1.3 reads.
    case javaSerializedVersion
    /// There is no such version.
    case unknownVersion(Int32)

    // MARK: Numbers

    /// Flink rejects negative checkpoint ids.
    case negativeCheckpointId(Int64)
    /// A list or a run of bytes has a negative length.
    case negativeCount(Int32)
    /// An operator's parallelism is negative.
    case negativeParallelism(Int32)
    /// An operator's parallelism is greater than its max parallelism.
    case parallelismAboveMaximum(parallelism: Int32, maxParallelism: Int32)
    /// A task has no operators.
    case chainLength(Int32)
    /// A subtask index is not in `0..<parallelism`.
    case subtaskIndexOutOfRange(Int32, parallelism: Int32)
    /// A file's size is less than -1, which means an unknown size.
    case fileSize(Int64)
    /// A sequence number of changes is negative.
    case negativeSequenceNumber(Int64)
    /// A change belongs to a key group less than -1, which means metadata.
    case keyGroup(Int32)
    /// Key groups begin at a negative number or run past the largest one.
    case keyGroupRange(start: Int32, count: Int32)
    /// A distribution mode is none of SPLIT_DISTRIBUTE (0), UNION (1), BROADCAST (2).
    case distributionMode(Int8)
    /// A scope is none of EXCLUSIVE (0), SHARED (1).
    case checkpointedStateScope(Int32)

    // MARK: Text

    /// A path is empty; Flink has no such path.
    case emptyPath
    /// A string is not valid modified UTF-8.
    case modifiedUTF8

    // MARK: Structure

    /// A master state does not begin with its magic number.
    case masterStateMagic(found: UInt32)
    /// The length before a master state is not the length of the state.
    case masterStateLength(declared: Int32)
    /// There is no such tag, or it is not allowed in this position.
    case unexpectedTag(UInt8, expected: HandlePosition)
    /// A fully finished operator has coordinator state.
    case coordinatorStateOfFinishedOperator
    /// Handles are nested deeper than ``MetadataLimits/nestingDepth``.
    case nestingTooDeep(limit: Int)
    /// The Java object stream of the checkpoint properties is not what Flink writes.
    case objectStream(ObjectStreamProblem)

    // MARK: Writing

    /// A string takes more bytes of modified UTF-8 than ``MetadataLimits/stringByteCount`` and cannot be written.
    case stringTooLong(byteCount: Int)
    /// There are more elements or bytes than a count of 32 bits can hold.
    case tooMany(Int)
    /// A value cannot be written: two of its parts contradict each other, or its version has no place for one.
    case notRepresentable(EncodingProblem)
    /// A ``PathRewriter`` found a path that no rule matches.
    case unmatchedPath(String)
    /// A ``PathRewriter`` cannot edit an operator as requested. The error has no place.
    indirect case edit(EditError)

    // MARK: Input and output

    /// The source of the bytes failed; the code is the operating system's `errno`, or 0 where there is none.
    case sourceFailed(code: Int32)
    /// The sink of the bytes failed; the code is the operating system's `errno`, or 0 where there is none.
    case sinkFailed(code: Int32)
    /// Compressed input is damaged.
    case compressedInput
    /// Compressed input is cut off.
    case truncatedCompressedInput
    /// A buffer is too small for what is to be written into it.
    case bufferTooSmall(needed: Int)
    /// The visitor of a walk stopped it; the code is the visitor's own.
    case stopped(code: Int32)
  }

  /// The positions that a handle can have; each allows other tags.
  @nonexhaustive
  public enum HandlePosition: String, Sendable, Hashable, CaseIterable {
    /// Of a stream state handle.
    case streamStateHandle = "stream state handle"
    /// Of a coordinator's state.
    case coordinatorState = "coordinator state (tag 0 or 1)"
    /// Of an operator state handle.
    case operatorStateHandle = "operator state handle"
    /// Of the delegate of merged operator state.
    case fileSegment = "file segment (tag 15 or 16)"
    /// Of a keyed state handle.
    case keyedStateHandle = "keyed state handle"
    /// Of changes since a materialization.
    case changelogStateHandle = "changelog state handle (tag 9, 10 or 13)"
    /// Of an input channel's state.
    case inputChannelStateHandle = "input channel state handle (type 1 or 3)"
    /// Of a result subpartition's state.
    case resultSubpartitionStateHandle = "result subpartition state handle (type 2 or 4)"
  }
}

extension FlinkMetadataError.Kind: CustomStringConvertible {
  /// What was expected, what was found, and what to do; without the place.
  public var description: String {
    switch self {
    case .emptyInput: "the file is empty; expected a Flink _metadata file"
    case .unexpectedEnd(let missing):
      "the file ends inside a value: expected at least \(missing) more byte\(missing == 1 ? "" : "s"); "
        + "copy it again, it is cut off"
    case .notMetadata(let found):
      "not a Flink _metadata file: expected the magic number \(hexadecimal(MetadataHeader.magic)), "
        + "found \(hexadecimal(found))"
    case .javaSerializedVersion:
      "version 0 holds Java-serialized objects of Flink 1.1, which only Flink 1.1 to 1.3 read: "
        + "restore the job there and take a new savepoint"
    case .unknownVersion(let version):
      "expected a version from \(FormatVersion.knownRange), found \(version), which no Flink release up to "
        + "\(FlinkRelease.newestKnown) writes"
    case .negativeCheckpointId(let id): "expected a checkpoint id of 0 or more, found \(id)"
    case .negativeCount(let count): "expected a count of 0 or more, found \(count)"
    case .negativeParallelism(let parallelism): "expected a parallelism of 0 or more, found \(parallelism)"
    case .parallelismAboveMaximum(let parallelism, let maxParallelism):
      "expected a parallelism of at most the max parallelism \(maxParallelism), found \(parallelism)"
    case .chainLength(let length): "expected a chain of 1 operator or more, found \(length)"
    case .subtaskIndexOutOfRange(let index, let parallelism):
      "expected a subtask index of at least 0 and less than the parallelism \(parallelism), found \(index)"
    case .fileSize(let size): "expected a file size of 0 or more, or -1 if it is not known, found \(size)"
    case .negativeSequenceNumber(let number): "expected a sequence number of 0 or more, found \(number)"
    case .keyGroup(let keyGroup): "expected a key group of 0 or more, or -1 for metadata, found \(keyGroup)"
    case .keyGroupRange(let start, let count):
      "expected a range of key groups, found \(count) that begin at \(start)"
    case .distributionMode(let mode): "expected a distribution mode from 0 to 2, found \(mode)"
    case .checkpointedStateScope(let scope): "expected a scope of 0 or 1, found \(scope)"
    case .emptyPath: "expected a path, found an empty string"
    case .modifiedUTF8: "expected a string in modified UTF-8"
    case .masterStateMagic(let found):
      "expected the magic number of a master state \(hexadecimal(MasterState.magic)), found \(hexadecimal(found))"
    case .masterStateLength(let declared):
      "expected a master state of exactly the declared length, \(declared) bytes"
    case .unexpectedTag(let tag, let expected): "expected a \(expected.rawValue), found tag \(tag)"
    case .coordinatorStateOfFinishedOperator: "expected no coordinator state, because the operator has finished"
    case .nestingTooDeep(let limit): "expected handles nested at most \(limit) deep"
    case .objectStream(let problem): "expected \(problem.rawValue)"
    case .stringTooLong(let byteCount):
      "expected a string of at most \(MetadataLimits.stringByteCount) bytes of modified UTF-8, found \(byteCount)"
    case .tooMany(let count): "expected at most \(Int32.max) elements or bytes, found \(count)"
    case .notRepresentable(let problem): "cannot be written: \(problem.rawValue)"
    case .unmatchedPath(let path): "no rule matches the path '\(path.escapedForTerminal)'"
    case .edit(let error): error.description
    case .sourceFailed(let code): "reading failed (error \(code))"
    case .sinkFailed(let code): "writing failed (error \(code))"
    case .compressedInput: "expected valid gzip data"
    case .truncatedCompressedInput: "the gzip data is cut off; copy it again"
    case .bufferTooSmall(let needed): "expected a buffer of at least \(needed) bytes"
    case .stopped(let code): "stopped by the visitor (code \(code))"
    }
  }

  private func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
  }
}
