// SPDX-License-Identifier: Apache-2.0

/// Lists the directories of paths and what they become, and counts the paths in them.
struct DirectoryMoves {
  private var directories: [RewriteReport.Directory] = []
  private var others = 0
  private var indices: [[UInt8]: Int] = [:]
  /// The directory of the last path, and its index in `directories`: the next path is mostly in the same one.
  private var last: [UInt8] = []
  private var lastIndex = -1

  /// Counts a path, together with the way in which the rules move it.
  mutating func count(_ path: UnsafeRawBufferPointer, _ move: PathRules.Move?) {
    let length = unsafe path.lastIndex(of: UInt8(ascii: "/")) ?? 0
    if unsafe lastIndex < 0 || length != last.count || !path.begins(with: last) {
      last = unsafe Array(path[..<length])
      lastIndex = indices[last] ?? append(after: unsafe moved(path, length, move))
    }
    if lastIndex >= 0 { directories[lastIndex].count += 1 } else { others += 1 }
  }

  private func moved(_ path: UnsafeRawBufferPointer, _ length: Int, _ move: PathRules.Move?) -> [UInt8] {
    guard let move else { return last }
    // A path that is itself the old prefix has no directory below the new one.
    let rest = unsafe move.restStart <= length ? Array(path[move.restStart..<length]) : []
    return unsafe Array(path[..<move.keptStart]) + move.replacement + rest
  }

  private mutating func append(after: [UInt8]) -> Int {
    guard directories.count < RewriteReport.mostDirectories else { return -1 }
    indices[last] = directories.count
    directories.append(RewriteReport.Directory(before: Self.text(last), after: Self.text(after), count: 0))
    return directories.count - 1
  }

  private static func text(_ bytes: [UInt8]) -> String {
    String(decoding: decodeModifiedUTF8(unsafe bytes.span.bytes), as: UTF16.self)
  }

  /// Adds what was counted to a report.
  func add(to report: inout RewriteReport) {
    report.directories = directories
    report.pathsInOtherDirectories = others
  }
}
