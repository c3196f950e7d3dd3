// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Testing

/// The files that two checkpoints have in common.
@Suite struct FileComparisonTests {
  private typealias Handle = CraftedFile.Handle

  private static let locations = (
    before: FileLocation(directory: "s3://b/job/chk-1"), after: FileLocation(directory: "s3://b/job/chk-2")
  )

  private static let largest: Int64 = 1 << 46 - 1

  private func compare(_ before: [UInt8], _ after: [UInt8]) throws -> FileComparison {
    try CheckpointDifference(from: MetadataFile(before), to: MetadataFile(after), locations: Self.locations).files
  }

  private func compare(_ before: [Handle], _ after: [Handle]) throws -> FileComparison {
    func bytes(_ handles: [Handle]) -> [UInt8] {
      CraftedFile([.init(parallelism: 10, subtasks: handles.enumerated().map { (Int32($0), $1) })]).bytes
    }
    return try compare(bytes(before), bytes(after))
  }

  // MARK: The corpus

  /// The largest end of a part of each file, up to the limit, by the path that leads to it.
  private func sizes(_ file: ReadableFile, in directory: String) throws -> [String: Int64] {
    let files = try MetadataFile(file.bytes).referencedFiles().map { file in
      let path = file.kind == .relativeFile ? directory + file.path.drop { $0 == "/" } : file.path
      let (end, overflows) = max(0, file.startPos ?? 0).addingReportingOverflow(file.stateSize)
      return (path, file.stateSize < 0 ? 0 : overflows ? Self.largest : min(end, Self.largest))
    }
    return Dictionary(files) { max($0, $1) }
  }

  /// Neighbours of the corpus, which have files in common if they hold the same state, and each file with itself.
  static let pairs = Array(zip(ReadableFile.all, ReadableFile.all.dropFirst())) + ReadableFile.all.map { ($0, $0) }

  @Test(arguments: pairs)
  func filesAreNewKeptOrDropped(_ before: ReadableFile, _ after: ReadableFile) throws {
    let files = try compare(before.bytes, after.bytes)
    let old = try sizes(before, in: "s3://b/job/chk-1/")
    let new = try sizes(after, in: "s3://b/job/chk-2/")
    let kept = old.filter { new[$0.key] != nil }
    #expect(files.isExact)
    #expect(files.new.count == new.count - kept.count)
    #expect(files.kept.count == kept.count)
    #expect(files.dropped.count == old.count - kept.count)
    #expect(files.new.size == new.filter { old[$0.key] == nil }.values.reduce(0, +))
    #expect(files.dropped.size == old.filter { new[$0.key] == nil }.values.reduce(0, +))
    #expect(files.before.count == old.count && files.before.size == old.values.reduce(0, +))
    #expect(files.after.count == new.count)
    let grown = kept.map { max(0, new[$0.key, default: 0] - $0.value) }.reduce(0, +)
    #expect(files.grownSize == grown)
    #expect(files.kept.size == kept.values.reduce(0, +) + grown)
  }

  // MARK: One file

  @Test func aMergedFileGrows() throws {
    let files = try compare(
      [.segment("s3://b/f", start: 0, size: 100), .segment("s3://b/f", start: 100, size: 50)],
      [.segment("s3://b/f", start: 100, size: 50), .segment("s3://b/f", start: 150, size: 7)])
    #expect(files.kept.count == 1 && files.kept.size == 157 && files.grownSize == 7)
    #expect(files.before.size == 150 && files.after.size == 157)
    #expect(files.new.count == 0 && files.dropped.count == 0)
  }

  @Test func aFileOfWhichLessIsNeededDoesNotShrink() throws {
    let files = try compare(
      [.segment("s3://b/f", start: 0, size: 100), .segment("s3://b/f", start: 100, size: 50)],
      [.segment("s3://b/f", start: 0, size: 100)])
    #expect(files.kept.size == 150 && files.grownSize == 0)
  }

