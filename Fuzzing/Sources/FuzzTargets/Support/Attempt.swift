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

/// Tries to walk over bytes in memory.
func attemptWalk<Visitor: MetadataVisitor>(_ bytes: [UInt8], dialect: Dialect? = nil, visitor: inout Visitor)
  -> Attempt<MetadataSummary>
{
  do throws(FlinkMetadataError) {
    return .success(try walkMetadata(bytes.span.bytes, dialect: dialect, visitor: &visitor))
  } catch {
    return .failure(error)
  }
}

/// Tries to walk over a source.
func attemptWalk<Visitor: MetadataVisitor>(
  _ source: any ByteSource, dialect: Dialect? = nil, visitor: inout Visitor
) -> Attempt<MetadataSummary> {
  do throws(FlinkMetadataError) {
    return .success(try walkMetadata(source, dialect: dialect, visitor: &visitor))
  } catch {
    return .failure(error)
  }
}

/// Tries anything.
func attempt<Value>(_ body: () throws(FlinkMetadataError) -> Value) -> Attempt<Value> { Result(catching: body) }
