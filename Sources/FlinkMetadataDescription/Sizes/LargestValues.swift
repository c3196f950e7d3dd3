// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// A string, bytes or a list of offsets in a metadata file.
public struct MetadataValue: Sendable {
  /// What the value is.
  public var content: MetadataContent
  /// The part of the file that has the value, as in errors and in JSON.
  public var path: MetadataPath
  /// Where in the file the value begins, after its length.
  public var offset: Int64
  /// How many bytes the value has, without its length.
  public var byteCount: Int64
}

/// The largest values that a walk has met, largest first. Of values of the same size the first ones stay.
struct LargestValues {
  private(set) var values: [MetadataValue] = []
  private let limit: Int
  /// Only larger values are of interest.
  private(set) var threshold: Int64 = 0

  /// Keeps at most `limit` values.
  init(limit: Int) { self.limit = max(0, limit) }

  mutating func add(_ value: MetadataValue) {
    guard limit > 0, value.byteCount > threshold else { return }
    let position = values.firstIndex { $0.byteCount < value.byteCount } ?? values.count
    if values.count == limit { values.removeLast() }
    values.insert(value, at: position)
    if values.count == limit { threshold = values[limit - 1].byteCount }
  }
}
