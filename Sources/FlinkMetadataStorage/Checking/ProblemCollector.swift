// SPDX-License-Identifier: Apache-2.0

import FileTable
import FlinkMetadata

/// Finds the handles whose files are not simply present, after the storage has been listed.
struct ProblemCollector: MetadataVisitor, ~Copyable {
  private var judge: Handover<ProblemJudge>
  private var batch = ProblemReferences()
  private var keys: LocationKeys
  private var location: ReferenceLocation
  private var isInChangelog = false
  private let isOnlyOfRelative: Bool

  /// Takes the table for the walk; the judge of ``finish()`` has it.
  init(_ references: consuming ReferenceTable, _ context: ProblemJudge.Context, directory: String) {
    keys = LocationKeys(references.hash, context.form)
    judge = Handover(ProblemJudge(references, context))
    location = ReferenceLocation(directory: directory)
    isOnlyOfRelative = !context.elsewhere.isComplete
  }

  /// The judge that has seen all references, also after an error.
  consuming func finish() -> ProblemJudge { judge.finish(batch) }

  mutating func beginOperatorState(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID,
    parallelism: Int32, maxParallelism: Int32, chainLength: Int32?
  ) {
    if let operatorName {
      begin(operatorName: String(operatorName))
    } else if let operatorUid {
      begin(operatorName: String(operatorUid))
    } else {
      begin(operatorName: "\(operatorID)")
    }
  }

  mutating func beginTaskState(
    jobVertexID: OperatorID, parallelism: Int32, maxParallelism: Int32, chainLength: Int32
  ) {
    begin(operatorName: "\(jobVertexID)")
  }

  private mutating func begin(operatorName: String) {
    batch.begin(operatorName: operatorName)
    if batch.isFull { judge.submit(&batch) }
  }

  mutating func beginChangelogStateHandleStream(tag: HandleTag, keyGroupRange: KeyGroupRange) { isInChangelog = true }
  mutating func endChangelogStateHandleStream(
    stateSize: Int64, checkpointedSize: Int64?, stateHandleId: ModifiedUTF8Span?, storageIdentifier: ModifiedUTF8Span?
  ) {
    isInChangelog = false
  }

  mutating func fileReference(_ reference: FileReference) {
    let isRelative = reference.kind == .relativeFile
    guard isRelative || !isOnlyOfRelative else { return }
    Self.append(
      reference, SizeNeed(reference, isChangelog: isInChangelog), isRelative, to: &batch, &location, &keys)
    if batch.isFull { judge.submit(&batch) }
  }

  @inline(__always)
  private static func append(
    _ reference: FileReference, _ need: SizeNeed, _ isRelative: Bool, to batch: inout ProblemReferences,
    _ location: inout ReferenceLocation, _ keys: inout LocationKeys
  ) {
    location.withLocation(reference) { batch.append(keys($0), need, isRelative: isRelative, $0) }
  }
}
