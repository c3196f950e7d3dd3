import FlinkMetadataDescription

/// The operators that the command line speaks of, by its lists and texts.
struct RequestedOperators {
  /// The operators that are shown, and what they are called.
  let selection: OperatorSelection

  /// Reads the lists.
  init(_ request: MetadataDump) throws(DumpError) {
    let names = try request.operators.uids.map(OperatorListFile.read)
    selection = OperatorSelection(request.operators.texts, names: names ?? OperatorList())
  }
}
