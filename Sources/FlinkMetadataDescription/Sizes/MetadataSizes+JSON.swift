// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

extension MetadataSizes {
  /// Writes one JSON document on a line: the document of `metadata-dump --by-size --format json`, which
  /// `Schemas/metadata-dump-by-size.schema.json` describes.
  ///
  /// - Parameters:
  ///   - sink: receives the document and a line feed.
  ///   - file: what the document calls its file; nil to leave that out.
  public func writeJSON(to sink: any ByteSink, file: String? = nil) throws(FlinkMetadataError) {
    var json = JSONWriter(sink)
    json.beginObject()
    if let file { json.member("file", text: file) }
    json.member("version", version.rawValue)
    json.member("checkpointId", checkpointId)
    json.member("fileSize", fileSize)
    json.member("unselectedByteCount", unselectedByteCount)
    json.key("contents")
    json.write(contents)
    json.key("fileContents")
    json.write(fileContents)
    json.key("operators")
    json.beginArray()
    for state in operators {
      json.write(state)
      try json.text.flushIfFull()
    }
    json.endArray()
    json.key("largestValues")
    json.beginArray()
    for value in largestValues { json.write(value) }
    json.endArray()
    json.key("largestSubtask")
    if let largestSubtask { json.write(largestSubtask) } else { json.null() }
    json.key("advice")
    json.beginArray()
    for advice in SizeAdvice.of(self) { json.write(advice, of: self) }
    json.endArray()
    json.endObject()
    json.endDocument()
    try json.flush()
  }
}

extension JSONWriter {
  /// Contents that there are, largest first.
  fileprivate mutating func write(_ contents: ContentSizes) {
    beginObject()
    for (content, byteCount) in contents.largestFirst { member(content.name, byteCount) }
    endObject()
  }

  fileprivate mutating func write(_ state: OperatorSizes) {
    beginObject()
    member("index", state.index)
    member("operatorID", plain: state.id.description)
    member("operatorName", textOrNull: state.name)
    member("operatorUid", textOrNull: state.uid)
    member("byteCount", state.contents.total)
    key("contents")
    write(state.contents)
    endObject()
  }

  fileprivate mutating func write(_ value: MetadataValue) {
    beginObject()
    member("path", plain: value.path.description)
    member("content", plain: value.content.name)
    member("offset", value.offset)
    member("byteCount", value.byteCount)
    endObject()
  }

  fileprivate mutating func write(_ subtask: SubtaskBytes) {
    beginObject()
    member("path", plain: subtask.path.description)
    member("index", subtask.subtaskIndex)
    member("byteCount", subtask.byteCount)
    member("handleCount", subtask.handleCount)
    endObject()
  }

  fileprivate mutating func write(_ advice: SizeAdvice, of sizes: MetadataSizes) {
    beginObject()
    member("part", plain: advice.rawValue)
    member("byteCount", advice.byteCount(in: sizes))
    key("settings")
    beginArray()
    for setting in advice.settings {
      for name in setting.names(in: sizes.version) { plain(name.name) }
    }
    endArray()
    endObject()
  }
}
