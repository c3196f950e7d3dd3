// SPDX-License-Identifier: Apache-2.0

/// What Flink has said of a file (`FlinkAnswer.java`), taken apart so that it can be changed.
indirect enum DescriptionTree {
  case object([Member])
  case array([DescriptionTree])
  /// A text with its quotes and escapes, a number, a truth value, or null.
  case value([UInt8])

  typealias Member = (key: String, value: DescriptionTree)

  static let null = value(Array("null".utf8))

  /// A text that needs no escapes.
  static func text(_ plain: String) -> DescriptionTree { .value(Array("\"\(plain)\"".utf8)) }

  static func integer(_ value: some BinaryInteger) -> DescriptionTree { .value(Array("\(value)".utf8)) }

  // MARK: Parts

  /// A member of an object; null if there is none.
  subscript(key: String) -> DescriptionTree {
    get { members.first { $0.key == key }?.value ?? .null }
    set {
      if let index = members.firstIndex(where: { $0.key == key }) { members[index].value = newValue }
    }
  }

  /// The members of an object; none of anything else.
  var members: [Member] {
    get { if case .object(let members) = self { members } else { [] } }
    set { self = .object(newValue) }
  }

  /// The elements of an array; none of anything else.
  var elements: [DescriptionTree] {
    get { if case .array(let elements) = self { elements } else { [] } }
    set { self = .array(newValue) }
  }

  /// The text of a value.
  var plain: String? {
    guard case .value(let bytes) = self else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  var isNull: Bool { plain == "null" }

  /// The type of handle that an object describes; empty if it is no handle.
  var type: Substring { self["type"].plain?.dropFirst().dropLast() ?? "" }

  /// The tree with every object in it changed, the inner ones first.
  func mapObjects(_ change: (DescriptionTree) -> DescriptionTree) -> DescriptionTree {
    switch self {
    case .object(let members): change(.object(members.map { ($0.key, $0.value.mapObjects(change)) }))
    case .array(let elements): .array(elements.map { $0.mapObjects(change) })
    case .value: self
    }
  }

  // MARK: Text

  init(_ description: [UInt8]) {
    var parser = Parser(bytes: description)
    self = parser.tree()
  }

  /// The description again.
  var bytes: [UInt8] {
    var text = FlinkText()
    write(&text)
    return text.bytes
  }

  private func write(_ text: inout FlinkText) {
    switch self {
    case .object(let members):
      text.beginObject()
      for member in members {
        text.key(member.key)
        member.value.write(&text)
      }
      text.endObject()
    case .array(let elements):
      text.beginArray()
      for element in elements { element.write(&text) }
      text.endArray()
    case .value(let bytes): text.written(bytes)
    }
  }

  /// Takes for granted that the text is what `Json.java` writes: a text of something else gives an unequal description.
  private struct Parser {
    let bytes: [UInt8]
    var position = 0

    private var next: UInt8 { position < bytes.count ? bytes[position] : UInt8(ascii: "]") }

    mutating func tree() -> DescriptionTree {
      switch next {
      case UInt8(ascii: "{"): .object(list { ($0.key(), $0.tree()) })
      case UInt8(ascii: "["): .array(list { $0.tree() })
      default: .value(Array(value()))
      }
    }

    private mutating func list<Element>(_ element: (inout Parser) -> Element) -> [Element] {
      var elements: [Element] = []
      position += 1
      while next != UInt8(ascii: "]") && next != UInt8(ascii: "}") {
        elements.append(element(&self))
        if next == UInt8(ascii: ",") { position += 2 }
      }
      position += 1
      return elements
    }

    private mutating func key() -> String {
      let key = value().dropFirst().dropLast()
      position += 2
      return String(decoding: key, as: UTF8.self)
    }

    private mutating func value() -> ArraySlice<UInt8> {
      let start = position
      let isText = next == UInt8(ascii: "\"")
      position += 1
      while position < bytes.count {
        let byte = bytes[position]
        if isText {
          position += byte == UInt8(ascii: "\\") ? 2 : 1
          if byte == UInt8(ascii: "\"") { break }
        } else if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") {
          break
        } else {
          position += 1
        }
      }
      position = min(position, bytes.count)
      return bytes[start..<position]
    }
  }
}
