// SPDX-License-Identifier: Apache-2.0

/// A time as people read it, in UTC: `2026-11-24 19:12`. From seconds since 1970.
package func dateText(_ seconds: Int64) -> String {
  let (day, second) = seconds.quotientAndRemainder(flooring: 86_400)
  return "\(dayText(day)) \(twoDigits(second / 3600)):\(twoDigits(second / 60 % 60))"
}

/// A time in the form of ISO 8601, in UTC: `2026-11-24T19:12:47Z`. From seconds since 1970.
package func isoDateText(_ seconds: Int64) -> String {
  let (day, second) = seconds.quotientAndRemainder(flooring: 86_400)
  return "\(dayText(day))T\(twoDigits(second / 3600)):\(twoDigits(second / 60 % 60)):\(twoDigits(second % 60))Z"
}

/// A day as `2026-11-24`, from days since 1970, by the Gregorian calendar.
private func dayText(_ days: Int64) -> String {
  // Years begin in March, so that a leap day is the last of its year; an era has 400 years and 146,097 days.
  let (era, dayOfEra) = (days + 719_468).quotientAndRemainder(flooring: 146_097)
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let month = (5 * dayOfYear + 2) / 153
  let day = dayOfYear - (153 * month + 2) / 5 + 1
  let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
  return "\(year)-\(twoDigits(month < 10 ? month + 3 : month - 9))-\(twoDigits(day))"
}

private func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

extension Int64 {
  /// Division with a remainder of 0 or more.
  fileprivate func quotientAndRemainder(flooring divisor: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
