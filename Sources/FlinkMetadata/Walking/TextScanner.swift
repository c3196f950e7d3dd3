/// How a walk looks at the text of a file. It is a generic parameter of ``MetadataWalk``, so that each way is compiled.
@usableFromInline
protocol TextScanner {
  /// Whether the strings have been checked before.
  static var trustsText: Bool { get }
  /// Looks at the path of a `FileStateHandle`, before the walk reports the handle. `offset` is where the path begins in
  /// the file.
  mutating func scan(path: UnsafeRawBufferPointer, offset: Int64) -> PathScan
}

/// What a scanner found out about a path.
@usableFromInline
enum PathScan {
  /// The path is modified UTF-8.
  case valid
  /// It is not.
  case invalid
  /// It is, and the handle needs no report: the scanner has done what there was to do.
  case consumed
}

/// Checks every string. What nearly all walks use.
@usableFromInline
struct CheckingScanner: TextScanner {
  @inlinable init() {}

  @inlinable static var trustsText: Bool { false }

  @inlinable @inline(__always)
  func scan(path: UnsafeRawBufferPointer, offset: Int64) -> PathScan {
    unsafe isModifiedUTF8(path) ? .valid : .invalid
  }
}

/// For parts of a file that a walk has gone over before: their strings are not checked again, which is most of the work.
///
/// Safe even if the bytes have changed since: lengths are compared with the memory that there is, as always, and no code
/// relies on a string's being valid.
@usableFromInline
struct TrustingScanner: TextScanner {
  @inlinable init() {}

  @inlinable static var trustsText: Bool { true }

  @inlinable @inline(__always)
  func scan(path: UnsafeRawBufferPointer, offset: Int64) -> PathScan { .valid }
}
