// SPDX-License-Identifier: Apache-2.0

/// The normal form of the path of a URI, as Flink's `Path` makes it before it opens a file: `\` becomes `/`, slashes are
/// merged, the last one goes, and `.` and `..` are resolved. Nothing is trimmed and nothing percent-decoded.
enum NormalPath {
  /// Appends a path in normal form.
  static func append(_ path: some Sequence<UInt8>, to result: inout [UInt8]) {
    let start = result.count
    var componentStart = result.count
    var isAbsolute = false
    var isFirst = true
    for var byte in path {
      if byte == UInt8(ascii: "\\") { byte = UInt8(ascii: "/") }
      if isFirst { isAbsolute = byte == UInt8(ascii: "/") }
      isFirst = false
      if byte == UInt8(ascii: "/") {
        endComponent(&result, start, componentStart)
        if result.isEmpty || result.count == start ? isAbsolute : result.last != byte { result.append(byte) }
        componentStart = result.count
      } else {
        result.append(byte)
      }
    }
    endComponent(&result, start, componentStart)
    if result.count > start + 1, result.last == UInt8(ascii: "/") { result.removeLast() }
  }

  /// Resolves the last component if it is `.` or `..`.
  private static func endComponent(_ result: inout [UInt8], _ start: Int, _ componentStart: Int) {
    let component = result[componentStart...]
    if component.elementsEqual(".".utf8) {
      result.removeSubrange(componentStart...)
    } else if component.elementsEqual("..".utf8) {
      // What is before it ends with a slash. A path that leaves the root keeps its `..`.
      let parent = result[start..<componentStart].dropLast()
      guard let last = parent.lastIndex(of: UInt8(ascii: "/")) ?? (parent.isEmpty ? nil : start - 1) else { return }
      let name = parent[(last + 1)...]
      if name.isEmpty || name.elementsEqual("..".utf8) { return }
      result.removeSubrange((last + 1)...)
    }
  }
}
