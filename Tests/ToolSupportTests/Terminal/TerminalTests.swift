// SPDX-License-Identifier: Apache-2.0

import SystemPackage
import TestSupport
import Testing

@testable import ToolSupport

@Suite struct TerminalTests {
  static let plain = Terminal.Preferences(columns: nil, noColor: nil, term: "xterm")

  @Test func tellsATerminalFromAPipe() throws {
    let terminal = try PseudoTerminal()
    #expect(Terminal.isTerminal(terminal.slave))
    let pipe = try FileDescriptor.pipe()
    #expect(!Terminal.isTerminal(pipe.writeEnd))
    try pipe.readEnd.close()
    try pipe.writeEnd.close()
  }

  @Test func widthIsThatOfTheEnvironmentOrOfTheTerminal() throws {
    let terminal = try PseudoTerminal(columns: 133)
    #expect(Terminal.width(of: terminal.slave, Self.plain) == 133)
    #expect(Terminal.width(of: terminal.slave, .init(columns: "50", noColor: nil, term: nil)) == 50)
    for nonsense in ["", "0", "-3", "wide"] {
      #expect(Terminal.width(of: terminal.slave, .init(columns: nonsense, noColor: nil, term: nil)) == 133)
    }
    let file = try FileDescriptor.open("/dev/null", .writeOnly)
    #expect(Terminal.width(of: file, Self.plain) == nil)
    try file.close()
  }

  private static let colorCases: [(String?, String?, Bool)] = [
    (nil, "xterm", true), ("", "xterm", true), ("1", "xterm", false), (nil, "dumb", false), (nil, nil, false),
  ]

  @Test(arguments: colorCases)
  func colorIsAMatterOfTheEnvironment(noColor: String?, term: String?, expected: Bool) throws {
    let terminal = try PseudoTerminal()
    let preferences = Terminal.Preferences(columns: nil, noColor: noColor, term: term)
    #expect(Terminal.wantsColor(terminal.slave, preferences) == expected)
    let file = try FileDescriptor.open("/dev/null", .writeOnly)
    #expect(!Terminal.wantsColor(file, preferences))
    try file.close()
  }
}
