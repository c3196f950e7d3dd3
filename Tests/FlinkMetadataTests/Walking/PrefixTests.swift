// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import Foundation
import Testing

/// A file that was cut off is never taken for a whole one, wherever the cut is.
///
/// Prefixes are walked where they lie, without a copy: there are millions of them.
@Suite struct PrefixTests {
  /// For files larger than this the dialect is given, because finding it out walks over each prefix three times more.
  static let detectedSize = 16 * 1024
  /// Larger files are left out. By the environment variable `FLINK_METADATA_LARGEST_PREFIX`, for builds that take many times
  /// as long: the time grows with the square of the size.
  static let largestFile =
    ProcessInfo.processInfo.environment["FLINK_METADATA_LARGEST_PREFIX"].flatMap { Int($0) } ?? 200 * 1024

  @Test(arguments: Corpus.entries.filter { $0.size < largestFile })
  func everyPrefixFailsInsideItself(_ entry: Corpus.Entry) throws {
    let bytes = try Corpus.bytes(entry.file)
    let span = bytes.span.bytes
    var visitor = Nothing()
    var accepted: [Int] = []
    var locatedOutside: [Int] = []
    let dialect = bytes.count > Self.detectedSize ? Dialect(rawValue: entry.dialect) : nil
    for count in 0..<bytes.count {
      do throws(FlinkMetadataError) {
        try CheckpointMetadataView(span.extracting(0..<count), dialect: dialect).walk(&visitor)
        accepted.append(count)
      } catch {
        if !(0...Int64(count)).contains(error.offset ?? -1) { locatedOutside.append(count) }
      }
    }
    #expect(accepted == [])
    #expect(locatedOutside == [])
  }

  /// A source that ends early gives the same error as an array that does.
  @Test(arguments: Corpus.entries.filter { $0.size < 1024 })
  func everyPrefixOfASourceFailsWithTheSameError(_ entry: Corpus.Entry) throws {
    let bytes = try Corpus.bytes(entry.file)
    for count in 0..<bytes.count {
      let prefix = Array(bytes[..<count])
      let fromSource = failureOfWalk(MemorySource(prefix, chunkSize: 1 + count % 61))
      let inMemory = failureOfWalk(prefix)
      #expect(fromSource != nil && fromSource == inMemory, "prefix of \(count) bytes")
    }
  }
}
