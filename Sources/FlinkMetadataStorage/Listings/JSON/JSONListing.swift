// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// The listings in JSON: which one a file is, and what it lists.
enum JSONListing {
  /// Recognises a form, or the manifest of an inventory, by the beginning, of which 64 KiB are enough; nil if it is none of these forms.
  ///
  /// Something that lists nothing, such as `[]`, is recognised as a form that reads it as empty.
  static func form(of prefix: [UInt8]) -> ListingForm? { JSONBeginning(prefix).form }

  /// Reads the `manifest.json` of an inventory.
  static func manifest(bytes: [UInt8]) throws(ListingError) -> InventoryManifest { try InventoryManifest(bytes) }

  /// Reads a listing.
  ///
  /// - Parameters:
  ///   - form: what ``form(of:)`` has found.
  ///   - source: the whole listing, decompressed and without a byte order mark.
  static func read<V: ListingVisitor & ~Copyable>(
    _ form: ListingForm, _ source: any ByteSource, options: ListingOptions, _ visitor: inout V
  ) throws(ListingError) -> ListingSummary {
    switch form {
    case .s3Objects: try read(S3Objects(), source, options, &visitor)
    case .s3Versions: try read(S3Versions(), source, options, &visitor)
    case .gcloudJSON: try read(GoogleObjects(), source, options, &visitor)
    case .rclone: try read(RcloneFiles(options), source, options, &visitor)
    case .mc: try read(MinIOFiles(), source, options, &visitor)
    case .s5cmd: try read(S5cmdFiles(), source, options, &visitor)
    case .azure: try read(AzureBlobs(), source, options, &visitor)
    default: throw ListingError(.unsupported("\(form.rawValue) is no form in JSON"))
    }
  }

  private static func read<V: ListingVisitor & ~Copyable>(
    _ form: some JSONListingForm, _ source: any ByteSource, _ options: ListingOptions, _ visitor: inout V
  ) throws(ListingError) -> ListingSummary {
    var reader = JSONListingReader(form, source, options)
    return try reader.read(&visitor)
  }
}
