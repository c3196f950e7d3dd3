// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Counts the bytes of one operator by content from the events of its values, and keeps the largest values of a file.
///
/// Handles of channel state are measured as a whole, by where their lists begin and end. The bytes and offsets in them
/// are counted on their own.
struct ContentMeasure {
  private(set) var contents = ContentSizes()
  private(set) var largest: LargestValues
  /// Whether values are kept.
  var keepsValues = true

  /// The file's version.
  var version = FormatVersion.version2
  /// The part that is being read.
  private var place: [MetadataPath.Component] = []
  /// A value whose bytes or offsets follow.
  private var announced: (content: MetadataContent, byteCount: Int64)?
  /// Where the list of channel state that is being read begins.
  private var channelsStart: Int64?

  init(valueCount: Int) {
    largest = LargestValues(limit: valueCount)
    place.reserveCapacity(32)
  }

  /// Begins another operator.
  mutating func reset() {
    contents = ContentSizes()
    channelsStart = nil
    announced = nil
  }

  // MARK: The place

  @inline(__always)
  mutating func enter(_ field: MetadataPath.Field, index: Int?) { place.append(.init(field, index: index)) }

  @inline(__always)
  mutating func leave() { if !place.isEmpty { place.removeLast() } }

  /// The place as JSON documents and errors say it.
  private var path: MetadataPath {
    MetadataPath(place.map { .init(entering: $0.field, index: $0.index, in: version) })
  }

  // MARK: Channel state

  /// Elements of a list of channel state begin.
  mutating func beginChannels(at start: Int64) { channelsStart = start }

  /// All elements of the list have been read.
  mutating func endChannels(at end: Int64) {
    if let start = channelsStart.take() { contents[.channelState] += end - start }
  }

  // MARK: Values

  /// Counts a string with the two bytes of its length.
  @inline(__always)
  mutating func add(_ string: ModifiedUTF8Span, _ content: MetadataContent) {
    let byteCount = Int64(string.bytes.byteCount)
    if channelsStart == nil { contents[content] += byteCount + 2 }
    if byteCount > largest.threshold {
      keep(channelsStart == nil ? content : .channelState, byteCount, at: string.offset)
    }
  }

  mutating func addIfPresent(_ string: ModifiedUTF8Span?, _ content: MetadataContent) {
    if let string { add(string, content) }
  }

  /// Counts bytes or offsets, which follow.
  mutating func announce(_ content: MetadataContent, byteCount: Int64) {
    contents[content] += byteCount
    if channelsStart != nil { contents[.channelState] -= byteCount }
    announced = byteCount > largest.threshold ? (content, byteCount) : nil
  }

  /// Bytes or offsets that were announced are at this place.
  @inline(__always)
  mutating func announcedValue(isAt offset: Int64?) {
    if let value = announced.take() { keep(value.content, value.byteCount, at: offset) }
  }

  @inline(never)
  private mutating func keep(_ content: MetadataContent, _ byteCount: Int64, at offset: Int64?) {
    guard keepsValues, let offset else { return }
    largest.add(MetadataValue(content: content, path: path, offset: offset, byteCount: byteCount))
  }
}
