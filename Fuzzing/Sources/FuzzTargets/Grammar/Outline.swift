// SPDX-License-Identifier: Apache-2.0

/// Where the fields and the parts of a file are.
struct Outline {
  /// The smallest unit that has a meaning.
  struct Field {
    enum Kind: CaseIterable {
      /// Bytes that are always the same.
      case constant
      case version
      /// `i32` or `u16` that says how many elements follow.
      case count
      /// `i32` that says how many bytes follow.
      case byteCount
      /// `u16` that says how many bytes of text follow.
      case textLength
      case text
      case bytes
      /// `i64 * n`
      case offsets
      case tag
      /// `i32` or `u8` that is 0 or 1.
      case flag
      /// A number that says nothing about the layout.
      case number
      /// A back reference of an object stream.
      case reference
    }

    var kind: Kind
    var start: Int
    var end: Int

    var range: Range<Int> { start..<end }
  }

  /// A run of fields that belong together.
  struct Part {
    enum Kind: CaseIterable {
      case masterState, operatorState, taskState, subtaskState
      case streamHandle, operatorHandle, keyedHandle, channelHandle
      case file, streamAndOffset, stateMetaInfo, stateChange
      case objectStream, streamValue
    }

    var kind: Kind
    var start: Int
    var end: Int
    /// The place of the number of elements, if this is an element of a list.
    var countStart: Int?

    var range: Range<Int> { start..<end }
  }

  /// A field that Flink reads and would write as other bytes, as many of them.
  struct Deviation {
    var start: Int
    var canonical: [UInt8]
  }

  /// In file order.
  var fields: [Field] = []
  /// The inner ones before the outer ones.
  var parts: [Part] = []
  /// In file order; those of the object stream are not here.
  var deviations: [Deviation] = []
  /// Whether the properties are encoded in a way that no writer has.
  var hasUnusualObjectStream = false
  /// Where the body ends, or nil if the file does not follow the grammar to its end.
  var end: Int?
}
