// SPDX-License-Identifier: Apache-2.0

extension CheckpointMetadata {
  /// Converts the checkpoint to another version of the format, in the standard dialect, or for Flink 1.11 in its
  /// dialect.
  ///
  /// SPEC.md 15, "Converting between versions", has a table of what survives each step. Below version 6 merged channel
  /// state is expanded. Handles of newer tags become handles of older tags where these mean the same. Every other
  /// change is reported as a loss.
  ///
  /// - Parameters:
  ///   - version: the version to convert to.
  ///   - release: the Flink release that is to read the result; nil for the newest that writes the version. Handles
  ///     that it does not know are replaced or reported.
  ///   - accepting: the kinds of losses that may happen.
  /// - Throws: ``ConversionError/losses(_:)`` with every loss that was not accepted, or another ``ConversionError``.
  public func converted(
    to version: FormatVersion, for release: FlinkRelease? = nil, accepting: Set<ConversionLoss.Kind> = []
  ) throws(ConversionError) -> CheckpointMetadata {
    var conversion = Conversion(to: version, release: release ?? version.newestWriter)
    let result = try conversion.metadata(self)
    let refused = conversion.losses.filter { !accepting.contains($0.kind) }
    if !refused.isEmpty { throw .losses(refused) }
    return result
  }
}

/// A conversion in progress: visits the values with the path to them, and notes what is lost.
struct Conversion {
  let version: FormatVersion
  let release: FlinkRelease
  private(set) var losses: [ConversionLoss] = []
  var path: [MetadataPath.Component] = []

  init(to version: FormatVersion, release: FlinkRelease) {
    self.version = version
    self.release = release
  }

  /// Flink 1.11 reads channel state only in its own layout. Without channel state there is no difference.
  var dialect: Dialect { version == .version3 && release < FlinkRelease(1, 12) ? .flink1_11 : .standard }

  mutating func lose(_ kind: ConversionLoss.Kind) {
    losses.append(ConversionLoss(kind: kind, path: MetadataPath(path)))
  }

  mutating func inside<Result>(
    _ field: MetadataPath.Field, index: Int? = nil,
    _ body: (inout Conversion) throws(ConversionError) -> Result
  ) throws(ConversionError) -> Result {
    path.append(MetadataPath.Component(field, index: index))
    let result = try body(&self)
    path.removeLast()
    return result
  }

  // MARK: The checkpoint

  mutating func metadata(_ source: CheckpointMetadata) throws(ConversionError) -> CheckpointMetadata {
    if version == .version1 {
      if source.version == .version1 { return source }
      throw .toVersion1
    }
    if source.checkpointId < 0 { throw .negativeCheckpointId(source.checkpointId) }
    var result = source
    result.version = version
    result.dialect = dialect
    result.taskStates = []
    if version < .version4 && source.properties != nil {
      lose(.checkpointProperties)
      result.properties = nil
    }
    let states = source.version == .version1 ? try operatorStates(of: source.taskStates) : source.operatorStates
    result.operatorStates = []
    for (index, state) in states.enumerated() {
      result.operatorStates.append(
        try inside(.operatorStates, index: index) { conversion throws(ConversionError) in
          try conversion.operatorState(state)
        })
    }
    return result
  }

  // MARK: Version 1

  private mutating func operatorStates(of tasks: [TaskState]) throws(ConversionError) -> [OperatorState] {
    var states: [OperatorState] = []
    for (index, task) in tasks.enumerated() {
      states.append(
        try inside(.taskStates, index: index) { conversion throws(ConversionError) in
          try conversion.operatorState(of: task)
        })
    }
    return states
  }

  private func operatorState(of task: TaskState) throws(ConversionError) -> OperatorState {
    var state = OperatorState(
      operatorID: task.jobVertexID, parallelism: task.parallelism, maxParallelism: task.maxParallelism)
    for subtask in task.subtaskStates {
      if task.chainLength > 1 || subtask.managedOperatorState.count > 1 || subtask.rawOperatorState.count > 1 {
        throw .chainedTasks(MetadataPath(path))
      }
      state.subtaskStates.append(
        OperatorSubtaskState(
          subtaskIndex: subtask.subtaskIndex, legacyOperatorState: subtask.legacyOperatorState,
          managedOperatorState: subtask.managedOperatorState.first ?? nil,
          rawOperatorState: subtask.rawOperatorState.first ?? nil, managedKeyedState: subtask.managedKeyedState,
          rawKeyedState: subtask.rawKeyedState))
    }
    return state
  }

  // MARK: Operators and subtasks

  /// Since Flink 1.14, version 3 can say that operators and subtasks have finished. Earlier releases fail on finished
  /// subtasks, and read a finished operator as one without state.
  private var knowsFinishedState: Bool { version >= .version3 && release >= FlinkRelease(1, 14) }

  private mutating func operatorState(_ source: OperatorState) throws(ConversionError) -> OperatorState {
    var state = source
    // Version 2 has an unused number here, which Flink writes as 1.
    state.chainLength = version == .version2 ? state.chainLength ?? 1 : nil
    if version < .version5 && (state.operatorName != nil || state.operatorUid != nil) {
      lose(.operatorNames)
      state.operatorName = nil
      state.operatorUid = nil
    }
    if version < .version3 {
      if state.coordinatorState != nil { lose(.coordinatorState) }
      state.coordinatorState = nil
    }
    if state.isFullyFinished && !knowsFinishedState {
      lose(.finishedState)
      state.isFullyFinished = false
    }
    state.subtaskStates = []
    for (index, subtask) in source.subtaskStates.enumerated() {
      state.subtaskStates.append(
        try inside(.subtaskStates, index: index) { conversion throws(ConversionError) in
          try conversion.subtaskState(subtask)
        })
    }
    return state
  }

  private mutating func subtaskState(_ source: OperatorSubtaskState) throws(ConversionError) -> OperatorSubtaskState {
    var state = source
    state.duration = version == .version2 ? state.duration ?? -1 : nil
    if state.isFinished && !knowsFinishedState {
      lose(.finishedState)
      state.isFinished = false
    }
    if version != .version2 && !state.legacyOperatorState.isEmpty {
      lose(.legacyOperatorState)
      state.legacyOperatorState = []
    }
    if version < .version7 && state.refCheckpointId != nil {
      lose(.refCheckpointId)
      state.refCheckpointId = nil
    }
    state.managedOperatorState = operatorStateHandle(.managedOperatorState, state.managedOperatorState)
    state.rawOperatorState = operatorStateHandle(.rawOperatorState, state.rawOperatorState)
    state.managedKeyedState = keyedStateHandle(.managedKeyedState, nil, state.managedKeyedState)
    state.rawKeyedState = keyedStateHandle(.rawKeyedState, nil, state.rawKeyedState)
    let subtaskIndex = state.subtaskIndex
    state.inputChannelState = try channelState(.inputChannelState, state.inputChannelState, of: subtaskIndex)
    state.resultSubpartitionState = try channelState(
      .resultSubpartitionState, state.resultSubpartitionState, of: subtaskIndex)
    return state
  }
}
