// SPDX-License-Identifier: Apache-2.0

extension FlinkMetadataError {
  /// Why a value cannot be written. The raw value is the reason in words.
  @nonexhaustive
  public enum EncodingProblem: String, Sendable, Hashable, CaseIterable {
    /// An operator's name or uid is "".
    case emptyName = "an operator name or uid must not be empty; leave it nil"
    /// Names or uids below version 5.
    case namesBeforeVersion5 = "operator names and uids need version 5"
    /// Properties below version 4.
    case propertiesBeforeVersion4 = "checkpoint properties need version 4"
    /// Merged channel state below version 6.
    case mergedChannelsBeforeVersion6 = "merged channel state needs version 6"
    /// A reference to another checkpoint below version 7.
    case referenceBeforeVersion7 = "a reference to another checkpoint needs version 7"
    /// Coordinator state below version 3.
    case coordinatorBeforeVersion3 = "coordinator state needs version 3"
    /// Channel state below version 3.
    case channelsBeforeVersion3 = "channel state needs version 3"
    /// Finished operators or subtasks below version 3.
    case finishedBeforeVersion3 = "finished operators and subtasks need version 3"
    /// State of Flink 1.1 above version 2.
    case legacyStateAfterVersion2 = "state of Flink 1.1 needs version 1 or 2"
    /// Operator states in version 1.
    case operatorsInVersion1 = "version 1 holds task states, not operator states"
    /// Task states above version 1.
    case tasksAfterVersion1 = "task states need version 1"
    /// Master states in version 1.
    case mastersInVersion1 = "master states need version 2"
    /// A handle in version 1 whose tag was added later.
    case tagInVersion1 = "version 1 holds handles of tags 0 to 4 only"
    /// A handle in a dialect whose release did not know it.
    case tagInDialect = "the dialects of Flink 1.11 and 1.14 hold handles of tags 0 to 6 and 0 to 10 only"
    /// State of an operator or subtask that has finished.
    case finishedWithState = "what has finished has no state"
    /// The number of offsets differs from the number of key groups.
    case offsetCount = "as many offsets are needed as there are key groups"
    /// Merged operator state whose delegate is not a segment.
    case delegateOfMergedFiles = "operator state of merged files needs a segment or an empty segment as its delegate"
    /// Key groups with an id, in a savepoint or in the position of a stream.
    case savepointWithId = "key groups of a savepoint have no id"
    /// An incremental handle with only one of size and id.
    case incompleteV2 = "checkpointedSize and stateHandleId belong together: give both or none"
    /// A changelog handle without its sizes and ids.
    case incompleteChangelog = "a changelog handle needs its sizes and ids, except in the dialect of Flink 1.14"
    /// Sizes or ids of a changelog handle in the dialect of Flink 1.14.
    case changelogOfFlink114 = "the dialect of Flink 1.14 has no sizes and ids of changelog handles"
    /// A handle among the changes since a materialization that is neither in memory nor in files.
    case changelogPart = "changes are in memory or in files"
    /// A channel's state without a subtask index, or with one in the dialect of Flink 1.11.
    case subtaskIndexOfChannel = "channel state has a subtask index, except in the dialect of Flink 1.11"
    /// A dialect in a version other than 3.
    case dialectOutsideVersion3 = "only version 3 has dialects"
  }

  /// What can be wrong with the Java object stream of the checkpoint properties. The raw value is what was expected.
  @nonexhaustive
  public enum ObjectStreamProblem: String, Sendable, Hashable, CaseIterable {
    /// The stream does not begin like one.
    case magic = "the stream magic AC ED 00 05"
    /// There is no object.
    case object = "a new object"
    /// There is no class descriptor.
    case classDescriptor = "a class descriptor or a reference to one"
    /// An unexpected class.
    case className = "a class of Flink's checkpoint properties"
    /// An unexpected version of a class.
    case serialVersionUID = "the serialVersionUID that Flink gives this class"
    /// Unexpected flags of a class.
    case classFlags = "the class flags that Flink gives this class"
    /// Unexpected fields of a class.
    case fields = "the fields that Flink gives this class"
    /// A class has annotations.
    case endOfClassAnnotation = "the end of the class annotation"
    /// An unexpected superclass.
    case superclass = "the superclass that Flink gives this class"
    /// There is no string.
    case string = "a string or a reference to one"
    /// There is no enum constant.
    case enumeration = "an enum constant"
    /// The enum has no such constant.
    case constant = "a constant of this enum"
    /// There is no earlier value with this handle.
    case reference = "a reference to an earlier value of this stream"
  }
}
