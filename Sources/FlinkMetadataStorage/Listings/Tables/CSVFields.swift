// SPDX-License-Identifier: Apache-2.0

/// The fields of a row, as RFC 4180 writes them: separated by one byte, and quoted if they hold it, a quote or a line
/// end. Costs a search in each field, and no memory.
struct CSVFields {
  struct Field {
    /// What is in the field, without the quotes around it.
    var bytes: LentBytes
    /// Whether there are quotes in the field, which are written twice.
    var hasDoubledQuotes = false
  }

  enum Step {
    case field(Field)
    /// There are no more.
    case end
    /// The row ends inside quotes: it goes on in the next line.
    case unfinished
    /// Something follows a closing quote that is no separator.
    case misquoted
  }

  private let row: LentBytes
  private let separator: UInt8
  /// One more than the length if the last field has been read: after a separator at the end comes an empty field.
  private var position = 0

  init(_ row: LentBytes, separator: UInt8) {
    self.row = row
    self.separator = separator
  }

  /// The next field.
  @inline(__always)
  mutating func next() -> Step {
    if position > row.count { return .end }
    if position < row.count, row[position] == UInt8(ascii: "\"") { return nextQuoted() }
    let end = row.firstIndex(of: separator, from: position) ?? row.count
    let bytes = row[position..<end]
    position = end + 1
    return .field(Field(bytes: bytes))
  }

  @inline(__always)
  private mutating func nextQuoted() -> Step {
    let start = position + 1
    var searched = start
    while let quote = row.firstIndex(of: UInt8(ascii: "\""), from: searched) {
      let next = quote + 1
      if next < row.count, row[next] == UInt8(ascii: "\"") {
        searched = next + 1
        continue
      }
      guard next == row.count || row[next] == separator else { return .misquoted }
      position = next + 1
      return .field(Field(bytes: row[start..<quote], hasDoubledQuotes: searched > start))
    }
    return .unfinished
  }
}

/// Memory for fields that are not in the line as they are meant.
struct FieldScratch: ~Copyable {
  private var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 1)

  deinit { memory.deallocate() }

  /// A field with one quote in the place of two. Valid until the next call.
  mutating func withoutDoubledQuotes(_ field: LentBytes) -> LentBytes {
    if field.count > memory.count {
      memory.deallocate()
      memory = .allocate(byteCount: 2 * field.count, alignment: 1)
    }
    var written = 0
    var index = 0
    while index < field.count {
      let byte = field[index]
      // Safe because no more is written than was read, and the memory is as long as the field.
      memory[written] = byte
      written += 1
      index += byte == UInt8(ascii: "\"") && index + 1 < field.count && field[index + 1] == byte ? 2 : 1
    }
    return LentBytes(UnsafeRawBufferPointer(rebasing: memory[..<written]))
  }
}
