import Foundation
import Testing

/// Runs the tool that was built beside the tests.
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

  static let tool = products.appending(path: "metadata-dump")

  /// Runs the tool.
  ///
  /// - Parameters:
  ///   - input: what it gets on standard input.
  ///   - directory: where it runs; by default where the tests do.
  static func run(_ arguments: [String], input: [UInt8] = [], directory: URL? = nil) throws -> Result {
    let folder = try TemporaryFolder()
    let inputFile = try folder.write("input", input)
    let output = try FileHandle(forWritingTo: folder.write("output", []))
    let errors = try FileHandle(forWritingTo: folder.write("errors", []))
    let process = Process()
    process.executableURL = tool
    process.arguments = arguments
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

  /// Runs the tool with an output that nobody reads.
  static func runWithoutReader(_ arguments: [String]) throws -> Result {
    let folder = try TemporaryFolder()
    let errors = try FileHandle(forWritingTo: folder.write("errors", []))
    let pipe = Pipe()
    let process = Process()
    process.executableURL = tool
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = errors
    try pipe.fileHandleForReading.close()
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: [],
      errors: String(decoding: try folder.read("errors"), as: UTF8.self))
  }
}

/// A folder that goes when the value goes.
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
