// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Runs the tools that were built beside the tests.
struct Command {
  /// How a run ended.
  struct Result {
    var status: Int32
    var output: [UInt8]
    var errors: String

    var text: String { String(decoding: output, as: UTF8.self) }
    var lines: [String] { text.split(separator: "\n").map(String.init) }
  }

  /// The directory of the products: that of the test bundle or of the tool that runs it.
  private static let products: URL = {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
    return (bundle ?? URL(filePath: CommandLine.arguments[0])).deletingLastPathComponent()
  }()

  /// metadata-dump.
  static let tool = product("metadata-dump")

  /// A tool of this package.
  static func product(_ name: String) -> URL { products.appending(path: name) }

  /// Runs a tool.
  ///
  /// - Parameters:
  ///   - tool: the tool, by default metadata-dump.
  ///   - input: the bytes on its standard input.
  ///   - directory: where it runs; by default where the tests do.
  ///   - processorSeconds: the most processor time that it may use, however busy the machine is.
  static func run(
    _ arguments: [String], tool: URL = tool, input: [UInt8] = [], directory: URL? = nil, processorSeconds: Int? = nil
  ) throws -> Result {
    let folder = try TemporaryFolder()
    let inputFile = try folder.write("input", input)
    let output = try FileHandle(forWritingTo: folder.write("output", []))
    let errors = try FileHandle(forWritingTo: folder.write("errors", []))
    let process = Process()
    if let processorSeconds {
      process.executableURL = URL(filePath: "/bin/sh")
      process.arguments = ["-c", "ulimit -t \(processorSeconds); exec \"$0\" \"$@\"", tool.path] + arguments
    } else {
      process.executableURL = tool
      process.arguments = arguments
    }
    process.standardInput = try FileHandle(forReadingFrom: inputFile)
    process.standardOutput = output
    process.standardError = errors
    process.environment = ProcessInfo.processInfo.environment.merging(["COLUMNS": "100"]) { $1 }
    if let directory { process.currentDirectoryURL = directory }
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: try folder.read("output"),
      errors: String(decoding: try folder.read("errors"), as: UTF8.self))
  }

  /// Runs the tool with an output that is not read.
  ///
  /// The only reader is the shell, which closes it before it becomes the tool. A pipe of this process would not do:
  /// each process that another test starts has its reading end, too, until it becomes another program.
  static func runWithoutReader(_ arguments: [String]) throws -> Result {
    let folder = try TemporaryFolder()
    let errors = try FileHandle(forWritingTo: folder.write("errors", []))
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "mkfifo pipe && exec \"$0\" \"$@\" 3<>pipe >pipe 3<&-", tool.path] + arguments
    process.currentDirectoryURL = folder.url
    process.standardError = errors
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: [],
      errors: String(decoding: try folder.read("errors"), as: UTF8.self))
  }
}

/// A folder that is deleted with the value.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "metadata-dump-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> URL {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    return file
  }

  func read(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: url.appending(path: name))) }
}
