// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles
import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What takes milliseconds, and does not depend on the input: a large file, and pipes that make both ends wait.
func requireSlowFiles() throws(BrokenProperty) {
  let large = try ScratchFile("large", [])
  truncate(large.path, 9 << 20)
  do {
    let bytes = try MetadataInput(large.path).readAll()
    try require(bytes.count == 9 << 20 && bytes.allSatisfy { $0 == 0 }, "a large file has other bytes")
    try requireWaiting(readerWaits: true)
    try requireWaiting(readerWaits: false)
  } catch {
    throw (error as? BrokenProperty) ?? BrokenProperty("a large file, or a slow pipe: \(error)")
  }
}

/// A pipe that does not block is waited for, at either end.
private func requireWaiting(readerWaits: Bool) throws {
  let sent = [UInt8](repeating: 7, count: 3 << 20)
  let pipe: (readEnd: FileDescriptor, writeEnd: FileDescriptor) = try FileDescriptor.pipe()
  for end in [pipe.readEnd, pipe.writeEnd] { _ = fcntl(end.rawValue, F_SETFL, O_NONBLOCK) }
  let received = Received()
  let reader = SystemThread {
    if !readerWaits { usleep(2000) }
    let source = FileDescriptorSource(pipe.readEnd)
    received.count = attempt { () throws(FlinkMetadataError) in try source.everything().count }.success
  }
  if readerWaits { usleep(2000) }
  let output = OutputBuffer(pipe.writeEnd, name: "a pipe")
  let outcome = attempt { () throws(FlinkMetadataError) in try output.write(sent.span.bytes) }
  try output.close()
  reader?.join()
  try pipe.readEnd.close()
  try requireEqual(outcome.failure, nil, "writing to a slow pipe")
  if reader != nil { try requireEqual(received.count, sent.count, "what came through a slow pipe") }
}

/// Written by a thread that is joined before it is read.
private final class Received: @unchecked Sendable {
  var count: Int?
}
