// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataFiles

/// Compares what metadata files refer to with what a storage holds.
///
/// Use it to learn before a restore whether a checkpoint is whole, and which files of a storage nothing refers to:
///
/// ```swift
/// var check = StorageCheck(StorageCheckOptions())
/// try check.add(CheckedMetadata(path: "chk-42", name: "chk-42", directory: "s3://bucket/ck/job/chk-42"))
/// let report = try check.run([.listing(path: "listing.txt", ListingOptions(base: "s3://bucket"))])
/// for result in report.results { print(result.checkpoint.directory, result.decision) }
/// ```
///
/// It reads each metadata file once, then each listing once; only if something is wrong are they read again, to name
/// it. Memory: at most 48 bytes for each different file that is referred to, whatever the length of its path, and the
/// paths of what is reported.
public struct StorageCheck: ~Copyable {
  let options: StorageCheckOptions
  /// How locations of metadata become canonical.
  let metadataForm: LocationForm
  /// How listed locations do.
  let storageForm: LocationForm
  /// How locations that are where they say do.
  let plainForm: LocationForm
  var references: ReferenceTable
  /// What was added.
  public internal(set) var checkpoints: [CheckedCheckpoint] = []
  /// How many metadata files were walked over, damaged ones too: a file's sets of checkpoints know them by this number.
  var walkCount = 0
  /// All directories that are referred to, in canonical form.
  var referencedDirectories: Set<[UInt8]> = []
  /// The first location that metadata refers to.
  var firstReference: [UInt8]?

  /// Begins a check.
  public init(_ options: StorageCheckOptions) {
    self.options = options
    metadataForm = LocationForm(equality: options.equality, rules: options.moves, origin: .metadata)
    storageForm = LocationForm(equality: options.equality, rules: options.copies, origin: .storage)
    plainForm = LocationForm(equality: options.equality, rules: PathRules(), origin: .storage)
    references = ReferenceTable()
  }

  /// How many different files the metadata refers to.
  public var fileCount: Int { references.fileCount }

  /// Reads a metadata file. After an error the check can go on without it.
  public mutating func add(_ metadata: CheckedMetadata) throws(CheckError) {
    let input = try open(metadata)
    let directory = options.copies.moved(metadata.directory) ?? metadata.directory
    // The table is away while the walk has it; an empty one takes its place.
    let table = exchange(&references, with: ReferenceTable())
    let member = walkCount
    walkCount += 1
    var collector = ReferenceCollector(table, metadataForm, checkpoint: member, directory: directory)
    do throws(FlinkMetadataError) {
      try input.walk(&collector, dialect: options.dialect)
    } catch {
      references = collector.finish()
      throw .metadata(error, message: input.message(for: error))
    }
    let collected = collector.collected
    references = collector.finish()
    if firstReference == nil { firstReference = collected.firstLocation.map { metadataForm.canonical($0) } }
    var checkpoint = CheckedCheckpoint(
      metadata: metadata, checkpointId: collected.checkpointId ?? 0, properties: collected.properties,
      directory: text(canonicalDirectory(directory)), storedDirectory: directory,
      fileCount: references.filesOfCheckpoint, referenceCount: collected.references,
      relativeReferenceCount: collected.facts.relativeReferences,
      stateSize: collected.stateSize, foreignDirectories: [], modified: metadata.modified, facts: collected.facts,
      member: member)
    for directory in collected.directories.counts.keys {
      let text = String(decoding: decodeModifiedUTF8(directory.span.bytes), as: UTF16.self)
      checkpoint.facts.note(path: options.moves.moved(text) ?? text)
      referencedDirectories.insert(metadataForm.canonical(directory))
    }
    checkpoint.foreignDirectories = foreignDirectories(collected.directories, of: checkpoint)
    checkpoints.append(checkpoint)
  }

  func open(_ metadata: CheckedMetadata) throws(CheckError) -> MetadataInput {
    do {
      let input = try MetadataInput(metadata.path, maximumByteCount: options.maximumByteCount)
      input.name = metadata.name
      options.opened?(input)
      return input
    } catch {
      throw .input(error)
    }
  }

  /// A directory in canonical form, without a slash at its end.
  func canonicalDirectory(_ directory: String) -> [UInt8] {
    metadataForm.canonical(encodeModifiedUTF8(directory.utf16))
  }

  func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  /// Directories outside the checkpoint's own job, or outside its own directory if it has no job.
  private func foreignDirectories(_ directories: ReferencedDirectories, of checkpoint: CheckedCheckpoint)
    -> [(directory: String, references: Int64)]
  {
    let own = "\(checkpoint.jobDirectory ?? checkpoint.directory)/".utf8
    var result: [ExactText: Int64] = [:]
    for (directory, count) in directories.counts {
      let canonical = text(metadataForm.canonical(directory))
      if !"\(canonical)/".utf8.starts(with: own) { result[ExactText(canonical), default: 0] += count }
    }
    return result.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key.text, $0.value) }
  }
}
