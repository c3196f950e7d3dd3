import SystemPackage
import Testing

@testable import FlinkMetadataFiles

@Suite struct TerminalTests {
  static let plain = Terminal.Preferences(columns: nil, noColor: nil, term: "xterm")

  // MARK: Terminal

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
    let file = try OpenFile("/dev/null", .writeOnly)
    #expect(Terminal.width(of: file.descriptor, Self.plain) == nil)
  }

  private static let colorCases: [(String?, String?, Bool)] = [
    (nil, "xterm", true), ("", "xterm", true), ("1", "xterm", false), (nil, "dumb", false), (nil, nil, false),
  ]

  @Test(arguments: colorCases)
  func colorIsAMatterOfTheEnvironment(noColor: String?, term: String?, expected: Bool) throws {
    let terminal = try PseudoTerminal()
    let preferences = Terminal.Preferences(columns: nil, noColor: noColor, term: term)
    #expect(Terminal.wantsColor(terminal.slave, preferences) == expected)
    let file = try OpenFile("/dev/null", .writeOnly)
    #expect(!Terminal.wantsColor(file.descriptor, preferences))
  }

  // MARK: Progress

  @Test func progressSaysHowMuchAndHowFast() {
    func text(_ byteCount: Int64, of total: Int64?, after elapsed: Duration) -> String {
      ProgressLine.text(name: "_metadata", byteCount: byteCount, total: total, elapsed: elapsed)
    }
    #expect(text(1 << 30, of: 3 << 30, after: .seconds(1)) == "_metadata: 1.0 GiB of 3.0 GiB, 33 %, 1.1 GB/s")
    #expect(text(850_000_000, of: nil, after: .seconds(1)) == "_metadata: 810.6 MiB, 850 MB/s")
    #expect(text(12, of: 10, after: .seconds(3)) == "_metadata: 12 B of 10 B, 100 %, 4 B/s")
    #expect(text(0, of: 0, after: .zero) == "_metadata: 0 B")
  }

  @Test func byteCountsHaveTheirUnit() {
    let expected: [(Int64, String)] = [
      (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1_048_575, "1.0 MiB"), (1536, "1.5 KiB"), (.max, "8192.0 PiB"),
    ]
    for (byteCount, text) in expected { #expect(byteCountText(byteCount) == text) }
    #expect(speedText(1_500) == "1 kB/s")
    #expect(speedText(.infinity) == "1000000000000000.0 GB/s")
  }

  @Test func progressIsShownAndErased() throws {
    let terminal = try PseudoTerminal(columns: 100)
    let line = ProgressLine(name: "a", total: 100, terminal: terminal.slave, delay: .zero, Self.plain)
    line.update(50)
    // Too soon for another.
    line.update(60)
    let shown = terminal.output()
    #expect(shown.hasPrefix("\ra: 50 B of 100 B, 50 %"))
    #expect(shown.hasSuffix("\u{1B}[K"))
    #expect(!shown.contains("60 B"))
    line.finish()
    #expect(terminal.output() == "\r\u{1B}[K")
  }

  @Test func aLineThatIsTooLongIsCut() throws {
    #expect(ProgressLine.shorten("0123456789", to: 10) == "0123456789")
    #expect(ProgressLine.shorten("0123456789", to: 9) == "…23456789")
    #expect(ProgressLine.shorten("0123456789", to: 0) == "…")
  }

  @Test func nothingIsShownInTheFirstSecond() throws {
    let terminal = try PseudoTerminal()
    let line = ProgressLine(name: "a", total: 1, terminal: terminal.slave, delay: .seconds(1), Self.plain)
    line.update(1)
    line.finish()
    #expect(terminal.output() == "")
  }

  @Test func nothingIsShownOnAPipe() throws {
    let pipe = try FileDescriptor.pipe()
    let line = ProgressLine(name: "a", total: 1, terminal: pipe.writeEnd, delay: .zero, Self.plain)
    line.update(1)
    line.finish()
    try pipe.writeEnd.close()
    #expect(try readToEnd(pipe.readEnd) == [])
    try pipe.readEnd.close()
  }

  @Test func aSourceTellsItsProgress() throws {
    let terminal = try PseudoTerminal(columns: 100)
    let pipe = try FileDescriptor.pipe()
    try pipe.writeEnd.writeAll([1, 2, 3])
    try pipe.writeEnd.close()
    let source = FileDescriptorSource(pipe.readEnd)
    source.progress = ProgressLine(name: "a", total: 3, terminal: terminal.slave, delay: .zero, Self.plain)
    _ = try source.contents()
    #expect(terminal.output().hasPrefix("\ra: 3 B of 3 B, 100 %"))
    try pipe.readEnd.close()
  }
}
