// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import Foundation
import FuzzTargets
import Testing

/// Damaged files crash nothing, and all ways to read a file agree on what is left of it.
@Suite struct MutationTests {
  static let batches = 20
  /// By the environment variable `FLINK_METADATA_MUTATIONS`, for builds that take many times as long.
  static let mutationsPerBatch =
    ProcessInfo.processInfo.environment["FLINK_METADATA_MUTATIONS"].flatMap { Int($0) } ?? 5_000

  /// Small files of all kinds.
  static let originals: [[UInt8]] = {
    do {
      return try Corpus.entries.filter { $0.size < 8 * 1024 }.map { try Corpus.bytes($0.file) }
    } catch {
      preconditionFailure("\(error)")
    }
  }()

  @Test(arguments: 0..<batches)
  func waysToReadAgree(_ batch: Int) throws {
    var generator = SeededGenerator(part: batch)
    for mutation in 0..<Self.mutationsPerBatch {
      guard var bytes = Self.originals.randomElement(using: &generator),
        let donor = Self.originals.randomElement(using: &generator)
      else { return }
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        Mutation.apply(to: &bytes, donor: donor, using: &generator)
      }
      if let disagreement = disagreement(on: bytes, chunkSize: Int.random(in: 1...300, using: &generator)) {
        let seed = SeededGenerator.seedOfRun
        Issue.record("\(disagreement), mutation \(mutation), FLINK_METADATA_SEED=\(seed): \(hexadecimal(bytes))")
      }
    }
  }

  /// What two ways to read the file do not agree on, or nil.
  private func disagreement(on bytes: [UInt8], chunkSize: Int) -> String? {
    let ofWalk = failureOfWalk(bytes)
    if let ofWalk, !(0...Int64(bytes.count)).contains(ofWalk.offset ?? -1) {
      return "error outside of the file: \(ofWalk)"
    }

    // The dialect of version 3 is detected in another way from a source.
    let isVersion3 = bytes.count >= 8 && bytes[4..<8].elementsEqual([0, 0, 0, 3])
    if !isVersion3 {
      let ofSource = failureOfWalk(MemorySource(bytes, chunkSize: chunkSize))
      if ofSource != ofWalk { return "walk: \(text(ofWalk)), walk over a source: \(text(ofSource))" }
    }

    var decoded: CheckpointMetadata?
    let ofValues = failure { () throws(FlinkMetadataError) in decoded = try values(bytes) }
    if ofValues != ofWalk { return "walk: \(text(ofWalk)), values: \(text(ofValues))" }

    var fromViews: CheckpointMetadata?
    let ofViews = failure { () throws(FlinkMetadataError) in
      fromViews = try ValuesFromViews.metadata(CheckpointMetadataView(bytes.span.bytes))
    }
    // Paths of views count from the view.
    if ofViews?.kind != ofWalk?.kind || ofViews?.offset != ofWalk?.offset {
      return "walk: \(text(ofWalk)), views: \(text(ofViews))"
    }
    guard let decoded else { return nil }
    if fromViews != decoded.withoutTrailingBytes { return "values and views differ" }
    return disagreementOnWriting(decoded, bytes)
  }

  /// What was read can be written: to the same bytes, if the file was canonical, else to bytes that mean the same.
  private func disagreementOnWriting(_ decoded: CheckpointMetadata, _ bytes: [UInt8]) -> String? {
    do throws(FlinkMetadataError) {
      let isCanonical = try walk(bytes).nonCanonicalCount == 0
      let written = try decoded.encode()
      if isCanonical && written != bytes { return "canonical bytes are written differently" }
      return try values(written, dialect: decoded.dialect) == decoded ? nil : "values change when written"
    } catch {
      return "cannot be written: \(error)"
    }
  }

  private func text(_ error: FlinkMetadataError?) -> String { error?.description ?? "accepted" }
}
