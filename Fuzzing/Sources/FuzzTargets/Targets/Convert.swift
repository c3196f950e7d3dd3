// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Conversions to every version, and edits, give files that read back as the values that were written; losses are
/// reported; nothing is lost on the way up, and the way down again leads back. Values that contradict each other are refused.
func fuzzConvert(_ input: FuzzInput, _ checks: inout Checks) throws(BrokenProperty) {
  guard let values = attemptDecoding(input.file).success else { return }
  var chosen = ChosenBytes(input.choices)
  let releases = [
    (1, 9), (1, 11), (1, 12), (1, 13), (1, 14), (1, 15), (1, 16), (1, 18), (1, 19), (1, 20), (2, 0), (2, 3),
  ]
  let release = chosen.one(of: releases).map { FlinkRelease($0.0, $0.1) }

  if let release {
    let isConsistent = HandleTag.allCases.allSatisfy { release.reads($0) == (release >= $0.since) }
    let name = "\(release)"
    try require(isConsistent && !name.isEmpty, "tags that \(name) reads before they were there")
  }

  for version in FormatVersion.allCases {
    if checks.oneIn(8) { try ConversionCheck(values: values, version: version, release: nil).run() }
    if checks.oneIn(8) { try ConversionCheck(values: values, version: version, release: release).run() }
  }
  try requireWayUpAndDown(values, &checks)
  // Both take their choices from the same bytes.
  try fuzzEdits(values, &chosen)
  try fuzzContradictions(values, &chosen)
}

/// What holds of one conversion.
private struct ConversionCheck {
  let values: CheckpointMetadata
  let version: FormatVersion
  let release: FlinkRelease?

  private var place: String { "to version \(version.rawValue) for \(release?.description ?? "the newest release")" }

  private func convert(_ values: CheckpointMetadata, accepting: Set<ConversionLoss.Kind>)
    -> Result<CheckpointMetadata, ConversionError>
  {
    Result { () throws(ConversionError) in try values.converted(to: version, for: release, accepting: accepting) }
  }

  func run() throws(BrokenProperty) {
    let converted: CheckpointMetadata
    switch convert(values, accepting: Set(ConversionLoss.Kind.allCases)) {
    case .success(let result): converted = result
    case .failure(let error): return try requireReason(error)
    }
    try require(converted.version == version, "\(place): another version")
    try requireReadsBack(converted, place)

    let losses = try losses(of: values, accepting: [], result: converted)
    try require(losses.allSatisfy { $0.description.contains($0.kind.rawValue) }, "\(place): losses without words")
    let kinds = Set(losses.map(\.kind))
    try require(
      try self.losses(of: values, accepting: kinds, result: converted).isEmpty, "\(place): accepted losses are refused")
    for kind in kinds {
      let refused = try self.losses(of: values, accepting: kinds.subtracting([kind]), result: converted)
      try require(refused == losses.filter { $0.kind == kind }, "\(place): \(kind) is refused otherwise")
    }
    let again = try self.losses(of: converted, accepting: [], result: converted)
    try require(again.isEmpty, "\(place): converting again loses more: \(again)")
  }

  /// Whether the values really have what makes a conversion impossible.
  private func requireReason(_ error: ConversionError) throws(BrokenProperty) {
    try requireOneLine(error)
    switch error {
    case .toVersion1: try require(version == .version1 && values.version != .version1, "\(place): \(error)")
    case .chainedTasks: try require(values.version == .version1 && version != .version1, "\(place): \(error)")
    case .negativeCheckpointId:
      try require(values.checkpointId < 0 && values.version == .version1 && version != .version1, "\(place): \(error)")
    case .mergedChannels: try require(values.version >= .version6 && version < .version6, "\(place): \(error)")
    case .losses: throw BrokenProperty("\(place): accepted losses are refused")
    }
  }

  /// What a conversion refuses to lose; where it refuses nothing, it must have the given result.
  private func losses(
    of values: CheckpointMetadata, accepting: Set<ConversionLoss.Kind>, result: CheckpointMetadata
  ) throws(BrokenProperty) -> [ConversionLoss] {
    switch convert(values, accepting: accepting) {
    case .success(let converted):
      try require(converted == result, "\(place): what is accepted changes the result")
      return []
    case .failure(.losses(let losses)):
      try require(!losses.isEmpty, "\(place): refused without losses")
      try requireOneLine(ConversionError.losses(losses))
      return losses
    case .failure(let error): throw BrokenProperty("\(place): fails now and then: \(error)")
    }
  }
}

/// What was made can be encoded, and decodes to the same.
func requireReadsBack(_ values: CheckpointMetadata, _ place: @autoclosure () -> String) throws(BrokenProperty) {
  let encoded = try attempt { () throws(FlinkMetadataError) in try values.encode() }
    .value("\(place()): cannot be encoded")
  let again = try attemptDecoding(encoded, dialect: values.dialect).value("\(place()): cannot be decoded")
  try require(again == values, "\(place()): reads back as other values")
}

/// For the newest release nothing is lost on the way up but state of Flink 1.1, and the way down leads back.
private func requireWayUpAndDown(_ values: CheckpointMetadata, _ checks: inout Checks) throws(BrokenProperty) {
  guard values.version > .version1, values.dialect == .standard else { return }
  let release = FlinkRelease(2, 3)
  for version in FormatVersion.allCases where version >= values.version && checks.oneIn(8) {
    let place = "up to version \(version.rawValue) and down again"
    let down: CheckpointMetadata
    do throws(ConversionError) {
      let up = try values.converted(to: version, for: release, accepting: [.legacyOperatorState])
      down = try up.converted(to: values.version, for: release)
    } catch {
      throw BrokenProperty("\(place): \(error)")
    }
    try require(down == (version == .version2 ? values : withUnusedNumbers(values)), "\(place): other values")
  }
}

/// Version 2 as it comes back from later versions: with the numbers that writers give fields without a meaning, and
/// without state of Flink 1.1.
private func withUnusedNumbers(_ values: CheckpointMetadata) -> CheckpointMetadata {
  guard values.version == .version2 else { return values }
  var values = values
  for index in values.operatorStates.indices {
    values.operatorStates[index].chainLength = 1
    for subtask in values.operatorStates[index].subtaskStates.indices {
      values.operatorStates[index].subtaskStates[subtask].duration = -1
      values.operatorStates[index].subtaskStates[subtask].legacyOperatorState = []
    }
  }
  return values
}
