// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles
import SystemPackage

/// A file that is open for reading and is closed when the last reference to it goes.
final class ListingFile {
  /// Delivers the file's bytes.
  let source: FileDescriptorSource
  private let isOwned: Bool

  /// Opens a file.
  init(path: String) throws(ListingError) {
    do {
      source = FileDescriptorSource(try FileDescriptor.open(path, .readOnly, options: .closeOnExec))
      isOwned = true
    } catch {
      throw ListingError(.cannotRead(.sourceFailed(code: (error as? Errno)?.rawValue ?? 0)))
    }
  }

  private init() {
    source = FileDescriptorSource(.standardInput)
    isOwned = false
  }

  static func standardInput() -> ListingFile { ListingFile() }

  deinit {
    if isOwned { try? source.descriptor.close() }
  }

  /// The size in bytes; nil if it is no regular file.
  var size: Int64? {
    guard let status = try? Stat(source.descriptor), status.type == .regular else { return nil }
    return Int64(status.size)
  }
}
