// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Which master states and operators a walk visits: some, as the input wants it.
func someParts(_ bytes: [UInt8]) -> @Sendable (Int) -> Bool {
  let mask = fingerprint(bytes)
  return { (mask >> UInt64(32 + $0 % 32)) & 1 == 1 }
}

/// A walk that visits only some master states and operators ends like one that visits all, and reports exactly the
/// events of these.
func requireSomeParts(
  _ bytes: [UInt8], _ expected: Attempt<MetadataSummary>, place: String,
  _ walk: (inout EventLog.Walk) -> Attempt<MetadataSummary>
) throws(BrokenProperty) {
  let isChosen = someParts(bytes)
  var some = EventLog.Walk(EventLog(choice: PartChoice(.notVisited, isChosen: isChosen)))
  try requireEqual(walk(&some), expected, "visiting some parts \(place)")
  var ignoring = EventLog.Walk(EventLog(choice: PartChoice(.ignored, isChosen: isChosen)))
  try requireEqual(walk(&ignoring), expected, "visiting all parts \(place)")
  try require(
    some.visitor == ignoring.visitor,
    "some parts \(place): \(some.visitor.firstDifference(from: ignoring.visitor))")
}

/// What `fileReference` reports is what the events of the three kinds of handles report.
func requireSameReferences(_ bytes: [UInt8]) throws(BrokenProperty) {
  var references = References()
  var handles = FileHandles()
  try requireEqual(
    attemptWalk(bytes, visitor: &references), attemptWalk(bytes, visitor: &handles), "references and handles")
  try requireEqual(references.found, handles.found, "references and handles")
  try require(references.haveSizes, "a reference to a file that is smaller than its state")
}

private struct Reference: Equatable {
  var kind: FileReference.Kind
  var path: ModifiedUTF8String
  var offset: Int64?
  var startPos: Int64?
  var stateSize: Int64

  init(_ kind: FileReference.Kind, _ path: ModifiedUTF8Span, startPos: Int64? = nil, stateSize: Int64) {
    self.kind = kind
    self.path = ModifiedUTF8String(copying: path)
    offset = path.offset
    self.startPos = startPos
    self.stateSize = stateSize
  }
}

private struct References: MetadataVisitor {
  private(set) var found: [Reference] = []
  private(set) var haveSizes = true

  mutating func fileReference(_ reference: FileReference) {
    let least = reference.leastFileSize
    if (least ?? -1) < max(-1, reference.stateSize) || (least == nil) != (reference.stateSize < 0) { haveSizes = false }
    found.append(
      Reference(reference.kind, reference.path, startPos: reference.startPos, stateSize: reference.stateSize))
  }
}

private struct FileHandles: MetadataVisitor {
  private(set) var found: [Reference] = []

  mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) {
    found.append(Reference(.file, filePath, stateSize: stateSize))
  }

  mutating func relativeFileStateHandle(relativePath: ModifiedUTF8Span, stateSize: Int64) {
    found.append(Reference(.relativeFile, relativePath, stateSize: stateSize))
  }

  mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) {
    found.append(Reference(.segment, filePath, startPos: startPos, stateSize: stateSize))
  }
}
