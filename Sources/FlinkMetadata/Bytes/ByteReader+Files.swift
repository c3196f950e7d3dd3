// SPDX-License-Identifier: Apache-2.0

extension ByteReader {
  /// The next file of incremental state, a local path and a `FileStateHandle`, if the window holds all of it. Consumes
  /// nothing. Valid until the next call, and also while parts of the file are consumed.
  @inlinable @inline(__always)
  func fileInWindow() -> (localPath: UncheckedString, fields: FixedFields, filePath: UncheckedString)? {
    let available = available
    guard available >= UncheckedString.lengthByteCount else { return nil }
    let localPath = unsafe UncheckedString(
      start: position + UncheckedString.lengthByteCount, count: Int(FixedFields(start: position).uint16(at: 0)))
    let handle = UncheckedString.lengthByteCount &+ localPath.count
    guard available >= handle &+ FileStateHandle.pathDistance else { return nil }
    let fields = unsafe FixedFields(start: position + handle)
    let length = Int(fields.uint16(at: FileStateHandle.fieldsByteCount))
    guard fields.uint8(at: 0) == HandleTag.file.rawValue,
      available >= handle &+ FileStateHandle.pathDistance &+ length
    else {
      return nil
    }
    let filePath = unsafe UncheckedString(start: fields.start + FileStateHandle.pathDistance, count: length)
    return (localPath, fields, filePath)
  }

  /// Consumes the bytes up to `place`, which is in the window.
  @inlinable @inline(__always)
  mutating func consume(upTo place: UnsafeRawPointer) { unsafe position = place }

  /// Skips up to `count` files of incremental state, each a local path and a `FileStateHandle`, without checking text.
  /// Returns how many; 0 if the first is of another kind, is wrong, or is not in memory as a whole.
  ///
  /// Where a file ends depends on lengths inside it, so that the processor would have to wait for each length. But most
  /// files have the lengths of the file before. While that is so, only comparisons depend on the lengths, and the
  /// processor predicts their results.
  @usableFromInline @inline(never)
  mutating func skipFiles(_ count: Int) -> Int {
    var expected = FileLengths()
    for skipped in 0..<count {
      if unsafe !expected.fit(position, available) {
        guard let lengths = unsafe FileLengths(position, available) else { return skipped }
        expected = lengths
      }
      unsafe position += expected.byteCount
    }
    return count
  }
}

/// The lengths in a file of incremental state.
///
/// Safe because every load is before `available`, the number of bytes in memory: in ``fit(_:_:)`` because of its first
/// comparison, in the initialiser because of the comparison before the load.
@safe
private struct FileLengths {
  /// As they are stored.
  private var localPath: UInt16 = 0
  private var filePath: UInt16 = 0
  /// The distance from the file's beginning to its handle.
  private var handle = 0
  /// How many bytes the file has. At first more than there can be, so that no file fits.
  private(set) var byteCount = Int.max

  init() {}

  init?(_ start: UnsafeRawPointer, _ available: Int) {
    guard available >= UncheckedString.lengthByteCount else { return nil }
    localPath = unsafe start.loadUnaligned(as: UInt16.self)
    handle = UncheckedString.lengthByteCount + Int(UInt16(bigEndian: localPath))
    guard available >= handle + FileStateHandle.pathDistance else { return nil }
    filePath = unsafe start.loadUnaligned(fromByteOffset: handle + FileStateHandle.fieldsByteCount, as: UInt16.self)
    byteCount = handle + FileStateHandle.pathDistance + Int(UInt16(bigEndian: filePath))
    // A handle without a path is wrong.
    guard filePath != 0, unsafe fit(start, available) else { return nil }
  }

  /// Whether a file begins here that has these lengths and whose size is not negative.
  @inline(__always)
  func fit(_ start: UnsafeRawPointer, _ available: Int) -> Bool {
    unsafe available >= byteCount
      && start.loadUnaligned(as: UInt16.self) == localPath
      && start.load(fromByteOffset: handle, as: UInt8.self) == HandleTag.file.rawValue
      && start.load(fromByteOffset: handle + 1, as: Int8.self) >= 0
      && start.loadUnaligned(fromByteOffset: handle + FileStateHandle.fieldsByteCount, as: UInt16.self) == filePath
  }
}
