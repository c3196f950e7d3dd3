// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// The members of the first object in a file's beginning, by which its form is recognised. They come in any order.
struct JSONBeginning {
  private enum Shape {
    /// Nothing but empty arrays or null.
    case nothing
    case object
    /// The object is the first element of an array.
    case element
    case other
  }

  private var shape = Shape.other
  /// The values of strings, and "" for other values.
  private var members: [String: String] = [:]

  init(_ prefix: [UInt8]) {
    // The form only names errors, which end the search: the file is cut, or it is no JSON.
    var tokenizer = JSONTokenizer(MemorySource(prefix), form: .s3Objects, capacity: max(prefix.count, 1))
    do throws(ListingError) {
      while try tokenizer.nextDocument() {
        switch try tokenizer.value() {
        case .null:
          shape = .nothing
          continue
        case .array:
          guard try tokenizer.nextElement() else {
            shape = .nothing
            continue
          }
          shape = .other
          guard try tokenizer.value() == .object else { return }
          shape = .element
        case .object: shape = .object
        default: shape = .other
        }
        if shape != .other { try readMembers(&tokenizer) }
        return
      }
    } catch {
      if shape == .nothing { shape = .other }
    }
  }

  private mutating func readMembers(_ tokenizer: inout JSONTokenizer) throws(ListingError) {
    while try tokenizer.nextMember() {
      var text: [UInt8] = []
      try tokenizer.readString(into: &text)
      let name = String(decoding: text, as: UTF8.self)
      // Known even if the value is cut off.
      members[name] = ""
      try tokenizer.takeColon()
      let value = try tokenizer.value()
      guard value == .string else {
        try tokenizer.skip(value)
        continue
      }
      text.removeAll()
      try tokenizer.readString(into: &text)
      members[name] = String(decoding: text, as: UTF8.self)
    }
  }

  // MARK: Meaning

  var form: ListingForm? {
    switch shape {
    case .nothing: .s3Objects
    case .object: formOfObject
    case .element: formOfElement
    case .other: nil
    }
  }

  private var formOfObject: ListingForm? {
    if let form = formOfLine { return form }
    if has("sourceBucket"), hasAny("fileSchema", "fileFormat", "files") { return .inventory }
    if hasAny("Versions", "DeleteMarkers", "KeyMarker", "VersionIdMarker", "NextKeyMarker", "NextVersionIdMarker") {
      return .s3Versions
    }
    if hasAny("Contents", "CommonPrefixes", "RequestCharged", "IsTruncated", "KeyCount", "NextToken", "MaxKeys")
      || hasAny("StartAfter", "ContinuationToken", "Marker")
    {
      return .s3Objects
    }
    return begins("kind", "storage#objects") || has("items") ? .gcloudJSON : nil
  }

  private var formOfElement: ListingForm? {
    if let form = formOfLine { return form }
    if has("Path"), has("IsDir") { return .rclone }
    if has("Key") { return hasAny("VersionId", "IsLatest") ? .s3Versions : .s3Objects }
    if begins("url", "gs://") || begins("storage_url", "gs://") || begins("kind", "storage#object") {
      return .gcloudJSON
    }
    if has("name"), has("bucket") { return .gcloudJSON }
    if hasAny("properties", "contentLength", "isDirectory", "nextMarker") { return .azure }
    // What a delimiter cuts off has a name only.
    return members.count == 1 && (members["name"]?.utf8.last == UInt8(ascii: "/")) ? .azure : nil
  }

  /// The forms of one object for each file, which a user may have put into an array.
  private var formOfLine: ListingForm? {
    if begins("status", "success") || begins("status", "error") { return .mc }
    return begins("key", "s3://") || has("operation") && has("error") ? .s5cmd : nil
  }

  private func has(_ name: String) -> Bool { members[name] != nil }

  private func hasAny(_ names: String...) -> Bool { names.contains { has($0) } }

  private func begins(_ name: String, _ prefix: String) -> Bool {
    members[name].map { $0.utf8.starts(with: prefix.utf8) } ?? false
  }
}
