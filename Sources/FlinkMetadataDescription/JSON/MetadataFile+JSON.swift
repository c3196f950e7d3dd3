// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

extension MetadataFile {
  /// The file as one JSON document, as `metadata-dump --format json` prints it, in UTF-8 with a line feed at its end.
  /// To write a document piece by piece use ``JSONDescription``.
  ///
  /// - Parameters:
  ///   - operators: the operators that are described.
  ///   - inlineData: whether to include the bytes of inlined state, in base64.
  public func json(operators: OperatorSelection = OperatorSelection(), inlineData: Bool = false)
    throws(FlinkMetadataError) -> [UInt8]
  {
    let sink = MemorySink()
    var events = MetadataFieldEvents(JSONDescription(sink, operators: operators, inlineData: inlineData))
    try events.visitor.finish(try walk(&events))
    return sink.bytes
  }
}

extension CheckpointMetadata {
  /// The file that holds these values as one JSON document; see
  /// ``FlinkMetadata/MetadataFile/json(operators:inlineData:)``. Throws if the values cannot be written.
  public func json(operators: OperatorSelection = OperatorSelection(), inlineData: Bool = false)
    throws(FlinkMetadataError) -> [UInt8]
  {
    try MetadataFile(try encode(), dialect: dialect).json(operators: operators, inlineData: inlineData)
  }

  /// The operators with a name, a uid or an id; see ``OperatorSelection/init(_:)``.
  public func operatorStates(matching text: String) -> [OperatorState] {
    operatorStates.filter(OperatorSelection(text).matches)
  }
}
