// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FlinkMetadata
import FlinkMetadataFiles
import MetadataGenerator
import SystemPackage

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@main
struct MetadataGenerate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metadata-generate",
    abstract: "Write a _metadata file of Apache Flink of any size, to measure and to test with.",
    discussion: """
      The same shape, size and seed always give the same bytes. Flink 2.1 and later load what comes out; the state files \
      that it names do not exist.

      Shapes:
        incremental     RocksDB's incremental checkpoints: lists of shared and private files
        union           operator state with long arrays of offsets
        inline          state in the metadata file itself, 1 to 1,000 KB a handle
        keygroups       keyed state with an offset for each of many key groups
        merged-files    segments of merged files
        channel         data in flight of unaligned checkpoints
        changelog       the changelog backend: materialized state and files of changes
        mixed           operators of all these in turn
        small-subtasks  thousands of subtasks of about 110 bytes
      """)

  @Argument(help: ArgumentHelp("What it holds.", valueName: "shape"))
  var shape: Shape

  @Option(help: ArgumentHelp("How many bytes, as 5000, 64M or 2G: K, M and G are 1024 each.", valueName: "size"))
  var size: ByteCount

  @Option(help: ArgumentHelp("Other metadata of the same shape and size.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("The new file; - or nothing for standard output.", valueName: "file"))
  var output = "-"

  func run() throws {
    let metadata = try GeneratedMetadata(shape, byteCount: size.value, seed: seed)
    if output == "-" {
      if isatty(STDOUT_FILENO) == 1 { throw ValidationError("Metadata are not for a terminal: name an --output.") }
      try write(metadata, to: .standardOutput())
    } else {
      try write(metadata, to: OutputBuffer(try create(output), name: output))
    }
  }

  private func create(_ path: String) throws -> FileDescriptor {
    do {
      return try FileDescriptor.open(
        path, .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite, .groupRead, .otherRead])
    } catch let error as Errno {
      throw OutputError.failed(.create, name: path, error)
    }
  }

  private func write(_ metadata: GeneratedMetadata, to buffer: OutputBuffer) throws {
    do {
      try metadata.write(to: buffer)
      try buffer.close()
    } catch {
      throw buffer.failure ?? error
    }
  }
}

extension Shape: ExpressibleByArgument {}

/// A number of bytes with a unit.
struct ByteCount: ExpressibleByArgument {
  let value: Int

  init?(argument: String) {
    let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
    let unit = argument.last.flatMap { units[$0] }
    guard let number = Int(unit == nil ? argument : String(argument.dropLast())), number > 0 else { return nil }
    let (value, overflow) = number.multipliedReportingOverflow(by: unit ?? 1)
    if overflow { return nil }
    self.value = value
  }
}
