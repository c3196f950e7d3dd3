// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Counts the handles that refer to files, and the bytes of their state. Whatever else the format can hold is passed over.
struct FileCounter {
  var files = 0
  var bytes: Int64 = 0
}

extension FileCounter: MetadataVisitor {
  mutating func fileReference(_ reference: FileReference) {
    files += 1
    // -1 says that the size is not known.
    bytes &+= max(0, reference.stateSize)
  }
}

/// Goes over metadata of any size in constant memory.
func countFiles(_ source: any ByteSource) throws(FlinkMetadataError) -> FileCounter {
  var counter = FileCounter()
  try source.walkMetadata(&counter)
  return counter
}
