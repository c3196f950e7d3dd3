import Foundation

/// A folder for one test, which goes when the value goes, and the shell that runs the tool there.
final class Folder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "metadata-rewrite-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  // MARK: Files

  /// The path of a file in the folder, which need not exist.
  subscript(name: String) -> String { url.appending(path: name).path }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  func read(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: url.appending(path: name))) }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: self[name]) }

  /// What is in the folder, hidden files too, sorted; without the files of ``run(_:)``.
  var names: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: url.path).sorted().filter { !$0.hasPrefix("std") }
    }
  }

  // MARK: Commands

  /// How a command ended.
  struct Result {
    var status: Int32
    var output: [UInt8]
    var errors: String

    var text: String { String(decoding: output, as: UTF8.self) }
    var errorLines: [Substring] { errors.split(separator: "\n", omittingEmptySubsequences: true) }
  }

  /// The directory of the products: that of the test bundle or of the tool that runs it.
  static let products: URL = {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
    return (bundle ?? URL(filePath: CommandLine.arguments[0])).deletingLastPathComponent()
  }()

  /// Makes a process of bash that runs a script in the folder, where `metadata-rewrite` and `metadata-dump` are commands.
  func shell(_ script: String) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", script]
    process.currentDirectoryURL = url
    var environment = ProcessInfo.processInfo.environment
    environment["PATH"] = "\(Self.products.path):\(environment["PATH"] ?? "/usr/bin:/bin")"
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    return process
  }

  /// Runs a script of bash.
  @discardableResult
  func run(_ script: String) throws -> Result {
    // Files and not pipes, since a pipe would also be inherited by processes that other tests start meanwhile.
    let name = "std-\(UUID().uuidString)"
    try write("\(name).out", [])
    try write("\(name).err", [])
    defer {
      try? FileManager.default.removeItem(atPath: self["\(name).out"])
      try? FileManager.default.removeItem(atPath: self["\(name).err"])
    }
    let process = try shell(script)
    let output = try FileHandle(forWritingTo: url.appending(path: "\(name).out"))
    let errors = try FileHandle(forWritingTo: url.appending(path: "\(name).err"))
    defer {
      try? output.close()
      try? errors.close()
    }
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: try read("\(name).out"),
      errors: String(decoding: try read("\(name).err"), as: UTF8.self))
  }

  /// Runs the tool with arguments that the shell splits.
  @discardableResult
  func rewrite(_ arguments: String) throws -> Result { try run("exec metadata-rewrite \(arguments)") }
}
