// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import FlinkMetadataStorage

@Suite struct CivilTimeTests {
  private func parse(_ text: String) -> CivilTime.Parsed? {
    Array(text.utf8).span.bytes.withUnsafeBytes { CivilTime.parse($0) }
  }

  @Test(arguments: [
    ("1970-01-01 00:00", 0, true), ("2026-11-24 19:12:47", 1_795_547_567, true),
    ("2026-11-24T19:12:47.000Z", 1_795_547_567, false), ("2026-11-24T19:12:47.999999999Z", 1_795_547_567, false),
    ("2026-11-24T20:12:47+01:00", 1_795_547_567, false), ("2026-11-24T19:12:47+0000", 1_795_547_567, false),
    ("2026-11-24 13:42:47-05:30", 1_795_547_567, false), ("2026-11-24 19:12:47+00", 1_795_547_567, false),
    ("2026-11-24 19:12:47.000 UTC", 1_795_547_567, false), ("2025-04-14T07-06-00Z", 1_744_614_360, false),
    ("2026-11-24T19:12Z", 1_795_547_520, false), ("1795547567", 1_795_547_567, false),
    ("1795547567.1812251620", 1_795_547_567, false), ("1795547567123", 1_795_547_567, false),
    ("-1.5", -2, false), ("-1.0", -1, false), ("0", 0, false), ("2000-02-29 00:00", 951_782_400, true),
    ("1600-02-29 00:00", -11_670_998_400, true), ("0000-01-01 00:00", -62_167_219_200, true),
    ("9999-12-31 23:59:60", 253_402_300_799, true),
  ])
  func times(_ text: String, _ seconds: Int64, _ isLocal: Bool) {
    #expect(parse(text) == CivilTime.Parsed(seconds: seconds, isLocal: isLocal))
  }

  @Test(arguments: [
    "", "-", ".5", "1.", "1x", "1.x", "9999999999999999", "2026-11-24", "2026-11-24 19:1", "2026-11-24 24:00",
    "2026-11-24 19:60", "2026-11-24 19:12:61", "2026-13-01 00:00", "2026-00-01 00:00", "2026-11-31 00:00",
    "2100-02-29 00:00", "2026-11-24 19:12:47.", "2026-11-24 19:12:47.Z", "2026-11-24 19:12:47 CET",
    "2026-11-24 19:12:47+1", "2026-11-24 19:12:47+19:00", "2026-11-24 19:12:47+01:60", "2026-11-24 19:12:47+01:000",
    "2026/11/24 19:12:47", "2026-11-24x19:12:47", "2026-11-24T07-06:00Z",
  ])
  func noTimes(_ text: String) { #expect(parse(text) == nil) }

  @Test func everyDay() {
    var expected = CivilTime.days(year: 0, month: 1, day: 1)
    for year in 0...9999 {
      for month in 1...12 {
        for day in 1...31 {
          guard let days = CivilTime.days(year: year, month: month, day: day) else { continue }
          if days != expected { Issue.record("\(year)-\(month)-\(day)") }
          expected = days + 1
        }
      }
    }
  }
}
