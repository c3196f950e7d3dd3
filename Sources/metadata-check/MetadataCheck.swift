// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FlinkMetadata
import FlinkMetadataStorage
import ToolSupport

@main
struct MetadataCheck: Tool {
  static let name = "metadata-check"

  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Check that a storage has every file that Apache Flink checkpoints need, and find what nothing needs.",
    usage: """
      metadata-check PATH... (--root DIR | --listing FILE)... [OPTION]...
      metadata-check PATH... (--root DIR | --listing FILE)... --newest
      metadata-check PATH... (--root DIR | --listing FILE)... --orphans [--print FORM]
      metadata-check PATH (--root DIR | --listing FILE)... --repair DIR
      """,
    discussion: """
      PATH is a _metadata file, a directory that has one, a directory tree (all checkpoints and savepoints in it), or - for \
      standard input. Nothing in the storage is changed or deleted.

      Listings that are recognised: \(ListingForm.allCases.map(\.rawValue).joined(separator: ", ")).

      Exit status: 0 if all checkpoints are restorable, 1 if one is not, 2 if that cannot be decided for one; 64 wrong \
      usage, 65 a damaged metadata file, or a listing that no verdict can rest on, 66 a file cannot be opened, 73 a file \
      cannot be created, 74 reading or writing failed, 141 the reader of the output has gone.
      """,
    version: versionText(tool: name))

  @OptionGroup(title: "What is checked") var metadata: MetadataOptions
  @OptionGroup(title: "The storage") var storage: StorageOptions
  @OptionGroup(title: "What is shown") var output: OutputOptions
  @OptionGroup(title: "Orphans") var orphans: OrphanOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if storage.root.isEmpty && storage.listing.isEmpty {
      throw ValidationError("Say what the storage holds: --root DIR or --listing FILE.")
    }
    let questions = [output.newest, orphans.orphans, output.repair != nil].filter(\.self)
    if questions.count > 1 { throw ValidationError("--newest, --orphans and --repair exclude each other.") }
    if (metadata.paths + storage.listing).filter({ $0 == "-" }).count > 1 {
      throw ValidationError("Standard input can be one thing only.")
    }
    _ = try storage.listingOptions
    _ = try metadata.rules
    _ = try storage.equality
  }

  func run() throws {
    setUpProcess()
    do {
      let status = try CheckRun(request: self).run()
      if status != 0 { throw ExitCode(status) }
    } catch let error as CheckFailure {
      // Quietly if the reader has ended, as `cat` does.
      if !error.isClosedPipe { standardError(error.message, tool: Self.name) }
      throw ExitCode(error.exitStatus)
    }
  }
}
