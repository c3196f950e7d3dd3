// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles
import FlinkMetadataStorage
import ToolSupport

/// Why there is no verdict.
enum CheckFailure: Error {
  /// A metadata file or a listing could not be read, or they have nothing in common.
  case check(CheckError)
  /// A file or a standard stream cannot be opened or read.
  case input(MetadataInputError)
  /// Output, or a temporary file, cannot be written.
  case output(OutputError)
  /// A directory has no metadata file in it or below it.
  case noMetadata(String)
  /// A directory cannot be read.
  case directory(String, reason: String)
  /// Metadata from standard input has relative handles, and nobody knows its directory.
  case noDirectory(handleCount: Int64)
  /// Orphans cannot be told: there is metadata that was not given.
  case otherMetadata([String])
  /// Orphans cannot be told, or not be printed so; with the reason.
  case uncertain(String)
  /// Orphans cannot be told: there is a symbolic link.
  case link(String)
  /// Documents for S3 were asked for, but a file or a listing is elsewhere; with its place.
  case notS3(String)
  /// A repair is not possible; with the reason.
  case notRepairable(String)

  /// Whether the reader of the output has ended.
  var isClosedPipe: Bool {
    if case .output(.closedPipe) = self { true } else { false }
  }

  /// The message, on one line.
  var message: String {
    switch self {
    case .check(.input(let error)): error.description
    case .check(.metadata(let error, let message)):
      error.isExpansionBeyondLimit ? "\(message); more is allowed with --max-expanded" : message
    case .check(.listing(let error)):
      if case .needsBase = error.problem { "\(error) (--base)" } else { error.description }
    case .check(.nothingMatches(let mismatch)): mismatch.message
    case .check: "the check failed"
    case .input(let error): error.message { directory in "\(MetadataCheck.name) --as /dev/stdin=\(directory) - ..." }
    case .output(let error): error.description
    case .noMetadata(let path):
      "\(path.escapedForTerminal): expected a file _metadata in this directory or below it, found none"
    case .directory(let path, let reason): "\(path.escapedForTerminal): cannot read the directory: \(reason)"
    case .noDirectory(let count):
      "standard input: \(countText(count, "handle")) by relative path; say where the checkpoint is stored with --as /dev/stdin=URI"
    case .otherMetadata(let files):
      "\(countText(files.count, "metadata file")) in the storage, but not given, such as "
        + "\((files.first ?? "").escapedForTerminal): files that only these need would look like orphans; give them as "
        + "PATHs, or say --ignore-metadata PATTERN for those whose state may be lost"
    case .uncertain(let reason):
      "\(reason.escapedForTerminal); see the report without --orphans, or say --force if that is known not to matter"
    case .link(let path):
      "\(path.escapedForTerminal): is a symbolic link or behind one, and what it leads to could be needed under another "
        + "name; give a tree without links, by its own path"
    case .notS3(let place):
      "--print s3-delete-objects is for s3, s3a, s3n and s3p, not for \(place.escapedForTerminal); use --print keys or uris"
    case .notRepairable(let reason): reason
    }
  }

  /// The status with which the tool ends.
  var exitStatus: Int32 {
    switch self {
    case .check(.input(let error)): error.exitStatus
    case .check(.metadata(let error, _)): error.exitStatus
    case .check(.listing(let error)): error.exitStatus
    case .check, .noMetadata, .otherMetadata, .uncertain, .link, .notRepairable: ExitStatus.malformedInput
    case .input(let error): error.exitStatus
    case .output(let error): error.exitStatus
    case .directory: ExitStatus.inputUnavailable
    case .noDirectory, .notS3: ExitStatus.usage
    }
  }
}

extension CheckError.Mismatch {
  /// Both sides, and what would make them meet.
  fileprivate var message: String {
    "none of \(countText(listedCount, "listed file")) is one of \(countText(referencedCount, "file")) that the metadata "
      + "needs. Listed: \(listed.escapedForTerminal) Needed: \(referenced.escapedForTerminal) \(advice)"
  }

  private var advice: String {
    let (listedRoot, neededRoot) = (Self.root(of: listed), Self.root(of: referenced))
    if listedRoot == neededRoot {
      if listedRoot == "file:" {
        return
          "List the directory of the needed files; if a link gives it another name, say --as DIR=PATH; if they were "
          + "moved, --map OLD=NEW"
      }
      return listed.contains("%")
        ? "If the listing's keys are percent-encoded, say --url-encoded; else list the right directory, or say --map OLD=NEW"
        : "List the directory of the needed files, or say --map OLD=NEW if they were moved"
    }
    if listedRoot == nil {
      return "Say with --base what stands before the listed keys, such as --base \(neededRoot ?? "s3://bucket")"
    }
    guard let listedRoot, let neededRoot else { return "Say with --as DIR=URI where the metadata comes from" }
    return
      "If both are the same storage, say --equal \(neededRoot)=\(listedRoot); if the files were moved, --map OLD=NEW; "
      + "if the listing is of a copy, --as DIR=URI"
  }

  /// Scheme and authority, or `file:`; nil for a relative path.
  private static func root(of location: String) -> String? {
    guard let colon = location.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let rest = location.utf8[colon...].dropFirst()
    guard rest.starts(with: "//".utf8) else { return String(location[..<rest.startIndex]) }
    return String(location[..<(rest.dropFirst(2).firstIndex(of: UInt8(ascii: "/")) ?? location.endIndex)])
  }
}
