// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// What became of something that may fail.
typealias Attempt<Value> = Result<Value, FlinkMetadataError>

extension Result where Failure == FlinkMetadataError {
  /// The error, or nil.
  var failure: FlinkMetadataError? {
    if case .failure(let error) = self { error } else { nil }
  }

  /// The value, or nil.
  var success: Success? {
    if case .success(let value) = self { value } else { nil }
  }

  /// The value, where an error breaks a promise.
  func value(_ description: @autoclosure () -> String) throws(BrokenProperty) -> Success {
    switch self {
    case .success(let value): return value
    case .failure(let error): throw BrokenProperty("\(description()): \(error)")
    }
  }
}

/// A visitor that wants to know nothing.
struct Nothing: MetadataVisitor {}

/// Tries to decode bytes in memory.
func attemptDecoding(_ bytes: [UInt8], dialect: Dialect? = nil) -> Attempt<CheckpointMetadata> {
  attempt { () throws(FlinkMetadataError) in try MetadataFile(bytes, dialect: dialect).metadata() }
}

/// Tries to walk over bytes in memory. The visitor sees nothing if the bytes do not begin like a file.
func attemptWalk<Visitor: MetadataVisitor & ~Copyable>(
  _ bytes: [UInt8], dialect: Dialect? = nil, visitor: inout Visitor
) -> Attempt<MetadataSummary> {
  do throws(FlinkMetadataError) {
    return .success(try MetadataFile(bytes, dialect: dialect).walk(&visitor))
  } catch {
    return .failure(error)
  }
}

/// Tries to walk over a source.
func attemptWalk<Visitor: MetadataVisitor & ~Copyable>(
  _ source: any ByteSource, dialect: Dialect? = nil, visitor: inout Visitor
) -> Attempt<MetadataSummary> {
  do throws(FlinkMetadataError) {
    return .success(try source.walkMetadata(&visitor, dialect: dialect))
  } catch {
    return .failure(error)
  }
}

/// Tries anything.
func attempt<Value>(_ body: () throws(FlinkMetadataError) -> Value) -> Attempt<Value> { Result(catching: body) }

extension FlinkMetadataError {
  /// Whether the error has a place, which is in a part of the input.
  func isWithin(_ offsets: ClosedRange<Int64>) -> Bool { offset.map(offsets.contains) ?? false }
}
