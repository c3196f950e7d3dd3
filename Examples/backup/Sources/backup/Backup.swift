// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataFiles
import FlinkMetadataStorage
import Foundation

/// Copies a checkpoint to another directory: exactly the files that it needs, and its metadata, which is rewritten so
/// that Flink can restore from the copy.
struct Backup {
  /// The directory of the checkpoint.
  let checkpoint: String
  /// What the metadata calls the directory that has all files, such as `file:/checkpoints`.
  let recorded: String
  /// Where that directory is on this machine.
  let local: String
  /// The directory of the copy, which has the same layout. What an earlier backup has copied is not copied again.
  let target: String

  /// What is wrong with the copy, a line each. The metadata is written if nothing is, after everything else.
  func run() throws -> [String] {
    let metadata = try MetadataFile(path: checkpoint)
    let original = try PathRules([PathRules.Mapping(from: recorded, to: "file:\(local)")])
    // Several handles can be about parts of one file.
    for path in Set(try metadata.referencedFiles().map { try pathBelowRoot($0, original) }) { try copy(path) }

    let moved = try PathRules([PathRules.Mapping(from: recorded, to: "file:\(target)")])
    let copy = target + checkpoint.dropFirst(local.count)
    let problems = try check(as: copy, moved)
    guard problems.isEmpty else { return problems }
    try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
    let file = try AtomicFile("\(copy)/_metadata")
    _ = try MetadataInput(checkpoint).rewrite(with: PathRewriter(moved), to: file.output)
    try file.commit()
    return []
  }

  /// Where a file is below the directory of all files. Metadata can name any file, so nothing else is copied.
  private func pathBelowRoot(_ file: ReferencedFile, _ rules: PathRules) throws -> String {
    let path = file.kind == .relativeFile ? "file:\(checkpoint)/\(file.path)" : rules.moved(file.path)
    let root = "file:\(local)/"
    guard let path, path.hasPrefix(root), !path.split(separator: "/").contains("..") else {
      throw Refusal(description: "\(file.path.debugDescription) is not in \(recorded)")
    }
    return String(path.dropFirst(root.count))
  }

  /// Copies a file, which appears complete or not at all. One that is missing is left to the check.
  private func copy(_ path: String) throws {
    let files = FileManager.default
    let (source, destination) = ("\(local)/\(path)", "\(target)/\(path)")
    guard let size = try? files.attributesOfItem(atPath: source)[.size] as? Int else { return }
    // Flink never changes a file of state.
    if (try? files.attributesOfItem(atPath: destination)[.size] as? Int) == size { return }
    let directory = URL(fileURLWithPath: destination).deletingLastPathComponent()
    try files.createDirectory(at: directory, withIntermediateDirectories: true)
    try? files.removeItem(atPath: "\(destination).unfinished")
    try files.copyItem(atPath: source, toPath: "\(destination).unfinished")
    try? files.removeItem(atPath: destination)
    try files.moveItem(atPath: "\(destination).unfinished", toPath: destination)
  }

  /// Compares what the metadata needs with what the copy has.
  private func check(as directory: String, _ moved: PathRules) throws -> [String] {
    var options = StorageCheckOptions()
    options.moves = moved
    var check = StorageCheck(options)
    try check.add(CheckedMetadata(path: checkpoint, name: checkpoint, directory: directory))
    return try check.run([.tree(path: target)]).results.flatMap(\.groups).map { group in
      "\(group.key.verdict.rawValue): \(group.references) handles of \(group.key.operatorName.debugDescription), "
        + "such as \(group.example.location.debugDescription)"
    }
  }
}

struct Refusal: Error, CustomStringConvertible { let description: String }
