// SPDX-License-Identifier: Apache-2.0

// SPEC.md 9, "Checkpoint properties"

/// A value of an object stream that later ones can refer to.
enum StreamValue {
  case descriptor(StreamDescriptor)
  case string([UInt8])
  case object
}

/// A class as a stream describes it: its name and the letters of its fields' types.
struct StreamDescriptor {
  var name: [UInt8]
  var letters: [UInt8] = []
}

private let letterOfBoolean = UInt8(ascii: "Z")
private let letterOfObject = UInt8(ascii: "L")

extension Grammar {
  private enum Code {
    static let null: UInt8 = 0x70
    static let reference: UInt8 = 0x71
    static let classDescriptor: UInt8 = 0x72
    static let object: UInt8 = 0x73
    static let string: UInt8 = 0x74
    static let endOfAnnotations: UInt8 = 0x78
    static let enumeration: UInt8 = 0x7E
  }

  mutating func objectStream() throws(Stop) {
    handles = []
    try number(.constant, UInt32(0xACED_0005))
    try value(isReading || choices.oneIn(8) ? nil : .object(.checkpointProperties))
  }

  /// What the value of a field is to be; nil for null, and for whatever is there where a stream is read.
  private enum Content {
    case object(StreamClass)
    case text([UInt8])
    case constant(StreamClass)
  }

  private mutating func value(_ content: Content?) throws(Stop) {
    if case .text = content, choices.oneIn(6) { return try anyEarlierString() }
    let code: UInt8 =
      switch content {
      case nil: Code.null
      case .object: Code.object
      case .text: Code.string
      case .constant: Code.enumeration
      }
    switch try number(.tag, code) {
    case Code.null: break
    case Code.object:
      let made: StreamClass? = if case .object(let wanted) = content { wanted } else { nil }
      try object(made)
    case Code.string:
      let text: [UInt8] = if case .text(let text) = content { text } else { [] }
      handles.append(.string(try utf(text)))
    case Code.enumeration:
      let made: StreamClass? = if case .constant(let wanted) = content { wanted } else { nil }
      try constant(made)
    case Code.reference:
      _ = try reference(to: 0)
      objectStreamDeviates()
    default: throw Stop()
    }
  }

  /// A text that is one of those before; there always is one, the type of the field.
  private mutating func anyEarlierString() throws(Stop) {
    let strings = handles.indices.filter { if case .string = handles[$0] { true } else { false } }
    try number(.tag, Code.reference)
    _ = try reference(to: choices.one(of: strings) ?? 0)
  }

  private mutating func object(_ made: StreamClass?) throws(Stop) {
    let descriptor = try classDescriptor(made)
    handles.append(.object)
    for (index, letter) in (descriptor?.letters ?? []).enumerated() {
      if letter == letterOfBoolean {
        try bool()
      } else {
        let content = made?.fields[index].content(&choices)
        try part(.streamValue) { grammar throws(Stop) in try grammar.value(content) }
      }
    }
  }

  private mutating func constant(_ made: StreamClass?) throws(Stop) {
    try part(.streamValue) { grammar throws(Stop) in _ = try grammar.classDescriptor(made) }
    handles.append(.object)
    let text = Array((choices.one(of: made?.constants ?? []) ?? "").utf8)
    var name: [UInt8] = []
    try part(.streamValue) { grammar throws(Stop) in name = try grammar.string(text) }
    // Constants are known by what they mean, and written by the book.
    if name.contains(where: { $0 >= 0x80 }) { objectStreamDeviates() }
  }

  /// A string, or rarely a reference to the same one.
  @discardableResult
  private mutating func string(_ text: [UInt8]) throws(Stop) -> [UInt8] {
    let earlier = handles.firstIndex { if case .string(text) = $0 { true } else { false } }
    let code = earlier != nil && choices.oneIn(2) ? Code.reference : Code.string
    switch try number(.tag, code) {
    case Code.string:
      let string = try utf(text)
      handles.append(.string(string))
      return string
    case Code.reference:
      objectStreamDeviates()
      guard case .string(let string) = try reference(to: earlier ?? 0) else { throw Stop() }
      return string
    default: throw Stop()
    }
  }

  private mutating func reference(to index: Int) throws(Stop) -> StreamValue {
    let handle = Int(try number(.reference, 0x7E_0000 + Int32(index))) - 0x7E_0000
    guard handles.indices.contains(handle) else { throw Stop() }
    return handles[handle]
  }

  private mutating func classDescriptor(_ made: StreamClass?) throws(Stop) -> StreamDescriptor? {
    let earlier = made.flatMap { index(ofDescriptor: Array($0.name.utf8)) }
    let refers = earlier != nil && !choices.oneIn(8)
    switch try number(.tag, made == nil ? Code.null : refers ? Code.reference : Code.classDescriptor) {
    case Code.null: return nil
    case Code.reference:
      guard case .descriptor(let descriptor) = try reference(to: earlier ?? 0) else { throw Stop() }
      if !descriptor.name.elementsEqual("java.lang.Enum".utf8) { objectStreamDeviates() }
      return descriptor
    case Code.classDescriptor: return try newClassDescriptor(made)
    default: throw Stop()
    }
  }

