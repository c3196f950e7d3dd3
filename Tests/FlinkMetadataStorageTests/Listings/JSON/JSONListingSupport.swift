// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import Testing

@testable import FlinkMetadataStorage

/// Reads a listing from memory.
func readJSON(
  _ form: ListingForm, _ bytes: [UInt8], base: String? = "s3://b", chunkSize: Int? = nil,
  configure: (inout ListingOptions) -> Void = { _ in }
) throws(ListingError) -> ListingResult {
  var options = ListingOptions(form: form, base: base)
  configure(&options)
  var recorder = ListingRecorder()
  let source = MemorySource(bytes, chunkSize: chunkSize)
  let summary = try JSONListing.read(form, source, options: options, &recorder)
  return ListingResult(summary: summary, files: recorder.files)
}

/// Reads a listing that is written in the test.
func readJSON(
  _ form: ListingForm, _ text: String, base: String? = "s3://b", chunkSize: Int? = nil,
  configure: (inout ListingOptions) -> Void = { _ in }
) throws(ListingError) -> ListingResult {
  try readJSON(form, Array(text.utf8), base: base, chunkSize: chunkSize, configure: configure)
}

/// What is wrong with a listing; nil if nothing is.
func problem(
  _ form: ListingForm, _ text: String, base: String? = "s3://b", configure: (inout ListingOptions) -> Void = { _ in }
) -> ListingError.Problem? {
  do throws(ListingError) {
    _ = try readJSON(form, text, base: base, configure: configure)
    return nil
  } catch {
    return error.problem
  }
}
