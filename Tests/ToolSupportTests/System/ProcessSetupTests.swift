// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataFiles
import SystemPackage
import TestSupport
import Testing
import ToolSupport

/// What a process is like after its setup. Closed standard streams need a process that has one thread, and are tested
/// with a tool (`StreamTests` of `metadata-rewrite`): other threads can open a file in the place of the closed stream.
@Suite struct ProcessSetupTests {
  @Test func aPipeWithoutAReaderIsAnError() async {
    await #expect(processExitsWith: .success) {
      setUpProcess()
      let pipe = try FileDescriptor.pipe()
      try pipe.readEnd.close()
      let output = OutputBuffer(pipe.writeEnd, name: "pipe")
      try output.write("a")
      let error = #expect(throws: OutputError.closedPipe(name: "pipe")) { try output.flush() }
      #expect(error?.exitStatus == 141)
    }
  }
}
