// SPDX-License-Identifier: Apache-2.0

/// Puts a file of version 6 together byte by byte, also one that Flink would not write.
package struct CraftedFile {
  package private(set) var bytes: [UInt8] = []

  /// An operator with one managed operator state for each of its subtasks.
  package struct Operator {
    package var name: String
    package var uid: String
    /// The last byte of the id.
    package var id: UInt8
    package var parallelism: Int32
    package var subtasks: [(index: Int32, handle: Handle)]

    package init(
      name: String = "", uid: String = "", id: UInt8 = 1, parallelism: Int32 = 1,
      subtasks: [(index: Int32, handle: Handle)] = []
    ) {
      self.name = name
      self.uid = uid
      self.id = id
      self.parallelism = parallelism
      self.subtasks = subtasks
    }
  }

  /// A stream state handle.
  package enum Handle {
    case file(String, size: Int64)
    case relativeFile(String, size: Int64)
    case segment(String, start: Int64, size: Int64)
    case inlined(String, [UInt8])
  }

  package init(_ operators: [Operator]) {
    integer(0x4960_672D as UInt32)
    integer(6 as Int32)
    integer(42 as Int64)
    integer(0 as Int32)
    integer(Int32(operators.count))
    for state in operators { append(state) }
    bytes += [0xAC, 0xED, 0x00, 0x05, 0x70]
  }

  private mutating func integer(_ value: some FixedWidthInteger) {
    for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  /// Text in modified UTF-8.
  private mutating func text(_ text: String) {
    var encoded: [UInt8] = []
    for unit in text.utf16 {
      switch unit {
      case 1..<0x80: encoded.append(UInt8(unit))
      case 0..<0x800: encoded += [0xC0 | UInt8(unit >> 6), 0x80 | UInt8(unit & 0x3F)]
      default: encoded += [0xE0 | UInt8(unit >> 12), 0x80 | UInt8(unit >> 6 & 0x3F), 0x80 | UInt8(unit & 0x3F)]
      }
    }
    integer(UInt16(encoded.count))
    bytes += encoded
  }

  private mutating func append(_ state: Operator) {
    text(state.name)
    text(state.uid)
    integer(0 as Int64)
    integer(Int64(state.id))
    integer(state.parallelism)
    integer(state.parallelism)
    integer(0 as UInt8)
    integer(Int32(state.subtasks.count))
    for (index, handle) in state.subtasks {
      integer(index)
      // Managed operator state without names, no raw operator state, no keyed states, no channel states.
      integer(1 as Int32)
      integer(4 as UInt8)
      integer(0 as Int32)
      append(handle)
      integer(0 as Int32)
      bytes += [0, 0]
      integer(0 as Int64)
    }
  }

  private mutating func append(_ handle: Handle) {
    switch handle {
    case .file(let path, let size):
      integer(2 as UInt8)
      integer(size)
      text(path)
    case .relativeFile(let path, let size):
      integer(6 as UInt8)
      text(path)
      integer(size)
    case .segment(let path, let start, let size):
      integer(15 as UInt8)
      integer(start)
      integer(size)
      integer(1 as Int32)
      text(path)
      text("logical")
    case .inlined(let name, let data):
      integer(1 as UInt8)
      text(name)
      integer(Int32(data.count))
      bytes += data
    }
  }
}