  /// A relative path leads to another place in each directory, and can lead to the place of an absolute one.
  @Test func relativePathsBeginInTheDirectoryOfTheirFile() throws {
    let names: [Handle] = [.relativeFile("f", size: 1)]
    let other = try compare(names, names)
    #expect(other.kept.count == 0 && other.new.count == 1 && other.dropped.count == 1)
    let same = try compare(names, [.file("s3://b/job/chk-1/f", size: 1)])
    #expect(same.kept.count == 1 && same.new.count == 0 && same.dropped.count == 0)
  }

  @Test func aFileOfUnknownSizeIsCounted() throws {
    let files = try compare([.file("s3://b/f", size: -1)], [.file("s3://b/g", size: -1), .file("s3://b/f", size: -1)])
    #expect(files.new.count == 1 && files.kept.count == 1 && files.after.size == 0 && files.grownSize == 0)
  }

  @Test func sizesThatNoStorageHasAreLimited() throws {
    let handles = (0..<10).map { Handle.file("s3://b/\($0)", size: .max) }
    let files = try compare([.file("s3://b/0", size: .max)], handles)
    #expect(files.new.count == 9 && files.new.size == 9 * Self.largest && files.after.size == 10 * Self.largest)
  }

  // MARK: No file in common

  @Test func filesOfSavepointsAreUnrelated() throws {
    let native = try Corpus.bytes("2.3.0/savepoint-native.metadata")
    #expect(try compare(native, native).isUnrelated)
    #expect(try compare([Handle](), [.file("s3://b/f", size: 1)]).isUnrelated == false)
    #expect(try compare([.file("s3://b/f", size: 1)], [Handle]()).isUnrelated == false)
    #expect(try compare([.file("s3://b/f", size: 1)], [.file("s3://b/f", size: 1)]).isUnrelated == false)
  }

  // MARK: Many files

  /// 500 thousand files before, of which the second checkpoint keeps 300 thousand, and 200 thousand new ones.
  @Test func moreThanHalfAMillionAreEstimated() throws {
    let files = try compare(manyFiles(0..<500_000), manyFiles(200_000..<700_000))
    func isClose(_ amount: FileComparison.Amount, _ expected: Int) -> Bool {
      // Six times the error that a sample has on average.
      abs(amount.count - expected) < expected / 40 && amount.size == Int64(amount.count) * 10
    }
    #expect(!files.isExact)
    #expect(isClose(files.new, 200_000) && isClose(files.kept, 300_000) && isClose(files.dropped, 200_000))
    #expect(isClose(files.before, 500_000) && isClose(files.after, 500_000))
    #expect(files.grownSize == 0)
  }

  /// One sampling decision holds for both checkpoints.
  @Test func estimatesOfTheSameFilesAgree() throws {
    let many = manyFiles(0..<600_000)
    let files = try compare(many, many)
    #expect(!files.isExact && files.new.count == 0 && files.dropped.count == 0)
    #expect(files.kept == files.before && files.kept == files.after)
  }

  /// A file with a handle to each of these files, each of 10 bytes: the record of one handle again and again.
  private func manyFiles(_ numbers: Range<Int>) -> [UInt8] {
    let path = "s3://b/job/shared/0000000"
    let one = CraftedFile([.init(subtasks: [(0, .file(path, size: 10))])]).bytes
    let none = CraftedFile([.init()]).bytes
    // Only the number of subtasks and what is behind it differ; the last five bytes are the checkpoint properties.
    let start = none.count - 5
    let record = one[start..<one.count - 5]
    let pathEnd = record.indices.first { one[$0..<one.count - 5].starts(with: path.utf8) }.map { $0 + path.utf8.count }
    guard let pathEnd else { return [] }
    var bytes = Array(one[..<(start - 4)])
    withUnsafeBytes(of: Int32(numbers.count).bigEndian) { bytes += $0 }
    for number in numbers {
      bytes += record
      var (place, rest) = (bytes.count - (one.count - 5 - pathEnd), number)
      while rest > 0 {
        place -= 1
        bytes[place] = UInt8(ascii: "0") + UInt8(rest % 10)
        rest /= 10
      }
    }
    return bytes + one.suffix(5)
  }
}
