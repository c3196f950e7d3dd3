// SPDX-License-Identifier: Apache-2.0

/// Reads times of listings, as seconds since 1970 in UTC. Parts of seconds are dropped.
///
/// Own arithmetic, because the C library's depends on the environment's time zone, and because a listing has one time
/// in each line.
enum CivilTime {
  /// A time as it was written.
  struct Parsed: Equatable {
    /// Seconds since 1970 if the time is in UTC or has a zone, or else what a clock in UTC would have shown then.
    var seconds: Int64
    /// Whether there was no zone.
    var isLocal: Bool
  }

  /// Reads a time that takes all of `bytes`; nil if it is none.
  ///
  /// Accepts `2026-11-24 19:12`, `2026-11-24T19:12:47`, with a fraction after a point or comma, with dashes instead of
  /// colons in the time (`2025-04-14T07-06-00Z`), with a zone `Z`, ` UTC`, `+01`, `+0100` or `+01:00`; and seconds or
  /// milliseconds since 1970, with or without a fraction.
  static func parse(_ bytes: UnsafeRawBufferPointer) -> Parsed? {
    if bytes.count >= 16, bytes[4] == UInt8(ascii: "-") { return parseCalendar(bytes) }
    return parseEpoch(bytes).map { Parsed(seconds: $0, isLocal: false) }
  }

  /// Reads the 19 bytes `2026-11-24 19:12:47`; nil if there are others.
  static func parseSeconds(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    guard bytes.count == 19, bytes[16] == UInt8(ascii: ":"), let second = twoDigits(bytes, 17),
      let minutes = parseMinutes(UnsafeRawBufferPointer(rebasing: bytes[..<16])), second <= 60
    else { return nil }
    // A leap second counts as the one before it.
    return minutes + Int64(min(second, 59))
  }

  /// Reads the 16 bytes `2026-11-24 19:12`; nil if there are others.
  static func parseMinutes(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    guard bytes.count == 16, bytes[10] == UInt8(ascii: " "), bytes[13] == UInt8(ascii: ":") else { return nil }
    return dateAndMinute(bytes)
  }

  /// Seconds or milliseconds since 1970, with or without a fraction.
  static func parseEpoch(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    let isNegative = bytes.first == UInt8(ascii: "-")
    var index = isNegative ? 1 : 0
    let firstDigit = index
    var value: Int64 = 0
    // 15 digits are 30,000 years in milliseconds, and cannot overflow.
    while index < bytes.count, index - firstDigit < 15, let digit = digit(bytes[index]) {
      value = value * 10 + Int64(digit)
      index += 1
    }
    if index == firstDigit { return nil }
    // 100,000,000,000 seconds are reached in the year 5138: so many are milliseconds.
    if value >= 100_000_000_000 { value /= 1000 }
    var hasFraction = false
    if index < bytes.count {
      guard bytes[index] == UInt8(ascii: "."), index + 1 < bytes.count else { return nil }
      for byte in bytes[(index + 1)...] {
        guard let digit = digit(byte) else { return nil }
        if digit != 0 { hasFraction = true }
      }
    }
    return isNegative ? -value - (hasFraction ? 1 : 0) : value
  }

  // MARK: Calendar

  private static func parseCalendar(_ bytes: UnsafeRawBufferPointer) -> Parsed? {
    let separator = bytes[13]
    guard bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
      separator == UInt8(ascii: ":") || separator == UInt8(ascii: "-"), var seconds = dateAndMinute(bytes)
    else { return nil }
    var index = 16
    if index + 2 < bytes.count, bytes[index] == separator, let second = twoDigits(bytes, index + 1) {
      if second > 60 { return nil }
      seconds += Int64(min(second, 59))
      index += 3
      if index < bytes.count, bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ",") {
        index += 1
        let start = index
        while index < bytes.count, digit(bytes[index]) != nil { index += 1 }
        if index == start { return nil }
      }
    }
    if index == bytes.count { return Parsed(seconds: seconds, isLocal: true) }
    guard let offset = zone(UnsafeRawBufferPointer(rebasing: bytes[index...])) else { return nil }
    return Parsed(seconds: seconds - offset, isLocal: false)
  }

  /// How many seconds a zone is ahead of UTC; nil if it is none.
  private static func zone(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    var bytes = bytes
    if bytes.first == UInt8(ascii: " ") { bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst()) }
    if bytes.elementsEqual("Z".utf8) || bytes.elementsEqual("UTC".utf8) { return 0 }
    guard let sign = bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      let hours = twoDigits(bytes, 1), hours <= 18
    else { return nil }
    var minutes = 0
    if bytes.count > 3 {
      let start = bytes[3] == UInt8(ascii: ":") ? 4 : 3
      guard bytes.count == start + 2, let value = twoDigits(bytes, start), value < 60 else { return nil }
      minutes = value
    }
    let seconds = Int64(hours * 3600 + minutes * 60)
    return sign == UInt8(ascii: "-") ? -seconds : seconds
  }

  /// The first 16 bytes of a time, whose separators the caller checks; there must be as many.
  @inline(__always)
  private static func dateAndMinute(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    guard bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let century = twoDigits(bytes, 0), let yearOfCentury = twoDigits(bytes, 2), let month = twoDigits(bytes, 5),
      let day = twoDigits(bytes, 8), let hour = twoDigits(bytes, 11), let minute = twoDigits(bytes, 14),
      hour < 24, minute < 60, let days = days(year: century * 100 + yearOfCentury, month: month, day: day)
    else { return nil }
    return Int64(days * 86_400 + hour * 3600 + minute * 60)
  }

  /// The days from 1970-01-01 to a date of the Gregorian calendar; nil if there is no such date.
  ///
  /// Years begin in March here, so that the day that leap years add is the last one.
  @inline(__always)
  static func days(year: Int, month: Int, day: Int) -> Int? {
    guard (0...9999).contains(year), (1...12).contains(month), day >= 1, day <= length(ofMonth: month, year: year)
    else { return nil }
    // 400 more years, so that no division has a negative operand.
    let shiftedYear = year + 400 - (month <= 2 ? 1 : 0)
    let shiftedMonth = month > 2 ? month - 3 : month + 9
    let dayOfYear = (153 * shiftedMonth + 2) / 5 + day - 1
    return shiftedYear * 365 + shiftedYear / 4 - shiftedYear / 100 + shiftedYear / 400 + dayOfYear - 719_468 - 146_097
  }

  @inline(__always)
  private static func length(ofMonth month: Int, year: Int) -> Int {
    if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
  }

  @inline(__always)
  private static func twoDigits(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Int? {
    guard index + 1 < bytes.count, let tens = digit(bytes[index]), let ones = digit(bytes[index + 1]) else {
      return nil
    }
    return tens * 10 + ones
  }

  @inline(__always)
  private static func digit(_ byte: UInt8) -> Int? {
    byte >= 0x30 && byte <= 0x39 ? Int(byte) - 0x30 : nil
  }
}
