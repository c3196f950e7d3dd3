// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Names of the job that the metadata belong to.
///
/// Flink names files, state backends and handles by random UUIDs. While a block is made, it has placeholders,
/// one for each name; ``SubtaskBlock`` draws the names.
struct Identifiers {
  /// Where all files of the job are.
  static let bucket = "s3://flink-state"
  /// The id of the job.
  let job: String

  private(set) var count = 0
  private var random: SplitMix64

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    let digits = [random.next(), random.next()].map { part in
      let text = String(part, radix: 16)
      return String(repeating: "0", count: 16 - text.count) + text
    }
    job = digits.joined()
  }

  // MARK: Placeholders

  /// What follows the eight hexadecimal digits of the number of a placeholder.
  static let placeholderEnd = Array("-0000-4000-8000-000000000000".utf8)
  /// The length of a placeholder and of the UUID that takes its place.
  static let byteCount = 36

  /// The placeholder of a name that is not used yet.
  mutating func next() -> String {
    let number = String(count, radix: 16)
    count += 1
    return String(repeating: "0", count: 8 - number.count) + number
      + String(decoding: Self.placeholderEnd, as: UTF8.self)
  }

  // MARK: Strings

  /// A new name, as in a file.
  mutating func nextString() throws(FlinkMetadataError) -> ModifiedUTF8String { try ModifiedUTF8String(next()) }

  /// The directories of all checkpoints of the job, of this checkpoint, and of the changelog.
  var checkpoints: String { "\(Self.bucket)/checkpoints/\(job)" }
  var exclusive: String { "\(checkpoints)/chk-\(Shape.checkpointId)" }
  var changelog: String { "\(Self.bucket)/changelog/\(job)/dstl" }

  /// The size of a file or piece of state, anything up to 64 MiB.
  mutating func size() -> Int64 { random.next(below: 1 << 26) }

  // MARK: Handles

  /// A new file in a directory.
  mutating func file(in directory: String) throws(FlinkMetadataError) -> StreamStateHandle {
    .file(FileStateHandle(filePath: try ModifiedUTF8String("\(directory)/\(next())"), stateSize: size()))
  }

  /// A new file of the checkpoint's own directory.
  mutating func relativeFile() throws(FlinkMetadataError) -> StreamStateHandle {
    .relativeFile(RelativeFileStateHandle(relativePath: try nextString(), stateSize: size()))
  }

  /// State in the metadata file itself.
  mutating func inlined(byteCount: Int) throws(FlinkMetadataError) -> StreamStateHandle {
    .byteStream(
      ByteStreamStateHandle(
        handleName: try ModifiedUTF8String("\(exclusive)/\(next())"),
        data: SharedBytes([UInt8](repeating: 0, count: byteCount))))
  }
}
