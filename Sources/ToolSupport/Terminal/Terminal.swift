// SPDX-License-Identifier: Apache-2.0

import SystemPackage

/// What tools want to know of the terminal that they may be talking to.
package enum Terminal {
  /// Whether this is a terminal, as opposed to a file or a pipe.
  package static func isTerminal(_ descriptor: FileDescriptor = .standardOutput) -> Bool {
    descriptor.isTerminal
  }

  /// How many characters fit on a line: what the environment variable `COLUMNS` says, else what the terminal says; nil
  /// if neither does, as with a file.
  package static func width(of descriptor: FileDescriptor = .standardOutput) -> Int? {
    width(of: descriptor, Preferences())
  }

  /// Whether to write in colour: only to a terminal, and not if the environment variable `NO_COLOR` is set (to anything
  /// but nothing, see no-color.org) or `TERM` is `dumb` or missing.
  package static func wantsColor(_ descriptor: FileDescriptor = .standardOutput) -> Bool {
    wantsColor(descriptor, Preferences())
  }

  /// What the environment says about terminals.
  struct Preferences {
    var columns = environmentVariable("COLUMNS")
    var noColor = environmentVariable("NO_COLOR")
    var term = environmentVariable("TERM")

    /// Whether control sequences such as colours do what they should.
    var allowsControlSequences: Bool { term != nil && term != "" && term != "dumb" }
  }

  static func width(of descriptor: FileDescriptor, _ preferences: Preferences) -> Int? {
    if let columns = preferences.columns.flatMap({ Int($0) }), columns > 0 { return columns }
    return descriptor.terminalColumns
  }

  static func wantsColor(_ descriptor: FileDescriptor, _ preferences: Preferences) -> Bool {
    isTerminal(descriptor) && preferences.allowsControlSequences && (preferences.noColor ?? "").isEmpty
  }
}
