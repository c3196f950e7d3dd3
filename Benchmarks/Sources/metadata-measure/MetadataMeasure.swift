// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

@main
struct MetadataMeasure: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metadata-measure",
    abstract: "Do one thing with a _metadata file and tell how long it took.",
    discussion: """
      Operations:
        none         nothing, to see what starting costs
        read         a loop of read calls of 1 MiB
        walk         a walk over what is read from the file
        walk-mapped  a walk over the mapped file
        views        a pass over all views of the mapped file
        values       reading the file and decoding it into values
        encode       encoding values; reading and decoding them is not counted
        rewrite      rewriting the paths in what is read from the file, to a sink that counts

      Prints a line for each round: the operation, and then name=value for the round, the bytes and handles that it went \
      through (0 handles where it does not count them), seconds of wall time, seconds of processor time of user and \
      system, and the peak memory of the process so far in bytes.
      """)

  @Argument(help: ArgumentHelp("What to do.", valueName: "operation"))
  var operation: Operation

  @Argument(help: ArgumentHelp("With which file.", valueName: "file"))
  var file: String

  @Option(help: ArgumentHelp("How often.", valueName: "number"))
  var rounds = 1

  func run() throws {
    let body = try operation.prepare(file)
    for round in 1...max(1, rounds) {
      let before = ProcessUsage.current
      var outcome = Operation.Outcome(bytes: 0)
      let elapsed = try ContinuousClock().measure { outcome = try body() }
      let after = ProcessUsage.current
      print(
        "\(operation.rawValue) round=\(round) bytes=\(outcome.bytes) handles=\(outcome.handles)",
        "seconds=\(elapsed / .seconds(1)) user=\(after.user - before.user) system=\(after.system - before.system)",
        "peak=\(after.peakMemory)")
    }
  }
}

extension Operation: ExpressibleByArgument {}
