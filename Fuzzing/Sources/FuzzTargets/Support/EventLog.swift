// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// All records and fields that a walk reports, with their values and where in the file they are. Two logs are equal if the
/// walks reported the same; the number of pieces in which bytes and offsets came makes no difference.
///
/// `var log = EventLog.Walk(EventLog())`, walk, then compare `log.visitor`.
package struct EventLog: MetadataFieldVisitor, Equatable {
  /// What a file or values walk into to be logged.
  package typealias Walk = MetadataFieldEvents<EventLog>

  /// What kind of event, for ``firstDifference(from:)``.
  private enum Event {
    case enter(MetadataPath.Field), leave(MetadataPath.Field), absent(MetadataPath.Field)
    case beginList(MetadataPath.Field), endList(MetadataPath.Field)
    case null, beginRecord(RecordType), endRecord(RecordType)
    case field(StaticString), nullField(StaticString)
    case beginBytes(BytesField), endBytes(BytesField), beginOffsets, endOffsets, run, trailingBytes
  }

  /// Whether places in the file are a part of the log.
  private let showsOffsets: Bool
  private var choice: PartChoice
  private var bytes: [UInt8] = []
  private var starts: [(event: Event, start: Int)] = []
  /// Where the run of bytes or offsets goes on that was reported last; nil where a run begins.
  private var runEnd: Int64?

  /// Without offsets, walks over different files with the same content have equal logs.
  package init(showsOffsets: Bool = true) { self.init(showsOffsets: showsOffsets, choice: PartChoice()) }

  init(showsOffsets: Bool = true, choice: PartChoice) {
    self.showsOffsets = showsOffsets
    self.choice = choice
  }

  package static func == (first: EventLog, second: EventLog) -> Bool { first.bytes == second.bytes }

  /// Whether nothing was reported.
  package var isEmpty: Bool { starts.isEmpty }

  /// The event in which another log begins to differ.
  package func firstDifference(from other: EventLog) -> String {
    let length = zip(bytes, other.bytes).prefix { $0 == $1 }.count
    // The longer one has the event that the shorter one may lack.
    let events = bytes.count >= other.bytes.count ? starts : other.starts
    guard let index = events.lastIndex(where: { $0.start <= length }) else { return "both have no events" }
    return "event \(index) of \(starts.count) and \(other.starts.count), \(events[index].event)"
  }

  /// How many records of some types were reported.
  func recordCount(of isCounted: (RecordType) -> Bool) -> Int {
    starts.count { if case .beginRecord(let type) = $0.event { isCounted(type) } else { false } }
  }

  // MARK: Notes

  private mutating func begin(_ event: Event, _ kind: UInt8) {
    guard !choice.isIgnoring else { return }
    starts.append((event, bytes.count))
    bytes.append(kind)
    runEnd = nil
  }

  private mutating func add(_ number: some FixedWidthInteger) {
    guard !choice.isIgnoring else { return }
    withUnsafeBytes(of: Int64(truncatingIfNeeded: number)) { bytes.append(contentsOf: $0) }
  }

  private mutating func add(_ name: StaticString) {
    guard !choice.isIgnoring else { return }
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(0)
  }

  private mutating func add(offset: Int64?) { if showsOffsets { add(offset ?? -1) } }

  private mutating func add(_ span: RawSpan) {
    guard !choice.isIgnoring else { return }
    span.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  /// Bytes that are a part of a longer run.
  private mutating func addRun(_ span: RawSpan, offset: Int64?) {
    if showsOffsets && (runEnd == nil || offset != runEnd) {
      begin(.run, 0)
      add(offset: offset)
    }
    add(span)
    runEnd = offset.map { $0 + Int64(span.byteCount) }
  }

  // MARK: What to visit

  package mutating func visits(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID
  ) -> Bool {
    choice.next()
  }

  package mutating func visits(masterStateName: ModifiedUTF8Span) -> Bool { choice.next() }

  // MARK: Parts

  package mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64?) {
    begin(.enter(field), 1)
    add(field.rawValue)
    add(index ?? -1)
    add(offset: offset)
  }

  package mutating func leave(_ field: MetadataPath.Field, index: Int?) {
    begin(.leave(field), 2)
    add(field.rawValue)
    add(index ?? -1)
    if field == .masterStates || field == .operatorStates || field == .taskStates { choice.end() }
  }

  package mutating func absent(_ field: MetadataPath.Field) {
    begin(.absent(field), 3)
    add(field.rawValue)
  }

  package mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64?) {
    begin(.beginList(field), 4)
    add(field.rawValue)
    add(count)
    add(offset: offset)
  }

  package mutating func endList(_ field: MetadataPath.Field) {
    begin(.endList(field), 5)
    add(field.rawValue)
  }

  package mutating func null() { begin(.null, 6) }

  // MARK: Records

  package mutating func beginRecord(_ type: RecordType, tag: HandleTag?, name: StaticString?) {
    begin(.beginRecord(type), 7)
    add(type.rawValue)
    add(type.className ?? "")
    add(tag.map { Int($0.rawValue) } ?? -1)
    add(name ?? "")
  }

  package mutating func endRecord(_ type: RecordType) {
    begin(.endRecord(type), 8)
    add(type.rawValue)
  }

  // MARK: Fields

  private mutating func begin(_ name: StaticString, _ kind: UInt8) {
    begin(.field(name), kind)
    add(name)
  }

  package mutating func field(_ name: StaticString, _ value: Int64) {
    begin(name, 9)
    add(value)
  }

  package mutating func field(_ name: StaticString, _ value: Bool) {
    begin(name, 10)
    add(value ? 1 : 0)
  }

  package mutating func field(_ name: StaticString, _ value: ModifiedUTF8Span) {
    begin(name, 11)
    add(offset: value.offset)
    add(value.bytes.byteCount)
    add(value.bytes)
  }

  package mutating func field(_ name: StaticString, constant value: StaticString) {
    begin(name, 12)
    add(value)
  }

  package mutating func field(_ name: StaticString, _ value: OperatorID) {
    begin(name, 13)
    add(value.lowerPart)
    add(value.upperPart)
  }

  package mutating func nullField(_ name: StaticString) {
    begin(.nullField(name), 14)
    add(name)
  }

  // MARK: Bytes and offsets

  package mutating func beginBytes(_ field: BytesField, count: Int) {
    begin(.beginBytes(field), 15)
    add(field.name)
    add(count)
  }

  package mutating func bytes(_ bytes: RawSpan, offset: Int64?) { addRun(bytes, offset: offset) }

  package mutating func endBytes(_ field: BytesField) { begin(.endBytes(field), 16) }

  package mutating func beginOffsets(count: Int) {
    begin(.beginOffsets, 17)
    add(count)
  }

  package mutating func offsets(_ offsets: OffsetsSpan) { addRun(offsets.bytes, offset: offsets.offset) }

  package mutating func endOffsets() { begin(.endOffsets, 18) }

  package mutating func trailingBytes(_ bytes: RawSpan) {
    if case .trailingBytes? = starts.last?.event {} else { begin(.trailingBytes, 19) }
    add(bytes)
  }
}
