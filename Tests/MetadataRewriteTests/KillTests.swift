import Foundation
import Testing

#if canImport(Darwin)
  import Darwin
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

  @Test func aKilledRunLeavesTheOldFileOrTheNewOne() throws {
    let folder = try Folder()
    let old = Data(try Sample.large(byteCount: Self.size << 20, bucket: "s3://old"))
    let new = Data(try Sample.large(byteCount: Self.size << 20, bucket: "s3://new/elsewhere"))
    let target = folder.url.appending(path: "_metadata")
    let command = "exec metadata-rewrite --from s3://old --to s3://new/elsewhere --in-place _metadata"

    try old.write(to: target)
    let start = ContinuousClock.now
    #expect(try folder.run(command).status == 0)
    let duration = (ContinuousClock.now - start) / .microseconds(1)
    #expect(try Data(contentsOf: target) == new)

    var generator = SystemRandomNumberGenerator()
    var oldCount = 0
    var temporaryCount = 0
    try old.write(to: target)
    for _ in 0..<Self.count {
      let process = try folder.shell(command)
      process.standardError = FileHandle.nullDevice
      try process.run()
      usleep(UInt32(Double.random(in: 0...1.1 * duration, using: &generator)))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let content = try Data(contentsOf: target)
      if content == old {
        oldCount += 1
      } else {
        #expect(content == new)
        try old.write(to: target)
      }
      // A process that is killed cannot clean up; what it leaves can be recognised.
      for name in try folder.names where name != "_metadata" {
        #expect(name.hasPrefix("._metadata.") && name.hasSuffix(".tmp"))
        temporaryCount += 1
        try FileManager.default.removeItem(atPath: folder[name])
      }
    }
    #expect(oldCount > 0 && temporaryCount > 0)
  }
}
