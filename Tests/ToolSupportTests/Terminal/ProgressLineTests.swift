// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataFiles
import SystemPackage
import TestSupport
import Testing

@testable import ToolSupport

@Suite struct ProgressLineTests {
  @Test func progressSaysHowMuchAndHowFast() {
    func text(_ byteCount: Int64, of total: Int64?, after elapsed: Duration) -> String {
      ProgressLine.text(name: "_metadata", byteCount: byteCount, total: total, elapsed: elapsed)
    }
    #expect(text(1 << 30, of: 3 << 30, after: .seconds(1)) == "_metadata: 1.0 GiB of 3.0 GiB, 33 %, 1.1 GB/s")
    #expect(text(850_000_000, of: nil, after: .seconds(1)) == "_metadata: 810.6 MiB, 850 MB/s")
    #expect(text(12, of: 10, after: .seconds(3)) == "_metadata: 12 B of 10 B, 100 %, 4 B/s")
    #expect(text(0, of: 0, after: .zero) == "_metadata: 0 B")
  }

  @Test func progressIsShownAndErased() throws {
    let terminal = try PseudoTerminal(columns: 100)
    let line = ProgressLine(name: "a", total: 100, terminal: terminal.slave, delay: .zero, TerminalTests.plain)
    let start = ContinuousClock.now
    line.update(50, at: start)
    // Too soon for another.
    line.update(60, at: start + .milliseconds(199))
    let shown = terminal.output()
    #expect(shown.hasPrefix("\ra: 50 B of 100 B, 50 %"))
    #expect(shown.hasSuffix("\u{1B}[K"))
    #expect(!shown.contains("60 B"))
    line.update(70, at: start + .milliseconds(200))
    #expect(terminal.output().hasPrefix("\ra: 70 B of 100 B, 70 %"))
    line.finish()
    #expect(terminal.output() == "\r\u{1B}[K")
  }

  @Test func aLineThatIsTooLongIsCut() {
    #expect(ProgressLine.shorten("0123456789", to: 10) == "0123456789")
    #expect(ProgressLine.shorten("0123456789", to: 9) == "…23456789")
    #expect(ProgressLine.shorten("0123456789", to: 0) == "…")
  }

  @Test func nothingIsShownInTheFirstSecond() throws {
    let terminal = try PseudoTerminal()
    let line = ProgressLine(name: "a", total: 1, terminal: terminal.slave, delay: .seconds(1), TerminalTests.plain)
    line.update(1, at: line.start + .milliseconds(999))
    line.finish()
    #expect(terminal.output() == "")
    line.update(1, at: line.start + .seconds(1))
    #expect(terminal.output().hasPrefix("\ra: 1 B of 1 B, 100 %"))
  }

  @Test func nothingIsShownOnAPipe() throws {
    let pipe = try FileDescriptor.pipe()
    let line = ProgressLine(name: "a", total: 1, terminal: pipe.writeEnd, delay: .zero, TerminalTests.plain)
    line.update(1)
    line.finish()
    try pipe.writeEnd.close()
    #expect(try readToEnd(pipe.readEnd) == [])
    try pipe.readEnd.close()
  }

  /// Another user may have chosen the file's name.
  @Test func nothingReachesTheTerminalFromAName() throws {
    let terminal = try PseudoTerminal(columns: 100)
    let line = ProgressLine(name: "a\n\u{1B}[2J", total: 1, terminal: terminal.slave, delay: .zero, TerminalTests.plain)
    line.update(1)
    #expect(terminal.output().hasPrefix("\ra\\n\\u{1B}[2J: 1 B"))
    line.finish()
  }

  @Test func theLineGoesWithItsValue() throws {
    let terminal = try PseudoTerminal(columns: 100)
    do {
      let line = ProgressLine(name: "a", total: 1, terminal: terminal.slave, delay: .zero, TerminalTests.plain)
      line.update(1)
      #expect(terminal.output().hasPrefix("\ra: 1 B"))
    }
    #expect(terminal.output() == "\r\u{1B}[K")
  }

  @Test func anInputReportsToItsLine() throws {
    let directory = TemporaryDirectory()
    try directory.write("file", [1, 2, 3])
    let input = try MetadataInput(directory["file"])
    #expect(input.onProgress == nil)
    input.showProgress()
    #expect(input.onProgress != nil)
    #expect(try input.readAll() == [1, 2, 3])
  }
}
