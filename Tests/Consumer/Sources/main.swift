// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

func run(_ arguments: [String]) throws(FlinkMetadataError) -> Bool {
  switch (arguments.first, arguments.dropFirst().first, arguments.dropFirst(2).first.flatMap { Int($0) }) {
  case ("sample", let path?, let size?):
    return save(try Sample.file(ofSize: size), to: path)
  case ("traverse", let path?, nil):
    var traversal = Traversal()
    try withMappedFile(path) { (bytes) throws(FlinkMetadataError) in
      try traversal.metadata(CheckpointMetadataView(bytes))
    }
    print("\(traversal.handles) handles, \(traversal.bytes) bytes, \(traversal.offsets) offsets")
  case ("values", let path?, nil):
    print(try summary(contents(path)))
  case ("views", let path?, nil):
    print(try sharedSize(MetadataFile(contents(path))))
  case ("visitor", nil, nil):
    let counter = try countFiles(StandardInput())
    print("\(counter.files) files, \(counter.bytes) bytes")
  default:
    print("usage: consumer sample FILE SIZE | traverse FILE | values FILE | views FILE | visitor <FILE")
    return false
  }
  return true
}

do throws(FlinkMetadataError) {
  exit(try run(Array(CommandLine.arguments.dropFirst())) ? 0 : 64)
} catch {
  print(error)
  exit(65)
}
