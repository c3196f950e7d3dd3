// SPDX-License-Identifier: Apache-2.0

extension ListingError.Problem {
  /// Whether the problem is in a line, and not in the listing as a whole.
  var concernsLine: Bool {
    switch self {
    case .malformed, .cut, .incomplete, .startsLate, .notRecursive, .roundedSizes, .wrongTotal, .mixedForms,
      .clientError:
      true
    default: false
    }
  }
}
