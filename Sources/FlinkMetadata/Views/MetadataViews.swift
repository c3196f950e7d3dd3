// SPDX-License-Identifier: Apache-2.0

/// A part of a metadata file, in place.
///
/// A view is made by applying the grammar's rule to the part once. That reads the part's own fields, and walks over the
/// parts inside it to remember their places. So a pass over all views goes over each part once for each level of nesting
/// (four times for the files of incremental state). It checks text only the first time; later it reads no more of files
/// than their lengths. Nothing is allocated.
///
/// Properties that read a handle throw. Names, numbers and lists do not: they were read with the part, and
/// ``MetadataViews/next()->Element?`` throws.
public protocol MetadataView: ~Escapable {
  /// Reads the part at `offset` and moves `offset` to its end. Called by ``MetadataViews/next()->Element?``.
  @_lifetime(copy source)
  init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError)
}

/// A handle in place, in a position where it can be null.
public protocol HandleView: ~Escapable {
  /// Reads the handle at `offset` and moves `offset` to its end. Nil for null. Called by
  /// ``MetadataViews/next()->Element?``.
  @_lifetime(copy source)
  init?(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError)
}

extension ViewedFile {
  /// The handle that a part of the file has at `offset`; nil for null.
  @_lifetime(copy self)
  func handle<Handle: HandleView & ~Escapable>(_ type: Handle.Type, at offset: Int) throws(FlinkMetadataError)
    -> Handle?
  {
    var offset = offset
    return try Handle(MetadataViewSource(self), at: &offset)
  }
}

/// An element of a list whose handles can be null.
public struct OptionalHandleView<Handle: HandleView & ~Escapable>: MetadataView, ~Escapable {
  /// The handle, or nil for null.
  public let handle: Handle?

  /// Reads the handle; see ``MetadataViews/next()->Element?``.
  @_lifetime(copy source)
  public init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    handle = try Handle(source, at: &offset)
  }
}

/// What a view is made of; only the library makes views.
public struct MetadataViewSource: ~Escapable, Copyable {
  @usableFromInline let file: ViewedFile

  @inlinable @_lifetime(copy file)
  init(_ file: ViewedFile) { self.file = file }
}

/// A list of parts of a metadata file, taken one after the other with ``next()->Element?``.
///
/// `while let element = try list.next() { … }`
public struct MetadataViews<Element: MetadataView & ~Escapable>: ~Escapable {
  /// How many bytes of the file hold the number of elements, before the first of them.
  static var countByteCount: Int { 4 }

  @usableFromInline let file: ViewedFile
  @usableFromInline var offset: Int
  /// How many elements have not been taken.
  public var remaining: Int { remainingCount }
  @usableFromInline var remainingCount: Int

  @_lifetime(copy file)
  init(_ file: ViewedFile, _ list: StoredList) {
    self.file = file
    offset = list.offset
    remainingCount = list.count
  }

  /// The next element, or nil after the last. Linear in the size of the element; allocates nothing.
  ///
  /// Throws ``FlinkMetadataError``; its path counts from the element. An operator or a master state is checked here for
  /// the first time; what is inside it throws only if the bytes have changed since.
  @inlinable @_lifetime(copy self)
  public mutating func next() throws(FlinkMetadataError) -> Element? {
    if remainingCount == 0 { return nil }
    remainingCount &-= 1
    do throws(FlinkMetadataError) {
      return try Element(MetadataViewSource(file), at: &offset)
    } catch {
      remainingCount &+= 1
      throw error
    }
  }
}
