// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles
import TestSupport
import Testing

/// Inputs that are read twice, because operators are dropped.
@Suite struct SecondPassTests {
  let directory = TemporaryDirectory()

  private static func metadata(_ uids: String...) throws -> CheckpointMetadata {
    var metadata = CheckpointMetadata(version: .version6, checkpointId: 1)
    for uid in uids {
      metadata.operatorStates.append(
        OperatorState(
          operatorUid: try ModifiedUTF8String(uid), operatorID: OperatorID(uid: uid), parallelism: 1,
          maxParallelism: 128))
    }
    return metadata
  }

  private func rewrite(_ input: MetadataInput, dropping uid: String) throws -> [UInt8] {
    var rewriter = PathRewriter(PathRules())
    rewriter.operatorEdits.drop(uid)
    let sink = MemorySink()
    _ = try input.rewrite(with: rewriter, to: sink)
    return sink.bytes
  }

  @Test(arguments: [false, true]) func regularFilesAreReadTwice(isCompressed: Bool) throws {
    let bytes = try Self.metadata("a", "b", "c").encode()
    try writeFile(directory["file"], isCompressed ? gzip(bytes) : bytes)
    let input = try MetadataInput(directory["file"])
    #expect(input.isReadableAgain)
    #expect(try rewrite(input, dropping: "b") == Self.metadata("a", "c").encode())
  }

  @Test func aFileThatChangesBetweenThePassesIsRefused() throws {
    try writeFile(directory["file"], Self.metadata("a", "b", "c").encode())
    for changed in [try Self.metadata("a", "b").encode(), try Self.metadata("a", "c", "d").encode()] {
      let path = directory["file"]
      try writeFile(path, Self.metadata("a", "b", "c").encode())
      let input = try MetadataInput(path)
      var isFirstPass = true
      input.onProgress = { count in
        if isFirstPass && count == input.size { try? writeFile(path, changed) }
        if count == input.size { isFirstPass = false }
      }
      let error = #expect(throws: FlinkMetadataError.self) { try rewrite(input, dropping: "b") }
      guard case .edit = error?.kind else {
        Issue.record("another error: \(error.map(\.description) ?? "none")")
        continue
      }
    }
  }
}
