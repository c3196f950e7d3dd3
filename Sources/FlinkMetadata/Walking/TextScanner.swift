// SPDX-License-Identifier: Apache-2.0

/// How a walk checks the text of a file. It is a generic parameter of ``MetadataWalk``, so that each way is compiled
/// separately.
@usableFromInline
protocol TextScanner {
  /// Whether the strings have been checked before.
  static var trustsText: Bool { get }
  /// Whether the walk can pass over the files of incremental state without reporting each of them.
  static var skipsFiles: Bool { get }
  /// Whether ``consume(path:offset:)`` ever does something.
  static var consumesPaths: Bool { get }
  /// Called with the path of a `FileStateHandle` before the walk has checked it. Returns whether nothing is left to do
  /// for the handle; if so, the path is known to be modified UTF-8, and the walk does not report the handle. `offset`
  /// is where the path begins in the file.
  mutating func consume(path: UnsafeRawBufferPointer, offset: Int64) -> Bool

  /// Whether the methods below ever do something.
  static var editsOperators: Bool { get }
  /// Called after the number of operators, which ends in the window at `end`.
  mutating func beginOperators(count: Int, end: UnsafeRawPointer, offset: Int64) throws(FlinkMetadataError)
  /// Called after the first fields of each operator, before the visitor is asked whether to visit it.
  mutating func beginOperator(_ head: OperatorHead) throws(FlinkMetadataError)
  /// Called after each operator.
  mutating func endOperator(offset: Int64)
  /// Called after the last operator.
  mutating func endOperators() throws(FlinkMetadataError)
}

extension TextScanner {
  @inlinable static var trustsText: Bool { false }
  @inlinable static var skipsFiles: Bool { false }
  @inlinable static var consumesPaths: Bool { false }

  @inlinable @inline(__always)
  mutating func consume(path: UnsafeRawBufferPointer, offset: Int64) -> Bool { false }

  @inlinable static var editsOperators: Bool { false }

  @inlinable
  mutating func beginOperators(count: Int, end: UnsafeRawPointer, offset: Int64) throws(FlinkMetadataError) {}
  @inlinable
  mutating func beginOperator(_ head: OperatorHead) throws(FlinkMetadataError) {}
  @inlinable
  mutating func endOperator(offset: Int64) {}
  @inlinable
  mutating func endOperators() throws(FlinkMetadataError) {}
}

/// Checks every string; nearly all walks use it.
@usableFromInline
struct CheckingScanner: TextScanner {
  @inlinable init() {}
}

/// For parts of a file that have been walked before: their strings are not checked again, which saves most of the work.
///
/// Safe even if the bytes have changed since: lengths are compared with the available memory, as always, and no code
/// relies on a string's being valid.
@usableFromInline
struct TrustingScanner: TextScanner {
  @inlinable init() {}

  @inlinable static var trustsText: Bool { true }
  /// A view keeps where its list of files is, and reads the files when the list is read.
  @inlinable static var skipsFiles: Bool { true }
}
