// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataStorage
import Testing

/// A recording, and what the reader has to make of it.
struct RecordedListing: CustomTestStringConvertible, Sendable {
  enum Expectation: Sendable {
    /// These objects of the storage, at this place.
    case objects([RecordedStorage.Object], at: String)
    case files([ListedCopy])
    case problem(ListingError.Problem, line: Int64?)
    /// An error of the client that begins so.
    case clientError(ListingForm, String, line: Int64)
    /// A form that is not read, with a hint that has this text.
    case hint(String)
  }

  var file: String
  /// The form that is recognised; nil if there is none.
  var form: ListingForm?
  var base: String?
  var isURLEncoded = false
  var expectation: Expectation

  var testDescription: String { file }

  init(
    _ file: String, _ form: ListingForm?, base: String? = nil, isURLEncoded: Bool = false,
    _ expectation: Expectation
  ) {
    self.file = file
    self.form = form
    self.base = base
    self.isURLEncoded = isURLEncoded
    self.expectation = expectation
  }

  var options: ListingOptions {
    var options = ListingOptions(base: base)
    options.isURLEncoded = isURLEncoded
    // The clients ran nine hours before UTC.
    if form?.hasLocalTimes ?? false { options.secondsFromUTC = 9 * 3600 }
    return options
  }

  /// The expected files, with times as exact as the form's.
  func expectedFiles(_ objects: [RecordedStorage.Object], at place: String) -> [ListedCopy] {
    objects.map { object in
      let hasMinutes = form == .hdfsLs || form == .s3cmd
      let hasTime = !file.contains("no-modtime")
      let modified = hasMinutes ? object.modified / 60 * 60 : object.modified
      // This client writes a picture of a control character instead of it, and does not say so.
      let key = form == .rclone ? object.key.replacing("\t", with: "␉").replacing("\n", with: "␊") : object.key
      return ListedCopy(place + key, object.size, hasTime ? modified : nil)
    }
  }
}