  private mutating func newClassDescriptor(_ made: StreamClass?) throws(Stop) -> StreamDescriptor {
    var descriptor = StreamDescriptor(name: try utf(Array((made?.name ?? "").utf8)))
    if index(ofDescriptor: descriptor.name) != nil { objectStreamDeviates() }
    try number(.constant, made?.serialVersionUID ?? 0)
    let handle = handles.count
    handles.append(.descriptor(descriptor))
    try number(.constant, made?.flags ?? 0)
    let fields = made?.fields ?? []
    for index in 0..<Int(try number(.count, UInt16(fields.count))) {
      let letter = try number(.constant, isReading ? 0 : fields[index].letter)
      try utf(isReading ? [] : Array(fields[index].name.utf8))
      if letter == letterOfObject { try string(isReading ? [] : Array(fields[index].type.utf8)) }
      descriptor.letters.append(letter)
    }
    handles[handle] = .descriptor(descriptor)
    guard try number(.constant, Code.endOfAnnotations) == Code.endOfAnnotations else { throw Stop() }
    _ = try classDescriptor(made?.isEnumeration == true && made?.name != StreamClass.javaEnum.name ? .javaEnum : nil)
    return descriptor
  }

  private func index(ofDescriptor name: [UInt8]) -> Int? {
    handles.firstIndex { if case .descriptor(let descriptor) = $0 { descriptor.name == name } else { false } }
  }

  // MARK: 9.1 to 9.3, the classes

  private struct StreamField: Sendable {
    var letter: UInt8
    var name: String
    var type = ""
    var content: @Sendable (inout Choices) -> Content = { _ in .text([]) }

    static func boolean(_ name: String) -> StreamField { StreamField(letter: letterOfBoolean, name: name) }
  }

  private struct StreamClass: Sendable {
    var name: String
    var serialVersionUID: UInt64 = 0
    var isEnumeration = true
    var fields: [StreamField] = []
    var constants: [String] = []

    var flags: UInt8 { isEnumeration ? 0x12 : 0x02 }

    static let checkpointProperties = StreamClass(
      name: "org.apache.flink.runtime.checkpoint.CheckpointProperties", serialVersionUID: 2, isEnumeration: false,
      fields: [
        .boolean("discardCancelled"), .boolean("discardFailed"), .boolean("discardFinished"),
        .boolean("discardSubsumed"), .boolean("discardSuspended"), .boolean("forced"), .boolean("unclaimed"),
        StreamField(
          letter: letterOfObject, name: "checkpointType", type: "Lorg/apache/flink/runtime/checkpoint/SnapshotType;"
        ) { .object($0.oneIn(2) ? .checkpointType : .savepointType) },
      ])
    static let checkpointType = StreamClass(
      name: "org.apache.flink.runtime.checkpoint.CheckpointType", serialVersionUID: 0xD6DE_4F03_05AE_1D3A,
      isEnumeration: false,
      fields: [
        name,
        StreamField(
          letter: letterOfObject, name: "sharingFilesStrategy",
          type: "Lorg/apache/flink/runtime/checkpoint/SnapshotType$SharingFilesStrategy;"
        ) { _ in .constant(sharingFilesStrategy) },
      ])
    static let savepointType = StreamClass(
      name: "org.apache.flink.runtime.checkpoint.SavepointType", serialVersionUID: 0xA087_D308_A458_14B8,
      isEnumeration: false,
      fields: [
        StreamField(
          letter: letterOfObject, name: "formatType", type: "Lorg/apache/flink/core/execution/SavepointFormatType;"
        ) { _ in .constant(savepointFormatType) },
        name,
        StreamField(
          letter: letterOfObject, name: "postCheckpointAction",
          type: "Lorg/apache/flink/runtime/checkpoint/SavepointType$PostCheckpointAction;"
        ) { _ in .constant(postCheckpointAction) },
      ])
    static let sharingFilesStrategy = StreamClass(
      name: "org.apache.flink.runtime.checkpoint.SnapshotType$SharingFilesStrategy",
      constants: ["FORWARD_BACKWARD", "FORWARD", "NO_SHARING"])
    static let savepointFormatType = StreamClass(
      name: "org.apache.flink.core.execution.SavepointFormatType", constants: ["CANONICAL", "NATIVE"])
    static let postCheckpointAction = StreamClass(
      name: "org.apache.flink.runtime.checkpoint.SavepointType$PostCheckpointAction",
      constants: ["NONE", "SUSPEND", "TERMINATE"])
    static let javaEnum = StreamClass(name: "java.lang.Enum")

    private static let name = StreamField(letter: letterOfObject, name: "name", type: "Ljava/lang/String;") {
      let name: String? = $0.one(of: ["Checkpoint", "Full Checkpoint", "Savepoint", "Terminate Savepoint"])
      return .text($0.oneIn(4) ? $0.text() : Array((name ?? "").utf8))
    }
  }
}
