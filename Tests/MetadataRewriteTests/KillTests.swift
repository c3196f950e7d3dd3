// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import Foundation
import TestSupport
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The process is killed while it replaces a file: what is there afterwards is the old file or the new one.
@Suite(.serialized) struct KillTests {
  /// How large the file is, in MiB; by the environment variable `METADATA_REWRITE_KILL_TEST_SIZE`.
  private static let size = environmentNumber("METADATA_REWRITE_KILL_TEST_SIZE") ?? 64
  /// How often; by the environment variable `METADATA_REWRITE_KILL_TEST_COUNT`.
  private static let count = environmentNumber("METADATA_REWRITE_KILL_TEST_COUNT") ?? 50

  private static func environmentNumber(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }

  let folder = TemporaryDirectory()

  /// What a killed process leaves beside the target.
  private var leftovers: [String] { folder.names.filter { $0.hasPrefix("._metadata.") && $0.hasSuffix(".tmp") } }

  /// How many bytes a file has, and which file it is; nil if there is none.
  private func status(_ name: String) -> (size: Int, inode: UInt64)? {
    var status = stat()
    return lstat(folder[name], &status) == 0 ? (Int(status.st_size), UInt64(status.st_ino)) : nil
  }

  /// Each time the process is killed as soon as it has written some part of the new file, which chance chooses, or when
  /// the new file has just got its name.
  @Test func aKilledRunLeavesTheOldFileOrTheNewOne() throws {
    let old = try Sample.large(byteCount: Self.size << 20, bucket: "s3://old")
    let new = try Sample.large(byteCount: Self.size << 20, bucket: "s3://new/elsewhere")
    let command = "exec metadata-rewrite --from s3://old --to s3://new/elsewhere --in-place _metadata"

    try folder.write("_metadata", old)
    #expect(try folder.run(command).status == 0)
    #expect(try folder.read("_metadata") == new)

    var generator = SeededGenerator(part: 0x6B69_6C6C)
    var oldCount = 0
    var temporaryCount = 0
    try folder.write("_metadata", old)
    for _ in 0..<Self.count {
      let original = try #require(status("_metadata")).inode
      let enough = Int(Double.random(in: 0...1.1, using: &generator) * Double(new.count))
      let process = makeShell(command, in: folder)
      process.standardError = FileHandle.nullDevice
      try process.run()
      while process.isRunning && status("_metadata")?.inode == original {
        if leftovers.contains(where: { (status($0)?.size ?? 0) >= enough }) { break }
      }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let content = try folder.read("_metadata")
      if content == old {
        oldCount += 1
      } else {
        #expect(content == new)
        try folder.write("_metadata", old)
      }
      // A process that is killed cannot clean up; what it leaves can be recognised.
      let leftovers = leftovers
      #expect(folder.names == leftovers + ["_metadata"])
      temporaryCount += leftovers.count
      for name in leftovers { try folder.remove(name) }
    }
    #expect(oldCount > 0 && temporaryCount > 0)
  }

  /// The process cannot come to its end, because its input has none yet.
  @Test func aRunThatIsKilledInTheMiddleLeavesTheOldFile() throws {
    let large = try Sample.large(byteCount: 4 << 20, bucket: "s3://old")
    try folder.write("_metadata", [1, 2, 3])
    try folder.write("most", large.dropLast())
    makeFIFO(folder["in"])
    let result = try folder.run(
      """
      metadata-rewrite --from s3://old --to s3://new in _metadata & tool=$!
      exec 3>in
      cat most >&3
      until compgen -G '._metadata.*.tmp' >names; do sleep 0.01; done
      kill -KILL $tool
      wait $tool
      """)
    #expect(result.status == 128 + SIGKILL)
    #expect(try folder.read("_metadata") == [1, 2, 3])
    #expect(leftovers.count == 1)
    #expect(try folder.read("names") == Array((leftovers + [""]).joined(separator: "\n").utf8))
  }
}
