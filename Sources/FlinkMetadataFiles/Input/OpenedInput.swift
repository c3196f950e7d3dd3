// SPDX-License-Identifier: Apache-2.0

import SystemPackage

/// An open file and what there is to know of it.
struct OpenedInput {
  let file: OpenFile
  /// The name of the file in messages.
  let name: String
  /// The directory that the file is in, absolute; nil for standard input.
  let directory: FilePath?
  /// How many bytes there are to read, if it is a regular file.
  let size: Int64?

  /// What messages call standard input.
  static let standardInputName = "standard input"

  /// Opens a file, or the file `_metadata` of a directory.
  static func path(_ text: String) throws(MetadataInputError) -> OpenedInput {
    let argument = try LocalPath.plain(text)
    let path = FilePath(argument)
    let opened = try openFile(path, name: argument)
    guard opened.type == .directory else { return try OpenedInput(opened, path: path, name: argument) }
    let file = path.appending("_metadata")
    do {
      let opened = try openFile(file, name: file.string)
      return try OpenedInput(opened, path: file, name: file.string)
    } catch {
      if error.problem == .cannotOpen(.noSuchFileOrDirectory) {
        throw MetadataInputError(.noMetadataFile, path: argument)
      }
      throw error
    }
  }

  /// Standard input.
  static func standardInput() throws(MetadataInputError) -> OpenedInput {
    let name = standardInputName
    let status: Stat
    do {
      status = try Stat(.standardInput)
    } catch {
      throw MetadataInputError(.cannotOpen(error), path: name)
    }
    let file = OpenFile(.standardInput, isOwned: false)
    return try OpenedInput((file, status.type, status.size), path: nil, name: name)
  }

  private typealias Found = (file: OpenFile, type: FileType, size: Int64)

  private init(_ found: Found, path: FilePath?, name: String) throws(MetadataInputError) {
    if found.type == .directory { throw MetadataInputError(.isDirectory, path: name) }
    file = found.file
    self.name = name
    directory = path?.absoluteDirectory
    guard found.type == .regular else {
      size = nil
      return
    }
    // The position of standard input may be after the beginning of the file.
    let start = (try? found.file.descriptor.seek(offset: 0, from: .current)) ?? 0
    size = max(0, found.size - start)
  }

  private static func openFile(_ path: FilePath, name: String) throws(MetadataInputError) -> Found {
    do throws(Errno) {
      let file = try OpenFile(path, .readOnly)
      let status = try Stat(file.descriptor)
      return (file, status.type, status.size)
    } catch {
      let isSocket = (try? Stat(path))?.type == .socket
      throw isSocket ? MetadataInputError(.isSocket, path: name) : MetadataInputError(cannotOpen: error, path: name)
    }
  }
}

extension FilePath {
  /// The absolute directory of a file with this path. `.` is removed; symbolic links and `..` are kept, since together
  /// they mean another directory than the text suggests. Nil if there is no working directory.
  var absoluteDirectory: FilePath? {
    let named = removingLastComponent()
    guard var result = named.isAbsolute ? FilePath("/") : FilePath.workingDirectory() else { return nil }
    for component in named.components where component.kind != .currentDirectory {
      result.append(component)
    }
    return result
  }
}
