/// The path to the part that is being read, kept in fixed memory so that it costs a store or two a part.
@safe @usableFromInline
struct PlaceStack: ~Copyable {
  /// Two fields for each level of nested handles, and the few that contain the outermost one.
  @usableFromInline static let capacity = 2 * MetadataLimits.nestingDepth + 16

  @usableFromInline let components: UnsafeMutablePointer<MetadataPath.Component>
  @usableFromInline var count = 0

  @usableFromInline
  init() {
    unsafe components = UnsafeMutablePointer.allocate(capacity: Self.capacity)
  }

  @inlinable deinit {
    unsafe components.deallocate()
  }

  /// Goes into a part. The walk bounds nesting first, so the stack never grows beyond its capacity.
  @inlinable @inline(__always)
  mutating func enter(_ field: MetadataPath.Field, index: Int32 = -1) {
    precondition(count < Self.capacity)
    unsafe (components + count).initialize(to: MetadataPath.Component(field: field, storedIndex: index))
    count += 1
  }

  /// Goes to another element of the list that was entered last.
  @inlinable @inline(__always)
  mutating func move(to index: Int) {
    precondition(count > 0)
    unsafe components[count - 1].storedIndex = Int32(truncatingIfNeeded: index)
  }

  /// Goes out of the part that was entered last.
  @inlinable @inline(__always)
  mutating func leave() {
    count -= 1
  }

  /// The path as a value; allocates.
  @usableFromInline
  var path: MetadataPath {
    unsafe MetadataPath(Array(UnsafeBufferPointer(start: components, count: count)))
  }
}

/// The bounds that keep a hostile file from using up the machine.
public enum MetadataLimits {
  /// How deep handles may contain handles. Flink writes at most four levels; the bound keeps the stack small.
  public static let nestingDepth = 64
}
