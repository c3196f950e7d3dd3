// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FlinkMetadata

/// The options that all tools have.
package struct CommonOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The layout of a version 3 file: standard, flink-1.11 or flink-1.14. The default is the one in which the file can be \
      read.
      """, valueName: "dialect"))
  package var dialect: Dialect?

  // Unconditionally, so that `-1` is a wrong value, and not an option after which the value is missing.
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      How much compressed input may expand to, so that a small file cannot keep the tool busy forever: bytes, or KiB to \
      TiB with one of the letters KMGT (512M, 1.5G), or none. More is an error. (default: \(ExpansionLimit.standard))
      """, valueName: "size"),
    transform: ExpansionLimit.init(argument:))
  package var maxExpanded = ExpansionLimit.standard

  package init() {}

  package func validate() throws {
    if let argument = CommandLine.firstMalformedArgument {
      throw ValidationError(
        "An argument is not UTF-8: '\(argument)'. Use redirection, or a link, for a file of that name.")
    }
  }
}

extension Dialect: ExpressibleByArgument {}
