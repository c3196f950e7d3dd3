// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription

/// A metadata file that is compared with a storage.
public struct CheckedMetadata: Sendable, Hashable {
  /// The path that is opened, once or twice.
  public var path: String
  /// What messages call it.
  public var name: String
  /// The directory that relative handles are resolved against, as a path or URI.
  public var directory: String
  /// When the file was last changed, in seconds since 1970; nil if not known.
  public var modified: Int64?

  /// Names a metadata file.
  public init(path: String, name: String, directory: String, modified: Int64? = nil) {
    self.path = path
    self.name = name
    self.directory = directory
    self.modified = modified
  }
}

/// A checkpoint or savepoint, and what its metadata refers to.
public struct CheckedCheckpoint: Sendable {
  /// The metadata file.
  public var metadata: CheckedMetadata
  /// The checkpoint's id.
  public var checkpointId: Int64
  /// What kind of checkpoint this is; nil if the file does not say (before version 4).
  public var properties: CheckpointProperties?
  /// The directory of the metadata file in canonical form, without a slash at its end.
  public var directory: String
  /// The same as it is spelled: that of the metadata file, or what that is a copy of. Relative handles begin there.
  public var storedDirectory: String
  /// How many different files it needs.
  public var fileCount: Int64
  /// How many handles name a file.
  public var referenceCount: Int64
  /// How many of them by a path from the directory of the metadata file.
  public var relativeReferenceCount: Int64
  /// The sum of the handles' sizes in bytes.
  public var stateSize: Int64
  /// The directories that handles refer to, outside the checkpoint's own job, and how many handles each.
  public var foreignDirectories: [(directory: String, references: Int64)]
  /// When the metadata file was written, in seconds since 1970: as the storage lists it, else as the file system says.
  public var modified: Int64?
  /// Whether a listing has the metadata file.
  public var isListed = false
  /// What is to be known before a restore.
  public var facts = RestoreFacts()
  /// The number by which sets of checkpoints know this one.
  let member: Int

  /// Whether this is a savepoint: by the file, else by the name of its directory.
  public var isSavepoint: Bool {
    properties?.checkpointType.isSavepoint ?? (CheckpointDirectory(directory).checkpointId == nil)
  }

  /// The directory of the job, with `shared` and the checkpoints: the one above `chk-N`. Nil for a savepoint, and for a
  /// checkpoint that was moved out of its place.
  public var jobDirectory: String? { CheckpointDirectory(directory).jobDirectory }

  /// The job's id, if the job's directory has the name that Flink gives it.
  public var jobID: String? { CheckpointDirectory(directory).jobID }
}

/// What Flink's names of directories say: `…/<job id>/chk-<checkpoint id>`.
struct CheckpointDirectory {
  let checkpointId: Int64?
  let jobDirectory: String?
  let jobID: String?

  init(_ directory: String) {
    let parts = directory.split(separator: "/", omittingEmptySubsequences: false)
    let name = parts.last ?? ""
    checkpointId = name.hasPrefix("chk-") ? Int64(name.dropFirst("chk-".count)).flatMap { $0 < 0 ? nil : $0 } : nil
    guard checkpointId != nil, parts.count > 1 else {
      jobDirectory = nil
      jobID = nil
      return
    }
    jobDirectory = parts.dropLast().joined(separator: "/")
    let parent = parts[parts.count - 2]
    let isID = parent.utf8.count == 32 && parent.utf8.allSatisfy { Self.isHexadecimalDigit($0) }
    jobID = isID ? String(parent) : nil
  }

  private static func isHexadecimalDigit(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte
  }
}
