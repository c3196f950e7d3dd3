// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles
import SystemPackage
import Testing
import ToolSupport

/// How a tool ends after each error.
@Suite struct ExitStatusTests {
  @Test(
    arguments: [
      (.cannotOpen(.noSuchFileOrDirectory), 66), (.noMetadataFile, 66), (.isDirectory, 66), (.isSocket, 66),
      (.notRegularFile, 66), (.cannotRead(.ioError), 74), (.cannotMap(.noMemory), 74),
      (.malformed(FlinkMetadataError(.emptyInput)), 65),
      (.malformed(FlinkMetadataError(.sourceFailed(code: Errno.ioError.rawValue))), 74),
    ] as [(MetadataInputError.Problem, Int32)])
  func anInputThatCannotBeReadHasAStatus(problem: MetadataInputError.Problem, status: Int32) {
    #expect(MetadataInputError(problem, path: "a").exitStatus == status)
  }

  @Test(
    arguments: [
      (.emptyInput, 65), (.unexpectedEnd(missing: 1), 65), (.emptyPath, 65), (.unmatchedPath("a"), 65),
      (.compressedInput, 65), (.truncatedCompressedInput, 65), (.sourceFailed(code: Errno.ioError.rawValue), 74),
      (.sourceFailed(code: 0), 74), (.sourceFailed(code: Errno.fileTooLarge.rawValue), 65),
      (.sinkFailed(code: Errno.noSpace.rawValue), 74), (.sinkFailed(code: Errno.fileTooLarge.rawValue), 74),
      (.sinkFailed(code: Errno.brokenPipe.rawValue), 141),
    ] as [(FlinkMetadataError.Kind, Int32)])
  func aFailedWalkHasAStatus(kind: FlinkMetadataError.Kind, status: Int32) {
    #expect(FlinkMetadataError(kind, offset: 7).exitStatus == status)
  }

  @Test(
    arguments: [
      (.closedPipe(name: "a"), 141), (.failed(.create, name: "a", .isDirectory), 73),
      (.failed(.createInDirectory, name: "a", .permissionDenied), 73), (.failed(.write, name: "a", .noSpace), 74),
      (.failed(.setPermissions, name: "a", .notPermitted), 74), (.failed(.synchronize, name: "a", .ioError), 74),
      (.failed(.backUp, name: "a", .invalidArgument), 74), (.failed(.replace, name: "a", .isDirectory), 74),
    ] as [(OutputError, Int32)])
  func outputThatCannotBeWrittenHasAStatus(error: OutputError, status: Int32) {
    #expect(error.exitStatus == status)
  }
}
