// SPDX-License-Identifier: Apache-2.0

/// What is known of the storage classes of object stores.
enum StorageClass {
  /// The classes whose objects have to be thawed before they can be read: of S3 and its imitators, Azure, OSS and COS.
  /// `GLACIER_IR` and `ARCHIVE_INSTANT_ACCESS` of S3 and `ARCHIVE` of Google's store can be read at once; Google's is
  /// the business of the reader of that form.
  private static let archives: [StaticString] = [
    "GLACIER", "DEEP_ARCHIVE", "ARCHIVE", "ARCHIVE_ACCESS", "DEEP_ARCHIVE_ACCESS", "COLDARCHIVE", "COLD_ARCHIVE",
    "DEEPCOLDARCHIVE", "DEEP_COLD_ARCHIVE", "MAZ_ARCHIVE",
  ]

  /// Whether objects of the class have to be thawed. The case of letters does not matter.
  static func isArchived(_ bytes: UnsafeRawBufferPointer) -> Bool {
    // Most objects are in a class with other first letters, so nothing more is compared for them.
    guard let first = bytes.first.map(uppercased), "ACDGM".utf8.contains(first) else { return false }
    return archives.contains { isEqual(bytes, $0) }
  }

  private static func isEqual(_ bytes: UnsafeRawBufferPointer, _ name: StaticString) -> Bool {
    name.withUTF8Buffer { name in
      name.count == bytes.count && name.indices.allSatisfy { uppercased(bytes[$0]) == name[$0] }
    }
  }

  private static func uppercased(_ byte: UInt8) -> UInt8 {
    (0x61...0x7A).contains(byte) ? byte - 0x20 : byte
  }
}
