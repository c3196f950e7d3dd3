// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FlinkMetadata
import Testing
import ToolSupport

/// The options that all tools have.
@Suite struct CommonOptionsTests {
  private func message(_ arguments: [String]) -> String? {
    do {
      _ = try CommonOptions.parse(arguments)
      return nil
    } catch {
      #expect(CommonOptions.exitCode(for: error).rawValue == ExitStatus.usage)
      return CommonOptions.message(for: error)
    }
  }

  @Test func withoutArgumentsTheDefaultsHold() throws {
    let options = try CommonOptions.parse([])
    #expect(options.dialect == nil)
    #expect(options.maxExpanded == .standard)
    #expect(ExpansionLimit.standard.description == "16G")
  }

  @Test(arguments: Dialect.allCases) func aDialectIsReadAsItIsWritten(dialect: Dialect) throws {
    #expect(try CommonOptions.parse(["--dialect", dialect.rawValue]).dialect == dialect)
  }

  @Test func thereIsNoOtherDialect() {
    #expect(message(["--dialect", "1.12"])?.contains("1.12") == true)
  }

  @Test(arguments: [["--max-expanded", "512M"], ["--max-expanded=512M"]])
  func aLimitCanBeGiven(arguments: [String]) throws {
    #expect(try CommonOptions.parse(arguments).maxExpanded == ExpansionLimit(byteCount: 512 << 20))
  }

  /// A number that begins with a dash is a wrong value, and no option.
  @Test(arguments: ["-1", "1X", "1.5", "--dialect"]) func aLimitThatIsNoneIsShownWithWhatWasExpected(text: String) {
    let expected = "expected a number of bytes, or one with K, M, G or T such as 1.5G, or none; found '\(text)'"
    #expect(message(["--max-expanded", text])?.contains(expected) == true)
    #expect(message(["--max-expanded=\(text)"])?.contains(expected) == true)
  }

  @Test(arguments: [["--max-expanded"], ["--max-expanded="], ["--max-expanded", ""]])
  func aLimitIsNotEmpty(arguments: [String]) {
    #expect(message(arguments) != nil)
  }

  @Test func aWrongLimitDoesNotReachTheTerminal() {
    #expect(message(["--max-expanded", "\u{1B}[2J"])?.contains("found '\\u{1B}[2J'") == true)
  }
}
