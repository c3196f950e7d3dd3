// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataDescription

/// The operators that the command line speaks of, by its lists and texts, and its golden file.
struct RequestedOperators {
  /// The operators that are shown, and what they are called.
  let selection: OperatorSelection
  /// The operators of the job, if the command line asks about them.
  let expected: OperatorList?
  /// The golden file, if the command line compares with one.
  let golden: GoldenFile?

  /// Reads the files.
  init(_ request: MetadataDump) throws(DumpError) {
    let uids = try request.operators.uids.map(OperatorListFile.read)
    expected = try request.restoring.expect.map(OperatorListFile.read)
    golden = try request.golden.golden.map { path throws(DumpError) in try GoldenFile(path, request) }
    // Both name operators; the last one of an id counts.
    let named = (expected?.entries ?? []) + (uids?.entries ?? [])
    selection = OperatorSelection(request.operators.texts, names: OperatorList(named))
  }
}
