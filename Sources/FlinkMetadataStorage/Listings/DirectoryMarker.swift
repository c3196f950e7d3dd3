// SPDX-License-Identifier: Apache-2.0

/// Objects that stand for directories, which object stores do not have.
enum DirectoryMarker {
  /// Whether an object is one: empty, with a name that ends with a slash, or with the suffix of old releases of Hadoop.
  @inline(__always)
  static func matches(key: UnsafeRawBufferPointer, size: Int64?) -> Bool {
    size == 0 && (key.last == UInt8(ascii: "/") || hasOldSuffix(key))
  }

  private static func hasOldSuffix(_ key: UnsafeRawBufferPointer) -> Bool {
    key.last == UInt8(ascii: "$") && LentBytes(key).hasSuffix("_$folder$")
  }
}
