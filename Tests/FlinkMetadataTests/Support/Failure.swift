// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// The error that something ends with, or nil.
func failure<Result>(_ body: () throws(FlinkMetadataError) -> Result) -> FlinkMetadataError? {
  do throws(FlinkMetadataError) {
    _ = try body()
    return nil
  } catch {
    return error
  }
}

/// The error of a walk over bytes in memory, or nil.
func failureOfWalk(_ bytes: [UInt8], dialect: Dialect? = nil) -> FlinkMetadataError? {
  failure { () throws(FlinkMetadataError) in try walk(bytes, dialect: dialect) }
}

/// The error of a walk over a source, or nil.
func failureOfWalk(_ source: some ByteSource, dialect: Dialect? = nil) -> FlinkMetadataError? {
  var visitor = Nothing()
  return failure { () throws(FlinkMetadataError) in try source.walkMetadata(&visitor, dialect: dialect) }
}

/// The error of decoding values, or nil.
func failureOfValues(_ bytes: [UInt8]) -> FlinkMetadataError? {
  failure { () throws(FlinkMetadataError) in try values(bytes) }
}

/// Decodes the values of a file.
func values(_ bytes: [UInt8], dialect: Dialect? = nil) throws(FlinkMetadataError) -> CheckpointMetadata {
  try MetadataFile(bytes, dialect: dialect).metadata()
}

/// Checks a file in memory.
@discardableResult
func walk(_ bytes: [UInt8], dialect: Dialect? = nil) throws(FlinkMetadataError) -> MetadataSummary {
  var visitor = Nothing()
  return try MetadataFile(bytes, dialect: dialect).walk(&visitor)
}
