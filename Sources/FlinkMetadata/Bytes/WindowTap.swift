// SPDX-License-Identifier: Apache-2.0

/// Observes every byte that a reader consumes.
@usableFromInline
protocol WindowTap: AnyObject {
  /// Called before bytes that have been read leave the window: all bytes from the beginning of the window on. `offset`
  /// is the offset of the first of them in the file. Some of them may have been passed before.
  func windowWillMove(_ bytes: UnsafeRawBufferPointer, offset: Int64) throws(FlinkMetadataError)
}
