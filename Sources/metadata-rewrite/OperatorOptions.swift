// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FlinkMetadata

/// Which operators are dropped, renamed or given another uid.
struct OperatorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Give the state of operator OLD to the operator that has the uid NEW in the job. OLD is an operator's uid, id or name, \
      of INPUT. If there is more than one =, OLD has to be an id (32 hexadecimal digits).
      """, valueName: "old=new"))
  var uid: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      Leave out the state of an operator, given by uid, id or name. INPUT has to be a regular file, because it is read twice.
      """, valueName: "operator"))
  var dropOperator: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      Change the recorded name of operator OLD, given as for --uid. Flink shows it but does not look for state by it. Names \
      are recorded from version 5 on.
      """, valueName: "old=new"))
  var rename: [String] = []

  func validate() throws {
    _ = try edits()
  }

  /// The edits that are wanted. Throws if the options say nothing that could be done.
  func edits() throws -> OperatorEdits {
    var edits = OperatorEdits()
    for text in uid {
      let (old, new) = try pair(text, of: "--uid")
      try check(new, of: "--uid") { () throws(EditError) in try edits.changeUid(of: old, to: new) }
    }
    for text in rename {
      let (old, new) = try pair(text, of: "--rename")
      try check(new, of: "--rename") { () throws(EditError) in try edits.rename(old, to: new) }
    }
    for text in dropOperator {
      if text.isEmpty { throw ValidationError("--drop-operator needs an operator's uid, id or name.") }
      edits.drop(text)
    }
    return edits
  }

  private func check(_ new: String, of option: String, _ edit: () throws(EditError) -> Void) throws {
    do {
      try edit()
    } catch {
      throw ValidationError("\(option): \(error).")
    }
  }

  /// What is before and after the equals sign. Uids and names may contain more of them: then only an id, which cannot,
  /// says which one divides.
  private func pair(_ text: String, of option: String) throws -> (old: String, new: String) {
    let sign = UInt8(ascii: "=")
    let parts = text.utf8.split(separator: sign, maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw ValidationError("\(option) needs OLD=NEW, not '\(text.escapedForTerminal)'.")
    }
    let (old, new) = (String(Substring(parts[0])), String(Substring(parts[1])))
    if new.utf8.contains(sign) && OperatorID(old) == nil {
      throw ValidationError(
        "\(option) '\(text.escapedForTerminal)' has more than one =: give the operator's id instead of OLD.")
    }
    return (old, new)
  }
}
