// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import SystemPackage

extension AtomicFile {
  /// When content and name must be on the disk, so that a power failure cannot undo them. Waiting for that takes as
  /// long as the disk needs to write the file.
  @nonexhaustive
  public enum Durability: Sendable, Hashable {
    /// By the time ``AtomicFile/commit(_:)`` returns.
    case always
    /// By the time it returns, if a file is replaced. A new file reaches the disk when the system writes it, as with
    /// `cp`: after a power failure within about half a minute it can be missing, or have its name but none or only a
    /// part of its content.
    case ifReplacing
  }

  /// Writes what is still in the buffer and gives the file its name.
  ///
  /// - Throws: ``OutputError``. The name then still belongs to the old file, if there was one. The exception is a
  ///   failure of the last step, ``OutputError/Operation/synchronize`` of the directory: then the new file is there,
  ///   but a power failure could bring back the old one.
  public consuming func commit(_ durability: Durability = .always) throws(OutputError) {
    try output.flush()
    switch destination {
    case .device(let file):
      try attempt(.write) { () throws(Errno) in try file.close() }
    case .replacing(let target, let temporary, let replaced):
      // The file may have changed, or come to exist, while its successor was being written.
      let current = (try? Stat(target)) ?? replaced
      if let current {
        try attempt(.setPermissions) { () throws(Errno) in try temporary.file.descriptor.takeOver(current) }
      }
      let isDurable = durability == .always || current != nil
      if isDurable {
        try attempt(.synchronize) { () throws(Errno) in try temporary.file.descriptor.synchronize() }
      }
      try attempt(.write) { () throws(Errno) in try temporary.file.close() }
      if let backupSuffix, let current {
        try attempt(.backUp) { () throws(Errno) in try target.backUp(suffix: backupSuffix, status: current) }
      }
      try attempt(.replace) { () throws(Errno) in try temporary.move(to: target) }
      if isDurable {
        try attempt(.synchronize) { () throws(Errno) in try target.synchronizeDirectory() }
      }
    }
  }

  private borrowing func attempt(
    _ operation: OutputError.Operation, _ body: () throws(Errno) -> Void
  ) throws(OutputError) {
    do {
      try body()
    } catch {
      throw .failed(operation, name: path, error)
    }
  }
}

extension FileDescriptor {
  /// Gives this file the owner, group and permissions of another file, but gives no user a right that the user did not
  /// have on that file.
  fileprivate func takeOver(_ status: Stat) throws(Errno) {
    var permissions = status.permissions
    let own = try Stat(self)
    if own.userID != status.userID || own.groupID != status.groupID {
      do {
        try setOwner(status.userID.rawValue, group: status.groupID.rawValue)
      } catch {
        // Only the superuser can give files away; every user can set a group that the user is a member of.
        try? setOwner(.max, group: status.groupID.rawValue)
      }
      let result = try Stat(self)
      let keepsOwner = result.userID == status.userID
      let keepsGroup = result.groupID == status.groupID
      if !keepsOwner { permissions.remove(.setUserID) }
      if !keepsGroup {
        permissions.remove(.setGroupID)
        // The group is another one: it gets only the permissions of all users.
        let forOthers = FilePermissions(rawValue: (permissions.rawValue & 0o7) << 3)
        permissions.subtract(FilePermissions.groupReadWriteExecute.subtracting(forOthers))
      }
    }
    // After the owner, since a change of owner clears setuid and setgid.
    try setPermissions(permissions)
  }
}

extension FilePath {
  /// Keeps the file under its name with a suffix.
  fileprivate func backUp(suffix: String, status: Stat) throws(Errno) {
    let backup = removingLastComponent().appending((lastComponent?.string ?? "") + suffix)
    do throws(Errno) {
      // It may have been written just before, and will not be there under its old name any more.
      try synchronize()
      // Link under a temporary name and move that, because a link does not replace an existing file.
      let name = backup.temporarySibling()
      try addName(name)
      // If the backup is a link to this file already, moving does nothing and leaves the temporary name.
      defer { try? name.remove() }
      try name.move(to: backup)
    } catch .noSuchFileOrDirectory {
      // There is nothing to keep any more.
      return
    } catch {
      try copy(to: backup, status: status)
    }
    // Otherwise the disk could get the new file first, and the old one would be lost.
    try backup.synchronizeDirectory()
  }

  /// Keeps a copy of the file, on file systems where it cannot have two names.
  func copy(to backup: FilePath, status: Stat) throws(Errno) {
    let original = try OpenFile(self, .readOnly)
    let copy = try TemporaryFile(beside: backup, permissions: [.ownerReadWrite])
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: BufferSize.chunk, alignment: BufferSize.alignment)
    defer { memory.deallocate() }
    while true {
      let count = try original.descriptor.readSome(into: memory)
      if count == 0 { break }
      try copy.file.descriptor.writeEverything(UnsafeRawBufferPointer(rebasing: memory[..<count]))
    }
    try copy.file.descriptor.takeOver(status)
    try copy.file.descriptor.synchronize()
    try copy.file.close()
    try copy.move(to: backup)
  }

  /// Makes sure that a change of the file's name is on the disk.
  func synchronizeDirectory() throws(Errno) {
    let directory = removingLastComponent()
    try (directory.isEmpty ? "." : directory).synchronize()
  }

  /// Makes sure that a file's content, or what names a directory has, is on the disk.
  private func synchronize() throws(Errno) {
    let file: OpenFile
    do throws(Errno) {
      file = try OpenFile(self, .readOnly)
    } catch .permissionDenied {
      // It can be written but not read, and so not be opened for syncing.
      synchronizeEverything()
      return
    }
    try file.descriptor.synchronize()
  }
}
