// SPDX-License-Identifier: Apache-2.0

import Testing
import ToolSupport

@Suite struct QuantitiesTests {
  @Test func byteCountsHaveTheirUnit() {
    let expected: [(Int64, String)] = [
      (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1_048_575, "1.0 MiB"), (1536, "1.5 KiB"), (.max, "8.0 EiB"),
    ]
    for (byteCount, text) in expected { #expect(byteCountText(byteCount) == text) }
  }

  @Test func changesHaveTheirSign() {
    let expected: [(Int64, String)] = [
      (0, "-"), (1, "+1 B"), (-1536, "-1.5 KiB"), (.max, "+8.0 EiB"), (.min, "-8.0 EiB"),
    ]
    for (byteCount, text) in expected { #expect(byteChangeText(byteCount) == text) }
  }

  @Test func speedsHaveTheirUnit() {
    #expect(speedText(12.9) == "12 B/s")
    #expect(speedText(1_500) == "1 kB/s")
    #expect(speedText(850_000_000) == "850 MB/s")
    #expect(speedText(.infinity) == "1000000000000000.0 GB/s")
  }

  @Test func sharesHaveOneDigitAfterThePoint() {
    #expect(percentText(0) == "0.0 %")
    #expect(percentText(0.9714) == "97.1 %")
    #expect(percentText(1) == "100.0 %")
  }

  @Test func countsAgreeWithTheirNoun() {
    #expect(countText(0, "file") == "0 files")
    #expect(countText(1, "file") == "1 file")
    #expect(countText(Int64(2), "file") == "2 files")
  }
}
