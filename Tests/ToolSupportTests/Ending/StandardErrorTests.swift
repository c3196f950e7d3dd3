// SPDX-License-Identifier: Apache-2.0

import SystemPackage
import TestSupport
import Testing
import ToolSupport

@Suite struct StandardErrorTests {
  @Test func aLineBeginsWithTheTool() async {
    await #expect(processExitsWith: .success) {
      let pipe = try FileDescriptor.pipe()
      _ = try pipe.writeEnd.duplicate(as: .standardError)
      standardError("a: cannot open", tool: "metadata-dump")
      standardError(raw: "{}\n")
      try FileDescriptor.standardError.close()
      try pipe.writeEnd.close()
      #expect(String(decoding: try readToEnd(pipe.readEnd), as: UTF8.self) == "metadata-dump: a: cannot open\n{}\n")
    }
  }

  @Test func aClosedStandardErrorIsNoFailure() async {
    await #expect(processExitsWith: .success) {
      try FileDescriptor.standardError.close()
      standardError("nobody sees this", tool: "metadata-dump")
    }
  }
}
