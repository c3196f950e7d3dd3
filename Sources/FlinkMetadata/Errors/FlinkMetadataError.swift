// SPDX-License-Identifier: Apache-2.0

/// Why a metadata file could not be read or written, and where.
///
/// Small enough to be thrown through a deep walk: the text is made only when ``description`` is read.
public struct FlinkMetadataError: Error, Sendable, Hashable {
  /// What was wrong.
  public var kind: Kind
  /// Where the wrong value begins, in bytes from the start of the uncompressed file. For
  /// ``Kind/unexpectedEnd(missing:)``, where the value begins that is cut off. Nil if the error is about a value of the
  /// program, which is in no file.
  public var offset: Int64?
  /// The part of the file that was being read or written.
  public var path: MetadataPath

  /// Makes an error. Sources, sinks and visitors need only the kind: the walk adds the place.
  public init(_ kind: Kind, offset: Int64? = nil, path: MetadataPath = MetadataPath()) {
    self.kind = kind
    self.offset = offset
    self.path = path
  }

  /// The same error with a place, unless it has one.
  func located(offset: @autoclosure () -> Int64? = nil, path: @autoclosure () -> MetadataPath) -> FlinkMetadataError {
    FlinkMetadataError(
      kind, offset: self.offset ?? offset(), path: self.path.components.isEmpty ? path() : self.path)
  }
}

extension FlinkMetadataError: CustomStringConvertible {
  /// One line: the place, what was expected and found, and what to do. Text of the file is escaped.
  public var description: String {
    let place = [offset.map { "byte \($0)" }, path.components.isEmpty ? nil : path.description].compactMap(\.self)
    return place.isEmpty ? kind.description : "\(place.joined(separator: ", ")): \(kind)"
  }
}
