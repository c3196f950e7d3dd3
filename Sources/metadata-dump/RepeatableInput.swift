// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles
import SystemPackage
import ToolSupport

/// A PATH that is read twice. A pipe is copied to a temporary file first.
struct RepeatableInput {
  private let path: String
  private let maximumByteCount: Int64?
  private let copy: SpooledInput?

  /// Copies the input if it cannot be opened twice.
  init(_ text: String, maximumByteCount: Int64?) throws(DumpError) {
    do {
      path = try LocalPath.plain(text)
    } catch {
      throw .input(error)
    }
    self.maximumByteCount = maximumByteCount
    if path != "-" && (DirectoryTree.isDirectory(path) || DirectoryTree.file(at: path) != nil) {
      copy = nil
      return
    }
    do {
      copy =
        path == "-"
        ? try SpooledInput(.standardInput, name: "standard input", in: temporaryDirectory)
        : try SpooledInput(path: path, in: temporaryDirectory)
    } catch let error as MetadataInputError {
      throw .input(error)
    } catch let error as OutputError {
      throw .output(error)
    } catch {
      preconditionFailure("unexpected error: \(error)")
    }
  }

  /// Opens the input.
  func open() throws(DumpError) -> MetadataInput {
    do {
      let input = try MetadataInput(copy?.path ?? path, maximumByteCount: maximumByteCount)
      if copy != nil { input.standIn(for: path) }
      return input
    } catch {
      throw .input(error)
    }
  }
}
