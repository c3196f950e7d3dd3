/// Remembers what becomes of directories, and counts the paths in them.
///
/// Of the many paths in a metadata file one after another mostly lies in the same directory. Once the rules have been asked
/// about a directory, its other files need one comparison.
struct DirectoryMoves {
  private(set) var directories: [RewriteReport.Directory] = []
  private(set) var others = 0
  private var indices: [[UInt8]: Int] = [:]

  /// The directory of the last path, with the slash at its end; empty if nothing is remembered.
  private var last: [UInt8] = []
  private var lastIndex = -1
  /// What the last directory becomes, with the slash at its end; empty if it stays.
  private(set) var replacement: [UInt8] = []

  /// Whether a path lies in the same directory as the last one; then it is counted, and the rules need not be asked:
  /// ``replacement`` takes the place of the first ``length`` bytes, if there is one.
  @inline(__always)
  mutating func countsAgain(_ path: UnsafeRawBufferPointer) -> Bool {
    guard unsafe !last.isEmpty && path.begins(with: last) && !path.containsSlash(from: last.count) else {
      return false
    }
    if lastIndex >= 0 { directories[lastIndex].count += 1 } else { others += 1 }
    return true
  }

  /// The length of the last directory, with the slash at its end.
  var length: Int { last.count }

  /// Counts a path that the rules have been asked about, and remembers their answer if it holds for the whole directory.
  mutating func count(_ path: UnsafeRawBufferPointer, _ move: PathRules.Move?, rules: PathRules) {
    let length = unsafe path.lastIndex(of: UInt8(ascii: "/")) ?? 0
    let directory = unsafe Array(path[..<length])
    var after = directory
    if let move {
      // A path that is itself the old prefix has no directory below the new one.
      let rest = unsafe move.restStart <= length ? Array(path[move.restStart..<length]) : []
      after = unsafe Array(path[..<move.keptStart]) + move.prefix.replacement + rest
    }
    let index = indices[directory] ?? newIndex(directory, after)
    if index >= 0 { directories[index].count += 1 } else { others += 1 }

    // A prefix that is longer than the directory could match one file and not the next.
    if length > 0 && length >= rules.longestPrefix {
      last = directory + [UInt8(ascii: "/")]
      lastIndex = index
      replacement = move == nil ? [] : after + [UInt8(ascii: "/")]
    } else {
      last = []
    }
  }

  private mutating func newIndex(_ directory: [UInt8], _ after: [UInt8]) -> Int {
    guard directories.count < RewriteReport.mostDirectories else { return -1 }
    indices[directory] = directories.count
    directories.append(RewriteReport.Directory(before: Self.text(directory), after: Self.text(after), count: 0))
    return directories.count - 1
  }

  private static func text(_ bytes: [UInt8]) -> String {
    String(decoding: decodeModifiedUTF8(unsafe bytes.span.bytes), as: UTF16.self)
  }
}
