/// Observes every byte that a reader consumes.
@usableFromInline
protocol WindowTap: AnyObject {
  /// The bytes that have been read since the window began are about to leave it. `offset` is that of the first of them in
  /// the file. They may have been shown before.
  func windowWillMove(_ bytes: UnsafeRawBufferPointer, offset: Int64) throws(FlinkMetadataError)
}
