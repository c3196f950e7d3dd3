import FlinkMetadata

/// Counts files and their bytes. Whatever else the format can hold is passed over.
struct FileCounter: MetadataVisitor {
  var files = 0
  var bytes: Int64 = 0

  mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) {
    files += 1
    bytes &+= stateSize
  }

  mutating func relativeFileStateHandle(relativePath: ModifiedUTF8Span, stateSize: Int64) {
    files += 1
    bytes &+= stateSize
  }
}

/// Goes over metadata of any size in constant memory.
func countFiles(_ source: any ByteSource) throws(FlinkMetadataError) -> FileCounter {
  var counter = FileCounter()
  try walkMetadata(source, visitor: &counter)
  return counter
}
