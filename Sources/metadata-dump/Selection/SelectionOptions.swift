// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Which operators are shown, and what they are called.
struct SelectionOptions: ParsableArguments {
  @Option(
    name: .customLong("operator"),
    help: ArgumentHelp(
      """
      Show only the operators with this name, uid or id (32 hexadecimal digits), or the one of which this is a part. It is \
      an error if there is none. Can be given several times.
      """, valueName: "name|uid|id"))
  var texts: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      The uids of the job, one a line, each with a tab and a name after it if you like: what operators are called that the \
      file has no names for (Flink 1.x).
      """, valueName: "file"), completion: .file())
  var uids: String?

  func validate() throws {
    if texts.contains("") { throw ValidationError("--operator needs a name, a uid or an id.") }
  }
}
