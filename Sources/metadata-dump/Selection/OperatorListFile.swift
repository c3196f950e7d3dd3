// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataFiles
import SystemPackage
import ToolSupport

/// Reads a list of operators from a file of the command line.
enum OperatorListFile {
  /// More than any job has, so that a wrong file, such as a device, is noticed.
  private static let largestByteCount = 16 << 20

  /// The operators of a file.
  static func read(_ path: String) throws(DumpError) -> OperatorList {
    let bytes: [UInt8]
    do throws(MetadataInputError) {
      bytes = try firstBytes(of: path, count: largestByteCount + 1)
    } catch {
      throw .input(error)
    }
    if bytes.count > largestByteCount {
      throw .list("more than \(byteCountText(Int64(largestByteCount))): expected a list of uids", path: path)
    }
    do throws(OperatorListError) {
      return try OperatorList(text: bytes)
    } catch {
      throw .list(error.description, path: path)
    }
  }

  private static func firstBytes(of path: String, count: Int) throws(MetadataInputError) -> [UInt8] {
    let file: FileDescriptor
    do {
      file = try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
    } catch {
      throw MetadataInputError(.cannotOpen(error as? Errno ?? .ioError), path: path)
    }
    defer { try? file.close() }
    do {
      var bytes: [UInt8] = []
      var chunk = [UInt8](repeating: 0, count: 64 << 10)
      while bytes.count < count {
        let read = try chunk.withUnsafeMutableBytes { try file.read(into: $0) }
        if read == 0 { break }
        bytes += chunk[..<read]
      }
      return bytes
    } catch {
      throw MetadataInputError(.cannotRead(error as? Errno ?? .ioError), path: path)
    }
  }
}
