// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FuzzTargets

/// What Flink's objects say once Flink has read a file, made of what this project has read of it: the text of
/// `FlinkAnswer.java`.
///
/// Only for the common layout: a dialect lacks fields that Flink's objects have.
///
/// Flink's objects do not say all that the file says. Whatever is not described as it was read is noted as one of the
/// differences of SPEC.md 13.
struct FlinkDescription {
  var text = FlinkText()
  private(set) var differences: Set<Difference> = []
  /// The forms that Flink gives to texts of the file. Those that are missing are described as in the file.
  private let flinkForms: [FlinkQuestion: FlinkVerdict]
  /// Whether also that is described which Flink reads and then forgets.
  private let includesForgotten: Bool
  /// What has become of the paths since the file was read.
  private let rules: ReferenceRules?
  /// The texts of the file that Flink may give another form.
  private(set) var questions: [FlinkQuestion] = []

  init(
    _ metadata: CheckpointMetadata, flinkForms: [FlinkQuestion: FlinkVerdict] = [:], includesForgotten: Bool = false,
    moving rules: ReferenceRules? = nil
  ) {
    self.flinkForms = flinkForms
    self.includesForgotten = includesForgotten
    self.rules = rules
    file(metadata)
  }

  mutating func note(_ difference: Difference, if condition: Bool = true) {
    if condition { differences.insert(difference) }
  }

  mutating func ask(_ question: FlinkQuestion) { questions.append(question) }

  /// Writes an object whose members are written by methods of this type.
  mutating func object(_ members: (inout FlinkDescription) -> Void) {
    text.beginObject()
    members(&self)
    text.endObject()
  }

  mutating func array<Elements: Sequence>(
    _ elements: Elements, _ write: (inout FlinkDescription, Elements.Element) -> Void
  ) {
    text.beginArray()
    for element in elements { write(&self, element) }
    text.endArray()
  }

  /// A text in Flink's form.
  mutating func string(_ string: ModifiedUTF8String, as kind: FlinkQuestion.TextKind, differing difference: Difference)
  {
    let question = FlinkQuestion.text(string, kind)
    ask(question)
    guard case .accepted(let form) = flinkForms[question] else { return text.string(string) }
    var own = FlinkText()
    own.string(string)
    note(difference, if: form != own.bytes)
    text.written(form)
  }

  /// Where a path is now.
  func moved(_ path: ModifiedUTF8String) -> ModifiedUTF8String {
    guard let new = rules?.moved(path.bytes.withUnsafeBytes { Array($0) }) else { return path }
    return (try? ModifiedUTF8String(utf16: decodeModifiedUTF8(new.span.bytes))) ?? path
  }

  // MARK: The checkpoint

  private mutating func file(_ metadata: CheckpointMetadata) {
    object {
      $0.text.member("unreadBytes", metadata.trailingBytes.count)
      $0.text.key("metadata")
      $0.object { $0.checkpoint(metadata) }
    }
  }

  private mutating func checkpoint(_ metadata: CheckpointMetadata) {
    text.member("checkpointId", metadata.checkpointId)
    text.key("masterStates")
    array(metadata.masterStates) { description, state in
      description.object {
        $0.text.member("version", state.version)
        $0.text.member("name", state.name)
        $0.text.key("bytes")
        $0.text.contents(state.bytes)
      }
    }
    text.key("operatorStates")
    array(metadata.operatorStates) { $0.operatorState($1, metadata.version) }
    text.key("checkpointProperties")
    if let properties = metadata.properties { checkpointProperties(properties) } else { text.null() }
  }

  private mutating func checkpointProperties(_ properties: CheckpointProperties) {
    object {
      $0.text.member("forced", properties.forced)
      $0.text.member("discardSubsumed", properties.discardSubsumed)
      $0.text.member("discardFinished", properties.discardFinished)
      $0.text.member("discardCancelled", properties.discardCancelled)
      $0.text.member("discardFailed", properties.discardFailed)
      $0.text.member("discardSuspended", properties.discardSuspended)
      $0.text.member("unclaimed", properties.unclaimed)
      $0.text.key("checkpointType")
      $0.snapshotType(properties.checkpointType)
    }
  }

  private mutating func snapshotType(_ type: SnapshotType) {
    object { description in
      switch type {
      case .checkpoint(let checkpoint):
        description.text.member("type", plain: "CheckpointType")
        description.text.member("name", checkpoint.name)
        description.text.member("sharingFilesStrategy", plain: checkpoint.sharingFilesStrategy.rawValue)
      case .savepoint(let savepoint):
        description.text.member("type", plain: "SavepointType")
        description.text.member("name", savepoint.name)
        description.text.member("formatType", plain: savepoint.formatType.rawValue)
        description.text.member("postCheckpointAction", plain: savepoint.postCheckpointAction.rawValue)
      }
    }
  }

  // MARK: Operators

  private mutating func operatorState(_ state: OperatorState, _ version: FormatVersion) {
    note(.ignoredFields, if: state.chainLength ?? 1 != 1)
    object { description in
      description.text.member("operatorID", plain: state.operatorID.description)
      if version >= .version5 {
        description.text.key("operatorName")
        description.text.stringOrNull(state.operatorName)
        description.text.key("operatorUid")
        description.text.stringOrNull(state.operatorUid)
      }
      description.text.member("parallelism", state.parallelism)
      description.text.member("maxParallelism", state.maxParallelism)
      description.text.member("fullyFinished", state.isFullyFinished)
      description.text.key("coordinatorState")
      description.stream(state.coordinatorState.map { .byteStream($0) })
      description.text.key("subtaskStates")
      let subtasks = description.asMap(state.subtaskStates, by: \.subtaskIndex) { $0 < $1 }
      description.array(subtasks) { $0.subtaskState($1, version) }
    }
  }

  /// The elements as a map keeps them: the last of those with the same key, and no order, here that of the keys.
  mutating func asMap<Element, Key: Hashable>(
    _ elements: [Element], by key: KeyPath<Element, Key>, _ precedes: (Key, Key) -> Bool
  ) -> [Element] {
    let isMap = zip(elements, elements.dropFirst()).allSatisfy { precedes($0[keyPath: key], $1[keyPath: key]) }
    if isMap || includesForgotten { return elements }
    note(.maps)
    var last: [Key: Element] = [:]
    for element in elements { last[element[keyPath: key]] = element }
    return last.values.sorted { precedes($0[keyPath: key], $1[keyPath: key]) }
  }

  private mutating func subtaskState(_ state: OperatorSubtaskState, _ version: FormatVersion) {
    note(.ignoredFields, if: state.duration ?? -1 != -1)
    object { description in
      description.text.member("index", state.subtaskIndex)
      description.text.member("finished", state.isFinished)
      if state.isFinished { return }
      description.text.key("managedOperatorState")
      description.array(state.managedOperatorState.map { [$0] } ?? []) { $0.operatorState($1) }
      description.text.key("rawOperatorState")
      description.array(state.rawOperatorState.map { [$0] } ?? []) { $0.operatorState($1) }
      description.text.key("managedKeyedState")
      description.array(state.managedKeyedState.map { [$0] } ?? []) { $0.keyedState($1) }
      description.text.key("rawKeyedState")
      description.array(state.rawKeyedState.map { [$0] } ?? []) { $0.keyedState($1) }
      description.text.key("inputChannelState")
      description.array(state.inputChannelState) { $0.channelState($1, .inputChannel) }
      description.text.key("resultSubpartitionState")
      description.array(state.resultSubpartitionState) { $0.channelState($1, .resultSubpartition) }
    }
  }
}
