// SPDX-License-Identifier: Apache-2.0

import CZlib
import Foundation
import Testing

/// The golden files, which real Flink releases wrote, and what these releases say that they hold.
public enum Corpus {
  /// A line of the manifest.
  public struct Entry: Decodable, Sendable, CustomTestStringConvertible {
    /// The file's path in the folder of the corpus.
    public var file: String
    /// The description by Flink, where it reads the file.
    public var expected: String?
    /// The release that wrote the file.
    public var flink: String
    /// "job" or "constructed".
    public var kind: String
    /// The version of the format.
    public var version: Int
    /// The dialect, as `Dialect` spells it.
    public var dialect: String
    /// The size in bytes, unpacked.
    public var size: Int
    /// The checksum of the unpacked bytes.
    public var sha256: String
    /// Whether the release that wrote the file reads it.
    public var readBackByFlink: Bool

    /// The path, which names the file in the output of tests.
    public var testDescription: String { file }
  }

  /// The folder of the corpus.
  public static let directory = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "corpus")

  /// All files.
  public static let entries: [Entry] = {
    do {
      return try JSONDecoder().decode([Entry].self, from: Data(contentsOf: directory.appending(path: "manifest.json")))
    } catch {
      preconditionFailure("corpus/manifest.json: \(error)")
    }
  }()

  /// A file of the corpus, unpacked.
  public static func bytes(_ file: String) throws -> [UInt8] {
    let content = [UInt8](try Data(contentsOf: directory.appending(path: file)))
    return content.starts(with: [0x1F, 0x8B]) ? try gunzip(content) : content
  }

  private static func gunzip(_ compressed: [UInt8]) throws -> [UInt8] {
    var stream = z_stream()
    guard inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw CocoaError(.fileReadCorruptFile)
    }
    defer { inflateEnd(&stream) }
    var input = compressed
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var status = Z_OK
    input.withUnsafeMutableBufferPointer { input in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      while status == Z_OK {
        buffer.withUnsafeMutableBufferPointer { buffer in
          stream.next_out = buffer.baseAddress
          stream.avail_out = UInt32(buffer.count)
          status = inflate(&stream, Z_NO_FLUSH)
          output.append(contentsOf: buffer.prefix(buffer.count - Int(stream.avail_out)))
        }
      }
    }
    guard status == Z_STREAM_END else { throw CocoaError(.fileReadCorruptFile) }
    return output
  }
}
