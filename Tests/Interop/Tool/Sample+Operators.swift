// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Operators of a sample.
extension Sample {
  /// An operator with its name and uid where the version has a place for them.
  func named(_ uid: String, name: String? = nil, parallelism: Int32, maxParallelism: Int32 = 128) throws
    -> OperatorState
  {
    var state = OperatorState(
      operatorID: OperatorID(uid: uid), parallelism: parallelism, maxParallelism: maxParallelism)
    if version >= .version5 {
      state.operatorUid = try text(uid)
      state.operatorName = try name.map(text)
    }
    return state
  }

  func emptyOperator() throws -> OperatorState {
    var state = OperatorState(
      operatorID: OperatorID(lowerPart: .min, upperPart: -1), parallelism: 1, maxParallelism: 32_768)
    state.subtaskStates = [OperatorSubtaskState(subtaskIndex: 0)]
    return state
  }

  /// Managed and raw operator state of every mode, over every kind of stream.
  func operatorStateOperator() throws -> OperatorState {
    let streams = try streamsOfEveryKind()
    var state = try named("zähler-計數-🧮", name: "Zähler → 計數 🧮", parallelism: Int32(streams.count) + 4)
    // In the order of Java's hash map, in which Flink writes them.
    let names = [
      StateMetaInfo(name: try text("Häufigkeit\u{0}🧮"), distributionMode: .union, offsets: [34]),
      StateMetaInfo(name: try text("broadcast"), distributionMode: .broadcast, offsets: [55, .max]),
      StateMetaInfo(
        name: try text("_default_operator_state_"), distributionMode: .splitDistribute, offsets: [0, 8, 21]),
      StateMetaInfo(name: try text("no elements"), distributionMode: .union, offsets: []),
    ]
    for (index, stream) in streams.enumerated() {
      let handle = OperatorStreamStateHandle(stateNameToPartitionOffsets: names, delegateStateHandle: stream)
      state.subtaskStates.append(
        OperatorSubtaskState(
          subtaskIndex: Int32(index), managedOperatorState: index % 3 == 2 ? nil : handle,
          rawOperatorState: index % 3 == 1 ? nil : handle))
    }
    guard reads(.fileMergingOperatorState) else { return state }
    let delegates: [(StreamStateHandle, isEmpty: Bool)] = [
      (try segment(0, .exclusive), false), (try segment(64, .shared), false), (.emptySegment, false),
      (.emptySegment, true),
    ]
    for (delegate, isEmpty) in delegates {
      let directories = FileMergingDirectories(
        taskOwnedDirectory: try text("hdfs://namenode:8020/checkpoints/größe/taskowned"),
        sharedDirectory: try text("hdfs://namenode:8020/checkpoints/größe/shared/job_1_op_2_0_4"), isEmpty: isEmpty)
      let handle = OperatorStreamStateHandle(
        stateNameToPartitionOffsets: isEmpty ? [] : names, fileMerging: directories, delegateStateHandle: delegate)
      state.subtaskStates.append(
        OperatorSubtaskState(
          subtaskIndex: Int32(state.subtaskStates.count), managedOperatorState: handle,
          rawOperatorState: isEmpty ? handle : nil))
    }
    return state
  }

  /// A keyed handle of each kind, one in each subtask.
  func keyedOperator(isRaw: Bool) throws -> OperatorState {
    let handles = try keyedHandlesOfEveryKind()
    var state = try named(
      isRaw ? "raw keyed state" : "keyed state", parallelism: Int32(handles.count), maxParallelism: 4_096)
    state.subtaskStates = handles.enumerated().map { index, handle in
      OperatorSubtaskState(
        subtaskIndex: Int32(index), managedKeyedState: isRaw ? nil : handle, rawKeyedState: isRaw ? handle : nil)
    }
    return state
  }

  /// A coordinator's state, and subtasks without any.
  func coordinatedOperator() throws -> OperatorState {
    var state = try named("source: Quelle №1", name: "Source: Quelle №1", parallelism: 2, maxParallelism: 32)
    state.coordinatorState = ByteStreamStateHandle(
      handleName: try text("s3://bucket/chk-7/ключ-🧮"), data: SharedBytes(payload(1_000)))
    state.subtaskStates = [OperatorSubtaskState(subtaskIndex: 1)]
    return state
  }

  func finishedOperator() throws -> OperatorState {
    var state = try named("finished", name: "finished 完", parallelism: 3)
    state.isFullyFinished = true
    return state
  }

  func partlyFinishedOperator() throws -> OperatorState {
    var state = try named("partly finished", parallelism: 3)
    let handle = OperatorStreamStateHandle(
      stateNameToPartitionOffsets: [
        StateMetaInfo(name: try text("x"), distributionMode: .union, offsets: [0])
      ], delegateStateHandle: try streamsOfEveryKind()[0])
    state.subtaskStates = [
      OperatorSubtaskState(subtaskIndex: 0, isFinished: true),
      OperatorSubtaskState(subtaskIndex: 1, managedOperatorState: handle),
      OperatorSubtaskState(subtaskIndex: 2, isFinished: true),
    ]
    return state
  }

  /// Channel state over every kind of stream: of single channels and, from version 6, of merged ones.
  func channelOperator() throws -> OperatorState {
    let streams = try streamsOfEveryKind()
    var state = try named("channels", name: "Kanäle", parallelism: Int32(streams.count))
    for (index, stream) in streams.enumerated() {
      var subtask = OperatorSubtaskState(subtaskIndex: Int32(index))
      let single = ChannelStateHandle.single(
        SingleChannelStateHandle(
          subtaskIndex: Int32(index), info: ChannelInfo(firstIndex: 1, secondIndex: Int32(index)),
          offsets: [0, 4_096, 8_192],
          stateSize: 9_999, delegate: stream))
      subtask.inputChannelState = [single]
      subtask.resultSubpartitionState = [single, single]
      if version >= .version6 {
        let merged = ChannelStateHandle.merged(
          MergedChannelStateHandle(
            subtaskIndex: Int32(index), stateSize: 7_777, delegate: stream,
            serializedChannelOffsets: serialized([
              ChannelOffsets(info: ChannelInfo(firstIndex: 0, secondIndex: 1), stateSize: 5_000, offsets: [0, 100]),
              ChannelOffsets(info: ChannelInfo(firstIndex: 2, secondIndex: 3), stateSize: 2_777, offsets: []),
            ])))
        subtask.inputChannelState.append(merged)
        subtask.resultSubpartitionState.insert(merged, at: 0)
      }
      state.subtaskStates.append(subtask)
    }
    return state
  }

  /// SPEC.md 8.3, "Merged channel offsets".
  private func serialized(_ channels: [ChannelOffsets]) -> SharedBytes {
    var bytes: [UInt8] = []
    func append(_ value: some FixedWidthInteger) {
      withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }
    append(Int32(channels.count))
    for channel in channels {
      append(channel.info.firstIndex)
      append(channel.info.secondIndex)
      append(channel.stateSize)
      append(Int32(channel.offsets.count))
      for offset in channel.offsets { append(offset) }
    }
    return SharedBytes(bytes)
  }
}
