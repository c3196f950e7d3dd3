// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// The directory of a metadata file: relative paths are resolved against it, and absolute paths are inside or outside
/// it.
public struct FileLocation: Sendable {
  /// The directory with a slash at its end, as the caller named it.
  let prefix: [UInt8]
  /// The same without the scheme of local files, so that `file:/a`, `file:///a` and `/a` are one directory.
  private let comparable: [UInt8]

  /// A directory, as a path or as a URI.
  public init(directory: String) {
    var bytes = Array(directory.utf8)
    while bytes.count > 1 && bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    if bytes.last != UInt8(ascii: "/") { bytes.append(UInt8(ascii: "/")) }
    prefix = bytes
    comparable = Array(bytes[(bytes.span.bytes.startOfLocalPath ?? 0)...])
  }

  /// The directory of the job, if this is that of a checkpoint in Flink's layout: `…/chk-42`.
  var job: FileLocation? {
    let components = prefix.split(separator: UInt8(ascii: "/"))
    guard let name = components.last, name.starts(with: "chk-".utf8), name.count > 4,
      name.dropFirst(4).allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
    else { return nil }
    return FileLocation(directory: String(decoding: prefix.dropLast(name.count + 1), as: UTF8.self))
  }

  /// Whether an absolute path is that of a file in this directory or below.
  func contains(_ path: RawSpan) -> Bool {
    path.withUnsafeBytes { $0.dropFirst(path.startOfLocalPath ?? 0).starts(with: comparable) }
  }
}
