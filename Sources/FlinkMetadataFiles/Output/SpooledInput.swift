// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import SystemPackage

/// The content of a pipe in a temporary file, for what has to be read twice. The file goes when this object does, and
/// when a signal ends the process.
package final class SpooledInput {
  /// The path of the temporary file.
  package let path: String
  private let temporary: TemporaryFile

  /// Copies what a descriptor has from its current position to its end.
  ///
  /// - Parameters:
  ///   - source: what is copied.
  ///   - name: what messages call it.
  ///   - directory: where the temporary file is made; needs as much room as the pipe delivers.
  /// - Throws: ``MetadataInputError`` if the source cannot be read, ``OutputError`` if the file cannot be written.
  package init(_ source: FileDescriptor, name: String, in directory: String) throws {
    let temporary: TemporaryFile
    do throws(Errno) {
      temporary = try TemporaryFile(beside: FilePath(directory).appending("input"), permissions: .ownerReadWrite)
    } catch {
      throw OutputError.failed(.createInDirectory, name: directory, error)
    }
    self.temporary = temporary
    path = temporary.name
    let output = OutputBuffer(temporary.file.descriptor, name: temporary.name)
    let input = FileDescriptorSource(source)
    do throws(FlinkMetadataError) {
      while true {
        let chunk = try input.firstBytes(BufferSize.chunk)
        if chunk.isEmpty { break }
        try output.write(chunk.span.bytes)
      }
    } catch {
      if let failure = output.failure { throw failure }
      throw MetadataInputError(.cannotRead(error.errno ?? .ioError), path: name)
    }
    try output.flush()
    do throws(Errno) {
      // Not by the output: then this object would close the descriptor once more, when it can be that of another file.
      try temporary.file.close()
    } catch {
      throw OutputError.failed(.write, name: temporary.name, error)
    }
  }

  /// Copies a file, a pipe or a device with a path.
  package convenience init(path: String, in directory: String) throws {
    let file: OpenFile
    do throws(Errno) {
      file = try OpenFile(FilePath(path), .readOnly)
    } catch {
      throw MetadataInputError(cannotOpen: error, path: path)
    }
    try self.init(file.descriptor, name: path, in: directory)
  }
}
