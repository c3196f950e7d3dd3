/// The output of a rewrite: copies of the input with other bytes in between.
///
/// Small runs are copied into memory that the sink lends, long ones are passed on where they are.
///
/// Safe because it writes only inside the lent memory, whose room is compared first, and reads only the window: what has
/// not been copied yet is in the window, since ``windowWillMove(_:offset:)`` copies what would go.
@safe
final class RewriteOutput: WindowTap {
  /// From here on a run is passed on where it is.
  private static let longRun = 64 * 1024
  /// The longest run that is copied in blocks here; the library's call is worth its cost for longer ones.
  private static let longestShortRun = 512
  /// Room for a short run and a short replacement, and what is copied too much of both.
  private static let shortRoom = 2048
  /// The longest replacement that is short.
  static let longestShortReplacement = 1024

  private let sink: any LendingByteSink
  /// The sink's buffer, if it is not the sink's own.
  private let buffer: SinkBuffer?
  /// The lent memory: where it begins, where the next byte goes, and where it ends.
  private var start: UnsafeMutableRawPointer
  private var cursor: UnsafeMutableRawPointer
  private var end: UnsafeMutableRawPointer
  /// The offset in the input up to which everything has been copied or replaced.
  private var copied: Int64 = 0
  /// How many bytes have been given back to the sink, or passed on.
  private var passedCount: Int64 = 0

  init(_ sink: any ByteSink) throws(FlinkMetadataError) {
    buffer = sink is any LendingByteSink ? nil : SinkBuffer(sink)
    guard let lender = buffer ?? (sink as? any LendingByteSink) else { preconditionFailure("one of them is there") }
    self.sink = lender
    unsafe (start, end) = try Self.borrow(from: lender)
    unsafe cursor = start
  }

  /// How many bytes have been put out.
  var byteCount: Int64 { unsafe passedCount + Int64(cursor - start) }

  // MARK: Copying the input

  /// Copies what has not been copied of the bytes that leave the window.
  func windowWillMove(_ bytes: UnsafeRawBufferPointer, offset: Int64) throws(FlinkMetadataError) {
    let start = Int(copied - offset)
    guard start < bytes.count else { return }
    unsafe try append(UnsafeRawBufferPointer(rebasing: bytes[start...]))
    copied = offset + Int64(bytes.count)
  }

  /// Copies the input up to a place in the window that has the given offset.
  func copy(upTo place: UnsafeRawPointer, offset: Int64) throws(FlinkMetadataError) {
    let length = Int(offset - copied)
    unsafe try append(UnsafeRawBufferPointer(start: place - length, count: length))
    copied = offset
  }

  /// Goes over bytes of the input that have been replaced.
  func skip(to offset: Int64) { copied = offset }

  /// Replaces the beginning of a string at once, if that takes short copies only and there is room for them; else does
  /// nothing and returns false. This happens once a path.
  ///
  /// - Parameters:
  ///   - string: where the string stands in the window, behind its length.
  ///   - offset: its offset.
  ///   - length: its length, at least 64. The new one has 16 bits too.
  ///   - old: what it begins with.
  ///   - new: what takes the place of that, at most ``longestShortReplacement`` bytes.
  @inline(__always)
  func replacesShortly(
    _ string: UnsafeRawPointer, offset: Int64, length: Int, replaced old: borrowing PaddedBytes,
    by new: borrowing PaddedBytes
  ) -> Bool {
    let gap = Int(offset &- copied)
    let room = unsafe end - cursor
    guard gap <= Self.longestShortRun, room >= Self.shortRoom else { return false }
    // What is copied too much is read from the string, and overwritten: by the length, then by what comes next.
    unsafe PaddedBytes.copyBlocks(from: string + (0 &- gap), to: cursor, count: gap)
    let newLength = UInt16(truncatingIfNeeded: length &- old.count &+ new.count)
    unsafe cursor += gap
    unsafe (cursor - 2).storeBytes(of: newLength.bigEndian, as: UInt16.self)
    unsafe new.copyPadded(to: cursor)
    unsafe cursor += new.count
    copied = offset &+ Int64(old.count)
    return true
  }

  // MARK: Other bytes

  func append(_ bytes: UnsafeRawBufferPointer) throws(FlinkMetadataError) {
    if bytes.count >= Self.longRun { return unsafe try passOn(bytes) }
    var rest = unsafe bytes[...]
    while unsafe !rest.isEmpty {
      if unsafe cursor == end { try changeMemory() }
      // The memory is filled to its end, so that what is written from it keeps its place in the pages of a file.
      let piece = unsafe UnsafeRawBufferPointer(rebasing: rest.prefix(end - cursor))
      if let start = piece.baseAddress { unsafe Self.copy(from: start, to: cursor, count: piece.count) }
      unsafe cursor += piece.count
      unsafe rest = rest.dropFirst(piece.count)
    }
  }

  /// Copies any number of bytes. Long copies of the library are made with the processor's string instructions, which are
  /// several times slower where the places of source and destination in their pages differ by 1 to 15 bytes.
  private static func copy(from source: UnsafeRawPointer, to destination: UnsafeMutableRawPointer, count: Int) {
    let whole = count / PaddedBytes.block * PaddedBytes.block
    if whole > 0 { unsafe PaddedBytes.copyBlocks(from: source, to: destination, count: whole) }
    unsafe (destination + whole).copyMemory(from: source + whole, byteCount: count - whole)
  }

  func append(_ bytes: [UInt8]) throws(FlinkMetadataError) {
    let span = unsafe bytes.span.bytes
    unsafe try span.withUnsafeBytes { (buffer) throws(FlinkMetadataError) in unsafe try append(buffer) }
  }

  func append(bigEndian value: some FixedWidthInteger) throws(FlinkMetadataError) {
    try unsafe withUnsafeBytes(of: value.bigEndian) { (buffer) throws(FlinkMetadataError) in unsafe try append(buffer) }
  }

  /// Gives everything to the sink.
  func flush() throws(FlinkMetadataError) {
    giveBack()
    try buffer?.flush()
  }

  private func passOn(_ bytes: UnsafeRawBufferPointer) throws(FlinkMetadataError) {
    giveBack()
    passedCount += Int64(bytes.count)
    try sink.write(unsafe bytes.bytes)
    try borrow()
  }

  private func changeMemory() throws(FlinkMetadataError) {
    giveBack()
    try borrow()
  }

  private func giveBack() {
    let count = unsafe cursor - start
    sink.take(count)
    passedCount += Int64(count)
    unsafe start = cursor
    unsafe end = cursor
  }

  private func borrow() throws(FlinkMetadataError) {
    unsafe (start, end) = try Self.borrow(from: sink)
    unsafe cursor = start
  }

  private static func borrow(from lender: any LendingByteSink) throws(FlinkMetadataError)
    -> (start: UnsafeMutableRawPointer, end: UnsafeMutableRawPointer)
  {
    let lent = unsafe try lender.lend()
    guard let base = lent.baseAddress else { preconditionFailure("a LendingByteSink lent no memory") }
    return unsafe (base, base + lent.count)
  }
}
