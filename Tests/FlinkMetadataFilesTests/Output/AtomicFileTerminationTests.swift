// SPDX-License-Identifier: Apache-2.0

import SystemPackage
import TestSupport
import Testing

@testable import FlinkMetadataFiles

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

@Suite struct AtomicFileTerminationTests {
  let directory = TemporaryDirectory()

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP]) func removesTheTemporaryFileWhenTerminated(signal: Int32) async throws {
    try writeFile(directory["file"], Array("old".utf8))
    await #expect(processExitsWith: .signal(signal)) { [path = directory["file"] as String, signal = signal as Int32] in
      removeTemporaryFilesOnTermination()
      let file = try AtomicFile(path)
      try file.output.write("new")
      try file.output.flush()
      endProcess(by: signal)
      try file.commit()
    }
    #expect(directory.names == ["file"])
    #expect(try readFile(directory["file"]) == Array("old".utf8))
  }

  @Test func aKilledProcessLeavesTheOldFile() async throws {
    try writeFile(directory["file"], Array("old".utf8))
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = directory["file"] as String] in
      removeTemporaryFilesOnTermination()
      let file = try AtomicFile(path)
      try file.output.write("new")
      try file.output.flush()
      endProcess(by: SIGKILL)
      try file.commit()
    }
    #expect(try readFile(directory["file"]) == Array("old".utf8))
  }
}
