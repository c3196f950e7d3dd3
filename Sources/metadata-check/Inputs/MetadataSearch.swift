// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles
import FlinkMetadataStorage
import SystemPackage
import ToolSupport

/// Finds the metadata files that the command line means.
struct MetadataSearch {
  /// Where standard input was made a file, to be read twice.
  private(set) var spooled: [SpooledInput] = []
  /// Where the checkpoint of standard input is stored, if the command line says.
  let standardInputDirectory: String?
  /// Where temporary files are made.
  let temporaryDirectory: String

  init(standardInputDirectory: String?, temporaryDirectory: String) {
    self.standardInputDirectory = standardInputDirectory
    self.temporaryDirectory = temporaryDirectory
  }

  /// The metadata files of a PATH: a file, a directory that has one, or all in a tree.
  mutating func files(of text: String) throws(CheckFailure) -> [CheckedMetadata] {
    if text == "-" { return [try standardInput()] }
    let path: String
    do {
      path = try LocalPath.plain(text)
    } catch {
      throw .input(error)
    }
    guard DirectoryTree.isDirectory(path) else { return [try file(path)] }
    let direct = path.hasSuffix("/") ? "\(path)_metadata" : "\(path)/_metadata"
    if let metadata = regularFile(direct, name: direct) { return [metadata] }
    let found = try tree(path)
    if found.isEmpty { throw .noMetadata(path) }
    return found
  }

  private mutating func standardInput() throws(CheckFailure) -> CheckedMetadata {
    let input = try spool { directory in try SpooledInput(.standardInput, name: "standard input", in: directory) }
    return CheckedMetadata(path: input.path, name: "standard input", directory: standardInputDirectory ?? "")
  }

  private mutating func file(_ path: String) throws(CheckFailure) -> CheckedMetadata {
    if let metadata = regularFile(path, name: path) { return metadata }
    // A pipe, or nothing: opening it says which.
    let input = try spool { directory in try SpooledInput(path: path, in: directory) }
    return CheckedMetadata(path: input.path, name: path, directory: DirectoryTree.absoluteDirectory(ofFile: path) ?? "")
  }

  private mutating func spool(_ make: (String) throws -> SpooledInput) throws(CheckFailure) -> SpooledInput {
    do {
      let input = try make(temporaryDirectory)
      spooled.append(input)
      return input
    } catch let error as MetadataInputError {
      throw .input(error)
    } catch let error as OutputError {
      throw .output(error)
    } catch {
      preconditionFailure("unexpected error: \(error)")
    }
  }

  private func regularFile(_ path: String, name: String) -> CheckedMetadata? {
    guard let file = DirectoryTree.file(at: path), let directory = DirectoryTree.absoluteDirectory(ofFile: path) else {
      return nil
    }
    return CheckedMetadata(path: path, name: name, directory: directory, modified: file.modified)
  }

  private func tree(_ path: String) throws(CheckFailure) -> [CheckedMetadata] {
    var found: [CheckedMetadata] = []
    do {
      try DirectoryTree(path).visit { (file) throws(CheckFailure) in
        guard file.path.ends(with: "/_metadata") else { return }
        // A name that is not UTF-8 cannot be passed on to the system as a string.
        guard let path = String(validating: file.path, as: UTF8.self) else {
          throw CheckFailure.directory(String(decoding: file.path, as: UTF8.self), reason: "its name is not UTF-8")
        }
        let directory = String(decoding: file.path.dropLast("/_metadata".utf8.count), as: UTF8.self)
        found.append(CheckedMetadata(path: path, name: path, directory: directory, modified: file.modified))
      }
    } catch let error as DirectoryTree.Failure {
      throw .directory(error.path, reason: "\(error.error)")
    } catch let error as CheckFailure {
      throw error
    } catch {
      preconditionFailure("unexpected error: \(error)")
    }
    return found
  }
}

extension [UInt8] {
  fileprivate func ends(with text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}
