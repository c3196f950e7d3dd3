// SPDX-License-Identifier: Apache-2.0

import Foundation
import SystemPackage

/// How a process ended.
package struct ProcessResult: Sendable {
  /// The exit status, or the number of the signal that ended the process.
  package var status: Int32
  /// What it wrote to standard output.
  package var output: [UInt8]
  /// What it wrote to standard error.
  package var errors: String

  /// The output as text.
  package var text: String { String(decoding: output, as: UTF8.self) }
  /// The lines of the output, without empty ones.
  package var lines: [String] { text.split(separator: "\n").map(String.init) }
  /// The lines of standard error, without empty ones.
  package var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
}

/// The directory of the products, where the tools are: that of the test bundle or of the tool that runs it.
package let productsDirectory: URL = {
  let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
  return (bundle ?? URL(filePath: CommandLine.arguments[0])).deletingLastPathComponent()
}()

/// Makes a process of bash that runs a script, where the tools are commands. It has no standard input.
///
/// - Parameter directory: where it runs; by default where the tests do.
package func makeShell(_ script: String, in directory: TemporaryDirectory? = nil) -> Process {
  let process = Process()
  process.executableURL = URL(filePath: "/bin/bash")
  process.arguments = ["-c", script]
  if let directory { process.currentDirectoryURL = URL(filePath: directory.path.string) }
  var environment = ProcessInfo.processInfo.environment
  environment["PATH"] = "\(productsDirectory.path):\(environment["PATH"] ?? "/usr/bin:/bin")"
  process.environment = environment
  process.standardInput = FileHandle.nullDevice
  return process
}

/// Runs one of the tools that were built beside the tests, without a shell.
///
/// - Parameters:
///   - input: what it gets on standard input, from a file.
///   - environment: what is added to the environment of the tests.
///   - directory: where it runs; by default where the tests do.
package func runTool(
  _ name: String, _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:],
  in directory: TemporaryDirectory? = nil
) throws -> ProcessResult {
  let process = Process()
  process.executableURL = productsDirectory.appending(path: name)
  process.arguments = arguments
  if let directory { process.currentDirectoryURL = URL(filePath: directory.path.string) }
  process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
  let files = TemporaryDirectory()
  try files.write("input", input)
  let handle = try FileHandle(forReadingFrom: URL(filePath: files["input"]))
  defer { try? handle.close() }
  process.standardInput = handle
  return try process.result()
}

extension TemporaryDirectory {
  /// Runs a script of bash in the directory, where the tools are commands.
  @discardableResult
  package func run(_ script: String) throws -> ProcessResult {
    try withExtendedLifetime(self) { try makeShell(script, in: self).result() }
  }
}

extension Process {
  /// Runs the process to its end.
  fileprivate func result() throws -> ProcessResult {
    // Files and not pipes, since a pipe would also be inherited by processes that other tests start meanwhile.
    let files = TemporaryDirectory()
    try files.write("output", [])
    try files.write("errors", [])
    let output = try FileHandle(forWritingTo: URL(filePath: files["output"]))
    let errors = try FileHandle(forWritingTo: URL(filePath: files["errors"]))
    defer {
      try? output.close()
      try? errors.close()
    }
    standardOutput = output
    standardError = errors
    try run()
    waitUntilExit()
    return ProcessResult(
      status: terminationStatus, output: try files.read("output"),
      errors: String(decoding: try files.read("errors"), as: UTF8.self))
  }
}
