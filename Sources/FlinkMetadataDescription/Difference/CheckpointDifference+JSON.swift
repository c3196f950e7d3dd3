// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

extension CheckpointDifference {
  /// Writes one JSON document on a line: the document of `metadata-dump --diff --format json`, which
  /// `Schemas/metadata-dump-diff.schema.json` describes.
  public func writeJSON(to sink: any ByteSink) throws(FlinkMetadataError) {
    var json = JSONWriter(sink)
    json.beginObject()
    json.member("differs", !isEmpty)
    json.key("before")
    json.write(before)
    json.key("after")
    json.write(after)
    json.key("properties")
    json.beginArray()
    for property in properties { json.write(property) }
    json.endArray()
    json.key("files")
    json.write(files)
    json.key("incrementSize")
    if files.isUnrelated { json.null() } else { json.integer(incrementSize) }
    json.member("unchangedOperatorCount", unchangedOperators.count)
    json.key("operators")
    json.beginArray()
    for state in operators {
      json.write(state)
      try json.text.flushIfFull()
    }
    json.endArray()
    json.endObject()
    json.endDocument()
    try json.flush()
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ summary: CheckpointSummary) {
    beginObject()
    member("version", summary.version.rawValue)
    member("dialect", plain: summary.dialect.rawValue)
    member("checkpointId", summary.checkpointId)
    key("isSavepoint")
    if let properties = summary.properties { bool(properties.checkpointType.isSavepoint) } else { null() }
    member("masterStateCount", summary.masterStates.count)
    member("masterStateSize", summary.masterStates.size)
    member("operatorCount", summary.operators.count)
    write(membersOf: summary.totals)
    endObject()
  }

  fileprivate mutating func write(_ property: PropertyDifference) {
    beginObject()
    member("name", plain: property.name)
    member("before", text: property.before)
    member("after", text: property.after)
    endObject()
  }

  /// The numbers of new, kept and dropped files are null if no file is in common.
  fileprivate mutating func write(_ files: FileComparison) {
    beginObject()
    member("exact", files.isExact)
    key("before")
    write(files.before)
    key("after")
    write(files.after)
    key("new")
    write(files.isUnrelated ? nil : files.new)
    key("kept")
    write(files.isUnrelated ? nil : files.kept)
    key("dropped")
    write(files.isUnrelated ? nil : files.dropped)
    member("grownSize", files.grownSize)
    endObject()
  }

  private mutating func write(_ amount: FileComparison.Amount?) {
    guard let amount else { return null() }
    beginObject()
    member("count", amount.count)
    member("size", amount.size)
    endObject()
  }

  fileprivate mutating func write(_ difference: OperatorDifference) {
    beginObject()
    member("operatorID", plain: difference.id.description)
    member("change", plain: difference.change.rawValue)
    key("aspects")
    beginArray()
    for aspect in difference.aspects { plain(aspect.rawValue) }
    endArray()
    member("likelySame", textOrNull: difference.likelySame?.description)
    member("sizeChange", difference.sizeChange)
    key("before")
    write(difference.before)
    key("after")
    write(difference.after)
    endObject()
  }

  private mutating func write(_ state: OperatorSummary?) {
    guard let state else { return null() }
    beginObject()
    member("operatorName", textOrNull: state.name)
    member("operatorUid", textOrNull: state.uid)
    member("parallelism", state.parallelism)
    member("maxParallelism", state.maxParallelism)
    member("fullyFinished", state.isFullyFinished)
    member("subtaskCount", state.subtaskCount)
    member("finishedSubtaskCount", state.finishedSubtaskCount)
    member("largestSubtaskSize", state.spread?.largest ?? 0)
    member("medianSubtaskSize", state.spread?.median ?? 0)
    write(membersOf: state.totals)
    endObject()
  }

  private mutating func write(membersOf totals: StateTotals) {
    member("stateSize", totals.sizes.total)
    member("checkpointedSize", totals.checkpointedSize)
    member("sharedSize", totals.sharedSize)
    member("privateSize", totals.privateSize)
    member("inlinedSize", totals.inlinedSize)
    key("stateSizes")
    beginObject()
    for kind in StateKind.allCases where totals.sizes[kind] != 0 { member(kind.jsonName, totals.sizes[kind]) }
    endObject()
  }
}

extension StateKind {
  fileprivate var jsonName: StaticString {
    switch self {
    case .managedKeyed: "managedKeyed"
    case .rawKeyed: "rawKeyed"
    case .managedOperator: "managedOperator"
    case .rawOperator: "rawOperator"
    case .legacyOperator: "legacyOperator"
    case .channel: "channel"
    case .coordinator: "coordinator"
    }
  }
}
