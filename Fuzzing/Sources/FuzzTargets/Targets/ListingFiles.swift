// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles
import FlinkMetadataStorage

/// A listing in a file is read as from memory; as the manifest of an inventory, or as the data of one, it ends in files
/// that are in the data or in an error.
func requireListingFiles(_ bytes: [UInt8], _ whole: ListingOutcome, _ options: ListingOptions, _ chosen: ChosenBytes)
  throws(BrokenProperty)
{
  var chosen = chosen
  let folder = try ScratchFolder("listing")
  try write(bytes, to: folder["listing"])
  var named = options
  named.original = "listing"
  let ofFile = ListingOutcome(path: folder["listing"], named)
  // Only a file has data files beside it.
  if ofFile.form != .inventory {
    try require(ofFile == whole, "a listing in a file: \(ofFile); otherwise \(whole)")
  }
  try write(Array("b,ck/a,1\n\"b\",\"ck/b+c\",\"2\"\n".utf8), to: folder["data.csv"])
  let known = ListingOutcome(path: folder["listing"], options)
  // A manifest can name a file more than once.
  if known.form == .inventory { try requireInventory(known, lines: 2 * bytes.count { $0 == UInt8(ascii: "{") }) }

  let data = chosen.bool() ? try compressed(bytes) : bytes
  let column = ["Key", "Size", "LastModifiedDate", "IsLatest", "IsDeleteMarker", "StorageClass", "VersionId", "x"]
  let columns = ["Bucket"] + (0..<4).map { _ in chosen.one(of: column) ?? "Key" }
  let formats = ["CSV", "csv", "Parquet"]
  let format = chosen.byte() < 200 ? "CSV" : chosen.one(of: formats) ?? "CSV"
  let size = chosen.byte() < 200 ? data.count : Int(chosen.byte())
  let places = ["data.csv", "data/part", "../data/part", "/", "none"]
  let place = chosen.byte() < 200 ? "data.csv" : chosen.one(of: places) ?? "none"
  let manifest = """
    {"sourceBucket": "b", "version": "\(chosen.bool() ? "2016-11-30" : "2019-09-01")", "creationTimestamp": "1795547600",
     "fileFormat": "\(format)", "fileSchema": "\(columns.joined(separator: ", "))",
     "files": [{"key": "b/\(place)", "size": \(size), "MD5checksum": "x"}]}
    """
  try write(data, to: folder["data.csv"])
  try write(Array(manifest.utf8), to: folder["manifest.json"])
  let outcome = ListingOutcome(path: folder["manifest.json"], options)
  // A form that is insisted on can be another one.
  if options.form == nil || options.form == .inventory {
    let lines = bytes.count { $0 == 0x0A } + 1
    try requireInventory(outcome, lines: bytes.starts(with: [0x1F, 0x8B]) ? .max : lines)
  }
}

private func requireInventory(_ outcome: ListingOutcome, lines: Int) throws(BrokenProperty) {
  try require(outcome.files.count <= lines, "\(outcome.files.count) files in \(lines) lines of data")
  switch outcome.result {
  case .success(let summary):
    try requireEqual(summary.form, .inventory, "the form of an inventory")
    try requireEqual(Int(summary.fileCount), outcome.files.count, "files of an inventory")
  case .failure(let error):
    try require(error.name != nil, "an error without a name: \(error)")
    try requireOneLine(error)
  }
}
