// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FlinkMetadata

/// A command-line tool, which prints what is wrong with its command line on one line, like any other error.
package protocol Tool: ParsableCommand {
  /// What the tool is called.
  static var name: String { get }
  /// The names of options with one value that are not made of their property's name.
  static var customOptionNames: [String] { get }
}

extension Tool {
  /// None.
  package static var customOptionNames: [String] { [] }

  /// Runs the tool.
  package static func main() {
    do {
      try SingleValueOptions.check(CommandLine.arguments.dropFirst(), of: Self(), customNames: customOptionNames)
      var command = try parseAsRoot()
      try command.run()
    } catch {
      // An error of the run has been printed. Help and the version are no errors.
      guard !(error is ExitCode), exitCode(for: error) == .validationFailure else { exit(withError: error) }
      // Values that are allowed can have lines of their own.
      let lines = message(for: error).split(whereSeparator: \.isNewline)
      let message = lines.map { $0.hasPrefix("  - ") ? $0.dropFirst(4) : $0 }.joined(separator: " ")
      let end = message.hasSuffix(".") || message.hasSuffix("?") ? " See" : "; see"
      standardError("\(message.escapedForTerminal)\(end) \(name) --help", tool: name)
      exit(withError: ExitCode.validationFailure)
    }
  }
}
