/// Counts in which directories paths lie. One path after another mostly lies in the same, so the last one is tried first.
struct DirectoryCounter {
  private(set) var directories: [RewriteReport.Directory] = []
  private(set) var others = 0
  private var indices: [[UInt8]: Int] = [:]
  /// With the slash at its end.
  private var last: [UInt8] = []
  private var lastIndex = -1

  /// Counts a path, and remembers what its directory becomes when it is moved.
  @inline(__always)
  mutating func count(_ path: UnsafeRawBufferPointer, _ move: PathRules.Move?) {
    if lastIndex >= 0, unsafe path.begins(with: last) && !path.containsSlash(from: last.count) {
      directories[lastIndex].count += 1
    } else {
      unsafe countOther(path, path.lastIndex(of: UInt8(ascii: "/")) ?? 0, move)
    }
  }

  private mutating func countOther(_ path: UnsafeRawBufferPointer, _ length: Int, _ move: PathRules.Move?) {
    let directory = unsafe Array(path[..<length])
    if let index = indices[directory] {
      directories[index].count += 1
      (last, lastIndex) = (directory + [UInt8(ascii: "/")], index)
      return
    }
    guard directories.count < RewriteReport.mostDirectories else {
      others += 1
      return
    }
    var after = directory
    if let move {
      // A path that is itself the old prefix has no directory below the new one.
      let rest = unsafe move.restStart <= length ? Array(path[move.restStart..<length]) : []
      after = unsafe Array(path[..<move.keptStart]) + move.prefix.replacement + rest
    }
    indices[directory] = directories.count
    (last, lastIndex) = (directory + [UInt8(ascii: "/")], directories.count)
    directories.append(
      RewriteReport.Directory(before: Self.text(directory), after: Self.text(after), count: 1))
  }

  private static func text(_ bytes: [UInt8]) -> String {
    String(decoding: decodeModifiedUTF8(unsafe bytes.span.bytes), as: UTF16.self)
  }
}
