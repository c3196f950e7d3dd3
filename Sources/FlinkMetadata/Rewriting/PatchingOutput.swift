// SPDX-License-Identifier: Apache-2.0

/// The output of a rewrite: the input with some of its bytes replaced.
///
/// One invariant: everything of the input before ``position`` has been output, unchanged or replaced. Two verbs move
/// the position: ``keep(upTo:offset:)`` outputs the input unchanged, ``replace(_:offset:upTo:with:)`` outputs other
/// bytes instead. Short runs are copied into memory that the sink lends; long ones are passed on without a copy. What is
/// dropped has been replaced by nothing: meanwhile the position is behind everything.
///
/// Safe because it writes only inside the lent memory, after comparing with the room there, and reads only the window.
/// The input after ``position`` is in the window, since ``windowWillMove(_:offset:)`` outputs bytes before they leave
/// it.
@safe
final class PatchingOutput: WindowTap {
  /// The longest run that is copied in blocks here; the library's call is worth its cost for longer ones.
  private static let longestShortRun = 512
  /// The longest replacement that is short.
  static let longestShortReplacement = 1024
  /// Room for a short run and a short replacement, and for the excess of copying both in whole blocks.
  private static let shortRoom = longestShortRun + longestShortReplacement + 2 * PaddedBytes.block

  private let sink: any LendingByteSink
  /// The buffer before the sink, if the sink does not lend its own.
  private let buffer: SinkBuffer?
  /// The lent memory: where it begins, where the next byte goes, and where it ends.
  private var start: UnsafeMutableRawPointer
  private var cursor: UnsafeMutableRawPointer
  private var end: UnsafeMutableRawPointer
  /// Everything of the input before this offset has been output.
  private var position: Int64 = 0
  /// How many bytes have been given back to the sink, or passed on.
  private var passedCount: Int64 = 0

  init(_ sink: any ByteSink) throws(FlinkMetadataError) {
    buffer = sink is any LendingByteSink ? nil : SinkBuffer(sink)
    guard let lender = buffer ?? (sink as? any LendingByteSink) else { preconditionFailure("one of them is there") }
    self.sink = lender
    unsafe (start, end) = try Self.borrow(from: lender)
    unsafe cursor = start
  }

  /// How many bytes have been output.
  var byteCount: Int64 { unsafe passedCount + Int64(cursor - start) }

  // MARK: Keeping and replacing the input

  /// Keeps the bytes that leave the window.
  func windowWillMove(_ bytes: UnsafeRawBufferPointer, offset: Int64) throws(FlinkMetadataError) {
    let start = Int(position - offset)
    guard start < bytes.count else { return }
    unsafe try append(UnsafeRawBufferPointer(rebasing: bytes[start...]))
    position = offset + Int64(bytes.count)
  }

  /// Outputs the input unchanged, up to a place in the window that has the given offset.
  func keep(upTo place: UnsafeRawPointer, offset: Int64) throws(FlinkMetadataError) {
    let length = Int(offset - position)
    unsafe try append(UnsafeRawBufferPointer(start: place - length, count: length))
    position = offset
  }

  /// Keeps the input up to a place in the window that has the given offset. Outputs what `body` appends instead of the
  /// input from there up to the offset `end`.
  @inline(__always)
  func replace(
    _ place: UnsafeRawPointer, offset: Int64, upTo end: Int64, with body: () throws(FlinkMetadataError) -> Void
  ) throws(FlinkMetadataError) {
    unsafe try keep(upTo: place, offset: offset)
    try body()
    position = end
  }

  /// Keeps the input up to a place in the window that has the given offset, and outputs nothing from there on.
  func beginDropping(_ place: UnsafeRawPointer, offset: Int64) throws(FlinkMetadataError) {
    unsafe try keep(upTo: place, offset: offset)
    position = .max
  }

  /// Outputs the input again from an offset on.
  func endDropping(offset: Int64) { position = offset }

  /// Replaces the beginning of a string, as ``replace(_:offset:upTo:with:)`` would, if only short copies are needed and
  /// there is room for them. Otherwise does nothing and returns false. Called once for each path.
  ///
  /// - Parameters:
  ///   - string: where the string is in the window, after its length.
  ///   - offset: its offset.
  ///   - length: its length, at least ``PaddedBytes/block``. The new one has 16 bits too.
  ///   - old: what it begins with.
  ///   - new: what replaces that, at most ``longestShortReplacement`` bytes.
  @inline(__always)
  func replacePrefixIfShort(
    _ string: UnsafeRawPointer, offset: Int64, length: Int, old: borrowing PaddedBytes, new: borrowing PaddedBytes
  ) -> Bool {
    let gap = Int(offset &- position)
    let room = unsafe end - cursor
    guard gap <= Self.longestShortRun, room >= Self.shortRoom else { return false }
    // The excess of the last block is read from the string, and is overwritten: by the length, then by what comes next.
    unsafe PaddedBytes.copyBlocks(from: string + (0 &- gap), to: cursor, count: gap)
    let newLength = UInt16(truncatingIfNeeded: length &- old.count &+ new.count)
    unsafe cursor += gap
    unsafe (cursor - UncheckedString.lengthByteCount).storeBytes(of: newLength.bigEndian, as: UInt16.self)
    unsafe new.copyPadded(to: cursor)
    unsafe cursor += new.count
    position = offset &+ Int64(old.count)
    return true
  }

  // MARK: Appending

  func append(_ bytes: UnsafeRawBufferPointer) throws(FlinkMetadataError) {
    if bytes.count >= BufferSize.longRun { return unsafe try passOn(bytes) }
    var rest = unsafe bytes[...]
    while unsafe !rest.isEmpty {
      if unsafe cursor == end { try changeMemory() }
      // Fill the memory to its end, so that bytes keep their alignment to the pages of a file.
      let piece = unsafe UnsafeRawBufferPointer(rebasing: rest.prefix(end - cursor))
      if let start = piece.baseAddress { unsafe Self.copy(from: start, to: cursor, count: piece.count) }
      unsafe cursor += piece.count
      unsafe rest = rest.dropFirst(piece.count)
    }
  }

  /// Copies any number of bytes. The library makes long copies with the processor's string instructions, which are
  /// several times slower if the places of source and destination in their pages differ by 1 to 15 bytes.
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

  /// Passes everything to the sink.
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
