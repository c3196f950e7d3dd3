import FlinkMetadataFiles
import SystemPackage
import TestSupport
import Testing
import ToolSupport

/// What a process is like after its setup.
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

  @Test func closedStandardStreamsAreInUse() async {
    await #expect(processExitsWith: .success) {
      let directory = TemporaryDirectory()
      try directory.write("file", [1, 2, 3])
      let streams: [FileDescriptor] = [.standardInput, .standardOutput, .standardError]
      for stream in streams { try stream.close() }
      setUpProcess()
      let file = try FileDescriptor.open(directory["file"], .readWrite)
      #expect(file.rawValue > 2)

      let output = OutputBuffer.standardOutput()
      try output.write("x")
      let failure = OutputError.failed(.write, name: "standard output", .badFileDescriptor)
      let error = #expect(throws: failure) { try output.flush() }
      #expect(error?.description == "standard output: cannot write: Bad file descriptor")
      #expect(error?.exitStatus == 74)

      let inputError = #expect(throws: MetadataInputError.self) { _ = try MetadataInput("-") }
      #expect(inputError == MetadataInputError(.cannotRead(.badFileDescriptor), path: "standard input"))
      #expect(inputError?.description == "standard input: cannot read: Bad file descriptor")
      #expect(inputError?.exitStatus == 74)
      #expect(try directory.read("file") == [1, 2, 3])
    }
  }

  @Test(arguments: [0, 1, 2] as [CInt]) func oneClosedStreamLeavesTheOthersAsTheyAre(number: CInt) async {
    await #expect(processExitsWith: .success) { [number = number as CInt] in
      let pipe = try FileDescriptor.pipe()
      let streams = ([0, 1, 2] as [CInt]).map { FileDescriptor(rawValue: $0) }
      for stream in streams { _ = try pipe.writeEnd.duplicate(as: stream) }
      try FileDescriptor(rawValue: number).close()
      setUpProcess()
      for stream in streams where stream.rawValue != number { #expect(try stream.writeAll([7]) == 1) }
      if number == 0 {
        #expect(throws: Errno.badFileDescriptor) {
          var bytes: [UInt8] = [0]
          _ = try bytes.withUnsafeMutableBytes { try streams[0].read(into: $0) }
        }
      } else {
        #expect(throws: Errno.badFileDescriptor) { try FileDescriptor(rawValue: number).writeAll([7]) }
      }
    }
  }
}
