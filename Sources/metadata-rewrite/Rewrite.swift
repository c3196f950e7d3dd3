// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles
import SystemPackage
import ToolSupport

/// Rewrites a file as it was requested.
struct Rewrite {
  let request: MetadataRewrite

  /// Does it. Returns the status with which the tool ends.
  func run() throws(RewriteError) -> Int32 {
    let input: MetadataInput
    do {
      input = try MetadataInput(request.input, maximumByteCount: request.common.maxExpanded.byteCount)
    } catch {
      throw .input(error)
    }
    if rewriter.operatorEdits.drops && !input.isReadableAgain { throw .notReadableAgain(input.name) }
    if request.dryRun { return try dryRun(input) }
    let report: RewriteReport
    if request.inPlace {
      report = try replace(input)
    } else if request.output == "-" {
      report = try writeStandardOutput(input)
    } else {
      report = try writeFile(input)
    }
    tell(RewriteSummary(report, input: input.name, request))
    return 0
  }

  // MARK: Outputs

  private func writeStandardOutput(_ input: MetadataInput) throws(RewriteError) -> RewriteReport {
    if Terminal.isTerminal(.standardOutput) { throw .terminal }
    if let output = try? Stat(.standardOutput), isSame(output, as: input) { throw .sameFile("standard output") }
    let output = OutputBuffer.standardOutput()
    let report = try rewrite(input, to: output, compresses: request.gzip, holdsEnd: true)
    do {
      try output.close()
    } catch {
      throw .output(error)
    }
    return report
  }

  private func writeFile(_ input: MetadataInput) throws(RewriteError) -> RewriteReport {
    let path = try outputFile()
    if let output = try? Stat(FilePath(path)), isSame(output, as: input) { throw .sameFile(path) }
    return try write(input, to: path, compresses: request.gzip)
  }

  /// The path of the new file: of a directory, that of its metadata file.
  private func outputFile() throws(RewriteError) -> String {
    let path: String
    do {
      path = try LocalPath.plain(request.output)
    } catch {
      throw .input(error)
    }
    if DirectoryTree.isDirectory(path) { return FilePath(path).appending("_metadata").string }
    if path.utf8.last == UInt8(ascii: "/") { throw .noDirectory(path) }
    return path
  }

  private func replace(_ input: MetadataInput) throws(RewriteError) -> RewriteReport {
    guard status(of: input)?.type == .regular else { throw .notReplaceable(input.name) }
    return try write(input, to: input.name, compresses: input.isCompressed)
  }

  private func write(_ input: MetadataInput, to path: String, compresses: Bool) throws(RewriteError) -> RewriteReport {
    let file = try makeFile(path)
    // Not a file that appears at once, but a pipe or a device.
    let isStream = (try? Stat(file.output.descriptor))?.type != .regular
    if isStream && Terminal.isTerminal(file.output.descriptor) { throw .terminal }
    let report = try rewrite(input, to: file.output, compresses: compresses, holdsEnd: isStream)
    do {
      try file.commit(request.sync ? .always : .ifReplacing)
    } catch {
      throw .output(error)
    }
    return report
  }

  private func makeFile(_ path: String) throws(RewriteError) -> AtomicFile {
    do {
      return try AtomicFile(path, backupSuffix: request.backup)
    } catch {
      throw .output(error)
    }
  }

  // MARK: The rewrite

  private func rewrite(_ input: MetadataInput, to output: OutputBuffer, compresses: Bool, holdsEnd: Bool)
    throws(RewriteError) -> RewriteReport
  {
    let holding = holdsEnd ? HoldingSink(output) : nil
    let destination: any ByteSink = holding ?? output
    let compressor = compresses ? GzipSink(destination) : nil
    input.showProgress()
    do {
      let report = try input.rewrite(with: rewriter, dialect: request.common.dialect, to: compressor ?? destination)
      try compressor?.finish()
      try holding?.release()
      return report
    } catch {
      if let failure = output.failure { throw .output(failure) }
      throw .metadata(error, message: input.message(for: error))
    }
  }

  /// Looks at all paths and writes nothing.
  private func dryRun(_ input: MetadataInput) throws(RewriteError) -> Int32 {
    var rewriter = rewriter
    // Report all unmatched paths instead of failing at the first.
    rewriter.allowsUnmatched = true
    input.showProgress()
    let report: RewriteReport
    do {
      report = try input.rewrite(with: rewriter, dialect: request.common.dialect, to: NullSink())
    } catch {
      throw .metadata(error, message: input.message(for: error))
    }
    let summary = RewriteSummary(report, input: input.name, request)
    let output = OutputBuffer.standardOutput()
    do {
      try DirectoryList(summary).write(to: output)
      try output.close()
    } catch let error as OutputError {
      throw .output(error)
    } catch {
      throw .output(output.failure ?? .closedPipe(name: output.name))
    }
    tell(summary)
    return summary.wouldFail ? ExitStatus.malformedInput : 0
  }

  private var rewriter: PathRewriter {
    guard let rules = try? PathRules(request.mappings), let edits = try? request.operators.edits() else {
      preconditionFailure("mappings and edits are validated first")
    }
    var rewriter = PathRewriter(rules)
    rewriter.operatorEdits = edits
    rewriter.allowsUnmatched = request.allowUnmatched
    rewriter.keepsHandleNames = request.keepHandleNames
    // JSON lists the directories, which show how many paths become relative.
    rewriter.listsDirectories = request.dryRun || request.report == .json || request.relative != nil
    if let base = request.absolute { rewriter.relativePaths = .absolutize(base: base) }
    if let base = request.relative { rewriter.relativePaths = .relativize(directory: base) }
    return rewriter
  }

  private func tell(_ summary: RewriteSummary) {
    switch request.report {
    case .text: standardError(summary.text, tool: MetadataRewrite.name)
    case .json: standardError(raw: summary.json)
    }
  }

  // MARK: Files

  private func status(of input: MetadataInput) -> Stat? {
    request.input == "-" ? try? Stat(.standardInput) : try? Stat(FilePath(input.name))
  }

  /// Whether an output is the file that is being read, be it by another name: writing there would destroy it, or never
  /// come to an end. Devices can be both.
  private func isSame(_ output: Stat, as input: MetadataInput) -> Bool {
    guard let input = status(of: input), input.type == .regular else { return false }
    return input.deviceID == output.deviceID && input.inode == output.inode
  }
}

/// Discards all bytes.
private final class NullSink: ByteSink {
  func write(_ bytes: RawSpan) {}
}
