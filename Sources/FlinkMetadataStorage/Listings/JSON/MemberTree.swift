// SPDX-License-Identifier: Apache-2.0

/// A member that a form wants, and where in a ``JSONRecord`` its value goes.
struct MemberSlot {
  fileprivate(set) var index: Int
}

/// The members that a form wants, by their path.
///
/// Made once for a listing. Each object has few members of interest, so they are searched one after the other.
struct MemberTree {
  /// What a member is, if it is wanted.
  enum Purpose {
    case slot(MemberSlot)
    /// An object, some of whose members are wanted.
    case object(Children)
    /// A list of entries, by its number.
    case list(Int)
  }

  /// The members of one object.
  struct Children {
    fileprivate var first = -1
  }

  private struct Node {
    /// The first eight bytes of the name.
    var head: UInt64
    var length: Int
    /// Where the name is in `names`.
    var start: Int
    var purpose: Purpose
    /// The next member of the same object, or -1.
    var next = -1
  }

  private var nodes: [Node] = []
  private var names: [UInt8] = []
  private(set) var root = Children()
  private(set) var slotCount = 0
  private var listCount = 0

  /// Wants a member of the object, or with several names a member of a member. Add the commonest first.
  mutating func add(_ path: StaticString...) -> MemberSlot {
    let slot = MemberSlot(index: slotCount)
    slotCount += 1
    root = adding(path[...], .slot(slot), to: root)
    return slot
  }

  /// Wants the entries of an array.
  mutating func addList(_ name: StaticString) -> Int {
    defer { listCount += 1 }
    root = adding([name], .list(listCount), to: root)
    return listCount
  }

  private mutating func adding(_ path: ArraySlice<StaticString>, _ purpose: Purpose, to children: Children) -> Children
  {
    guard let name = path.first else { return children }
    let rest = path.dropFirst()
    if !rest.isEmpty, let index = index(of: name, in: children), case .object(let below) = nodes[index].purpose {
      nodes[index].purpose = .object(adding(rest, purpose, to: below))
      return children
    }
    let bytes = name.withUTF8Buffer { Array($0) }
    let head = Self.head(of: bytes.span.bytes)
    let value = rest.isEmpty ? purpose : .object(adding(rest, purpose, to: Children()))
    let index = nodes.count
    nodes.append(Node(head: head, length: bytes.count, start: names.count, purpose: value))
    names += bytes
    guard children.first >= 0 else { return Children(first: index) }
    var last = children.first
    while nodes[last].next >= 0 { last = nodes[last].next }
    nodes[last].next = index
    return children
  }

  private func index(of name: StaticString, in children: Children) -> Int? {
    var index = children.first
    while index >= 0 {
      let node = nodes[index]
      let isSame = name.withUTF8Buffer { names[node.start..<node.start + node.length].elementsEqual($0) }
      if isSame { return index }
      index = node.next
    }
    return nil
  }

  /// The first eight bytes of a name, the first one lowest, with zeros after a shorter name.
  static func head(of name: RawSpan) -> UInt64 {
    var head: UInt64 = 0
    for offset in 0..<min(name.byteCount, 8) { head |= UInt64(name[byteAt: offset]) << UInt64(8 * offset) }
    return head
  }

  /// What the member of this name is, or nil if nobody wants it.
  ///
  /// - Parameter head: ``head(of:)`` of the name.
  func purpose(of name: RawSpan, head: UInt64, in children: Children) -> Purpose? {
    var index = children.first
    while index >= 0 {
      let node = nodes[index]
      if node.head == head, node.length == name.byteCount, node.length <= 8 || endsAlike(node, name) {
        return node.purpose
      }
      index = node.next
    }
    return nil
  }

  private func endsAlike(_ node: Node, _ name: RawSpan) -> Bool {
    for offset in 8..<node.length
    where names[node.start + offset] != name[byteAt: offset] {
      return false
    }
    return true
  }
}
