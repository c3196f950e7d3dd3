import FlinkMetadata

/// The path to the part that is being read, as text: the description of its `MetadataPath`, always up to date.
///
/// Entering a part appends its name, and leaving it cuts the name off, so that a step copies only a few bytes.
struct PathText: ~Copyable {
  private var text = TextBuffer()
  /// How long the text was before each of the parts that were entered.
  private var lengths: [Int] = []

  mutating func enter(_ field: MetadataPath.Field, index: Int?) {
    lengths.append(text.count)
    if text.count > 0 { text.append(UInt8(ascii: ".")) }
    text.append(field.name)
    if let index {
      text.append(UInt8(ascii: "["))
      text.append(Int64(index))
      text.append(UInt8(ascii: "]"))
    }
  }

  mutating func leave() {
    text.truncate(to: lengths.removeLast())
  }

  mutating func removeAll() {
    text.removeAll()
    lengths.removeAll(keepingCapacity: true)
  }

  /// The path; plain ASCII.
  var bytes: RawSpan {
    @_lifetime(borrow self) borrowing get { text.bytes }
  }
}
