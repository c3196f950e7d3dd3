// SPDX-License-Identifier: Apache-2.0

/// What has to be known of a listing beside its text.
public struct ListingOptions: Sendable, Hashable {
  /// The form, or nil to recognise it.
  public var form: ListingForm?
  /// What stands before the keys of forms that lack it: `s3://bucket`, or for relative paths the directory that was
  /// listed. It is joined to the key with a slash.
  public var base: String?
  /// How many seconds the listing's local times are ahead of UTC: 3600 for `+01:00`. Only forms without a time zone
  /// need it.
  public var secondsFromUTC: Int64?
  /// Whether the keys are percent-encoded, as `--encoding-type url` makes them. Inventories always are.
  public var isURLEncoded = false
  /// Whether a listing that ends where a client cuts it by default (5,000 entries of `az`) is whole nevertheless.
  public var allowsDefaultLength = false
  /// What the listing's file is a copy of, if it is one: a path, or `-` for standard input. Messages name that, and the
  /// data of an inventory is looked for there.
  public var original: String?

  /// Makes options: recognise the form, no base.
  public init(form: ListingForm? = nil, base: String? = nil) {
    self.form = form
    self.base = base
  }

  /// What messages call the listing whose file has this path.
  func name(ofPath path: String) -> String {
    let original = original ?? path
    return original == "-" ? "standard input" : original
  }
}

/// What was read of a listing.
public struct ListingSummary: Sendable, Hashable {
  /// The form.
  public var form: ListingForm
  /// How many lines or entries stood for a file: current, older and deleted.
  public var fileCount: Int64 = 0
  /// What the listing says that it lists, as a URI or a path with a base; nil if it does not say. Then it holds
  /// everything below the directory that all its files have in common, and perhaps more.
  public var prefix: String?
  /// When the listing was made, in seconds since 1970, if it says so.
  public var takenAt: Int64?
  /// The newest time of a file, in seconds since 1970.
  public var newest: Int64?
  /// Whether times are local ones of an unknown time zone: they can be wrong by up to 26 hours.
  public var hasUnknownTimeZone = false

  /// How many lines were skipped because they are warnings of the client, not files.
  public var skippedLineCount: Int64 = 0

  /// Makes a summary of an empty listing.
  public init(form: ListingForm) { self.form = form }
}
