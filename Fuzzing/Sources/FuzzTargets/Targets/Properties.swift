// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Files that hold nothing but checkpoint properties.
enum PropertiesFile {
  /// Everything before the properties: magic number, version, id, no master states and no operators.
  static func header(version: Int32 = 4) -> [UInt8] {
    bigEndian(Int32(0x4960_672D)) + bigEndian(version) + bigEndian(Int64(1)) + bigEndian(Int32(0))
      + bigEndian(Int32(0))
  }
}

/// Any bytes as the object stream of the checkpoint properties: read or rejected, in every version and in every way
/// alike, and written back.
func fuzzProperties(_ input: [UInt8], _ checks: inout Checks) throws(BrokenProperty) {
  let start = Int64(PropertiesFile.header().count)
  var outcomes: [Attempt<CheckpointProperties?>] = []
  for version in 4...7 as ClosedRange<Int32> where version == 4 || checks.oneIn(8) {
    let file = PropertiesFile.header(version: version) + input
    let decoded = attemptDecoding(file)
    if let error = decoded.failure {
      try require(
        error.isWithin(start...Int64(file.count)) && error.path.description == "checkpointProperties",
        "an error outside of the properties: \(error)")
    }
    outcomes.append(decoded.map(\.properties))

    if checks.oneIn(4) { try requireSameInView(file, decoded) }
    if checks.oneIn(16) {
      var nothing = Nothing()
      let streamed = attemptWalk(PieceSource(file, sizes: [1]), visitor: &nothing)
      try requireEqual(streamed.failure, decoded.failure, "byte by byte")
    }
  }
  try require(outcomes.allSatisfy { $0 == outcomes[0] }, "versions differ: \(outcomes)")
  if checks.oneIn(4) { try fuzzRoundtrip(PropertiesFile.header() + input, &checks) }
}

private func requireSameInView(_ file: [UInt8], _ decoded: Attempt<CheckpointMetadata>) throws(BrokenProperty) {
  let viewed = attempt { () throws(FlinkMetadataError) in try CheckpointMetadataView(file.span.bytes).properties() }
  try requireEqual(viewed.success, decoded.map(\.properties).success, "the properties of a view")
  try requireEqual(viewed.failure?.kind, decoded.failure?.kind, "the error of a view")
  try requireEqual(viewed.failure?.offset, decoded.failure?.offset, "the offset of a view's error")
}
