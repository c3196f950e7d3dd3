// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles
import MeasuredOperations
import SystemPackage

/// What can be measured.
enum Operation: String, CaseIterable {
  /// Nothing: what a program costs that only starts.
  case none
  /// A loop of `read` calls of 1 MiB.
  case read
  /// A walk over what is read from the file.
  case walk
  /// A walk over the mapped file.
  case walkMapped = "walk-mapped"
  /// A pass over all views of the mapped file.
  case views
  /// Reading the file and decoding it into values.
  case values
  /// Encoding values, decoded before.
  case encode
  /// Rewriting the paths in what is read from the file.
  case rewrite

  /// What an operation went through.
  struct Outcome {
    var bytes: Int64
    var handles = 0
    /// What was decoded; to let go of it is not part of the operation.
    var metadata: CheckpointMetadata?
  }

  /// Prepares the operation: what the closure does is what is to be measured.
  func prepare(_ path: String) throws -> () throws -> Outcome {
    switch self {
    case .none: { Outcome(bytes: 0) }
    case .read: { try Self.read(path) }
    case .walk: { try Self.walk(path) }
    case .walkMapped: try Self.walkMapped(path)
    case .views: try Self.views(path)
    case .values: { try Self.values(path) }
    case .encode: try Self.encode(path)
    case .rewrite: { try Self.rewrite(path) }
    }
  }

  // MARK: Reading

  private static func read(_ path: String) throws -> Outcome {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 1 << 14)
    defer { buffer.deallocate() }
    let descriptor = try FileDescriptor.open(path, .readOnly)
    return try descriptor.closeAfter {
      let source = FileDescriptorSource(descriptor)
      while true {
        var output = OutputRawSpan(buffer: buffer, initializedCount: 0)
        try source.read(into: &output)
        if output.isEmpty { break }
      }
      return Outcome(bytes: source.byteCount)
    }
  }

  private static func walk(_ path: String) throws -> Outcome {
    let input = try MetadataInput(path)
    let handles = try MeasuredOperations.walk(input)
    return Outcome(bytes: input.bytesRead, handles: handles)
  }

  private static func walkMapped(_ path: String) throws -> () throws -> Outcome {
    let file = Mapping(try MappedFile(path))
    return {
      let handles = try file.mapped.withBytes { (bytes) throws(FlinkMetadataError) in
        try MeasuredOperations.walk(bytes)
      }
      return Outcome(bytes: Int64(file.mapped.count), handles: handles)
    }
  }

  private static func views(_ path: String) throws -> () throws -> Outcome {
    let file = Mapping(try MappedFile(path))
    return {
      let handles = try file.mapped.withBytes { (bytes) throws(FlinkMetadataError) in
        try MeasuredOperations.views(bytes)
      }
      return Outcome(bytes: Int64(file.mapped.count), handles: handles)
    }
  }

  // MARK: Values

  private static func values(_ path: String) throws -> Outcome {
    let bytes = try MetadataInput(path).readAll()
    return Outcome(bytes: Int64(bytes.count), metadata: try MetadataFile(bytes).metadata())
  }

  private static func encode(_ path: String) throws -> () throws -> Outcome {
    let metadata = try MetadataFile(try MetadataInput(path).readAll()).metadata()
    return { Outcome(bytes: Int64(try MeasuredOperations.encode(metadata))) }
  }

  // MARK: Rewriting

  private static func rewrite(_ path: String) throws -> Outcome {
    Outcome(bytes: try MeasuredOperations.rewrite(MetadataInput(path)).bytesIn)
  }
}

/// A mapped file that closures can share.
private final class Mapping {
  let mapped: MappedFile

  init(_ mapped: consuming MappedFile) { self.mapped = mapped }
}
