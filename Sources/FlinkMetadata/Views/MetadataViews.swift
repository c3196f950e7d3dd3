/// A part of a metadata file, in place.
///
/// A view is made by applying the grammar's rule to the part once: its own fields are read, the parts inside it are only
/// checked and their places remembered. So a pass over all views reads each byte as many times as it is deep (four times
/// for the files of incremental state), and nothing is allocated.
public protocol MetadataView: ~Escapable {
  /// Reads the part at `offset` and moves `offset` behind it.
  @_lifetime(copy file)
  init(_ file: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError)
}

/// What a view is made of; only the library makes views.
public struct MetadataViewSource: ~Escapable, Copyable {
  @usableFromInline let file: MetadataFile

  @inlinable @_lifetime(copy file)
  init(_ file: MetadataFile) { self.file = file }
}

/// A list of parts of a metadata file, to be taken one after the other with ``next()``.
///
/// `while let element = try list.next() { … }`
public struct MetadataViews<Element: MetadataView & ~Escapable>: ~Escapable {
  @usableFromInline let file: MetadataFile
  @usableFromInline var offset: Int
  /// How many elements have not been taken.
  public var remaining: Int { remainingCount }
  @usableFromInline var remainingCount: Int

  @_lifetime(copy file)
  init(_ file: MetadataFile, _ list: StoredList) {
    self.file = file
    offset = list.offset
    remainingCount = list.count
  }

  /// The next element, or nil behind the last. Linear in the size of the element; allocates nothing.
  ///
  /// Throws ``FlinkMetadataError``; its path counts from the element.
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
