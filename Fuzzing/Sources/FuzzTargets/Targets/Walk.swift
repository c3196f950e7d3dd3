// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Any bytes are read or end in an error that is inside of them, and all ways to read agree on which.
///
/// The program that runs this checks that reading neither crashes nor hangs nor takes too much memory: see `FuzzDriver`.
func fuzzWalk(_ input: [UInt8], _ checks: inout Checks) throws(BrokenProperty) {
  var nothing = Nothing()
  let walk = attemptWalk(input, visitor: &nothing)
  switch walk {
  case .success(let summary):
    try requireEqual(
      summary.byteCount + summary.trailingByteCount, Int64(input.count), "the summary does not cover the input")
    if checks.oneIn(8) { try requireOneLine(summary) }
    try require(summary.byteCount >= 20 && summary.trailingByteCount >= 0, "impossible sizes: \(summary)")
  case .failure(let error):
    try require(error.isWithin(0...Int64(input.count)), "an error outside of the input: \(error)")
    if checks.oneIn(8) { try requireWords(error) }
  }

  if checks.oneIn(8) {
    var log = EventLog.Walk(EventLog())
    let logged = attemptWalk(input, visitor: &log)
    try requireEqual(logged, walk, "another visitor changes the outcome")
  }
  if checks.oneIn(8) {
    try requireSomeParts(input, walk, place: "in memory") { visitor in
      attempt { () throws(FlinkMetadataError) in try CheckpointMetadataView(input.span.bytes).walk(&visitor) }
    }
  }
  if checks.oneIn(8) { try requireSameReferences(input) }
  if checks.oneIn(2) { try requireSameValues(input, walk, &checks) }
}

/// Decoding to values and going over all views end like the walk, and give the same values.
private func requireSameValues(_ input: [UInt8], _ walk: Attempt<MetadataSummary>, _ checks: inout Checks)
  throws(BrokenProperty)
{
  let decoded = attemptDecoding(input)
  try requireEqual(decoded.failure, walk.failure, "walk and values")
  try requireEqual(decoded.success?.version, walk.success?.version, "the versions of walk and values")
  try requireEqual(decoded.success?.dialect, walk.success?.dialect, "the dialects of walk and values")

  guard checks.oneIn(2) else { return }
  let viewed = attempt { () throws(FlinkMetadataError) in
    let file = try MetadataFile(input)
    return try ValuesFromViews.metadata(file.view)
  }
  // Paths of views count from the view.
  try requireEqual(viewed.failure?.kind, walk.failure?.kind, "walk and views")
  try requireEqual(viewed.failure?.offset, walk.failure?.offset, "offsets of walk and views")
  guard var values = decoded.success else { return }
  if let file = attempt({ () throws(FlinkMetadataError) in try MetadataFile(input) }).success {
    try require(file.bytes == input, "a file has other bytes than it was made of")
    try requireOneLine(file)
  }
  // Views leave out what follows the body.
  values.trailingBytes = []
  try require(viewed.success == values, "values and views differ")
  try require(viewed.success?.hashValue == values.hashValue, "equal values with different hashes")
}
