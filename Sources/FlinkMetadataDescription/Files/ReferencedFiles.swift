// SPDX-License-Identifier: Apache-2.0

import FileTable
import FlinkMetadata

/// Counts the files that metadata files refer to, each once, and collects their sizes. Names of inlined states and
/// directories are not files.
///
/// Paths are not kept: a file takes at most 36 bytes. So a list with paths takes a second walk over the same files, in
/// the same order:
///
/// ```swift
/// let location = FileLocation(directory: "s3://bucket/ck/job/chk-42")
/// var files = ReferencedFiles(location: location)
/// try file.walk(&files)
/// var list = ReferencedFileList(files, form: .json, to: sink, location: location)
/// try file.walk(&list)
/// try list.finish()
/// ```
public struct ReferencedFiles: ~Copyable {
  /// The operators whose files are collected.
  public var operators: OperatorSelection
  var table = FileNumbersTable()
  let hash = KeyHash()
  private var resolved: ResolvedPath
  /// How many handles of the current metadata file name a file by a relative path.
  public private(set) var relativeReferenceCount: Int64 = 0

  /// Collects the files of a metadata file.
  ///
  /// - Parameters:
  ///   - location: the directory of the metadata file, which relative paths are resolved against. If it is nil,
  ///     relative paths stay as they are.
  ///   - operators: the operators whose files are collected.
  ///   - style: how the paths of local files are compared; the default is the one that suits the location.
  public init(
    location: FileLocation?, operators: OperatorSelection = OperatorSelection(), style: FilePathStyle? = nil
  ) {
    self.operators = operators
    resolved = ResolvedPath(location, style ?? .standard(for: location))
  }

  /// Goes on with another metadata file. The parameters are those of ``init(location:operators:style:)``.
  public mutating func goOn(
    location: FileLocation?, operators: OperatorSelection = OperatorSelection(), style: FilePathStyle? = nil
  ) {
    self.operators = operators
    resolved = ResolvedPath(location, style ?? .standard(for: location))
    relativeReferenceCount = 0
  }

  /// How many different files there are.
  public var count: Int { table.count }
}

extension ReferencedFiles: SelectingVisitor {
  /// Collects a file.
  public mutating func fileReference(_ reference: FileReference) {
    if reference.kind == .relativeFile { relativeReferenceCount += 1 }
    let hash = self.hash
    let key = resolved.withUTF8(of: reference) { path in hash(path, after: hash.start) }
    table.add(key, size: reference.leastFileSize ?? -1)
  }
}

extension ReferencedFiles {
  /// What follows each path of a list.
  public enum Terminator: Sendable {
    /// A line feed.
    case lineFeed
    /// A line feed; characters of a path that could do something to a terminal are escaped.
    case lineFeedOnTerminal
    /// A null byte, which no path can hold.
    case null
  }
}
