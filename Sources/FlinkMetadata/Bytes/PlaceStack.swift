// SPDX-License-Identifier: Apache-2.0

/// The path to the part that is being read, kept on the machine's stack so that a part costs only a store or two.
///
/// Safe because it exists only inside ``withPlaces(_:)``, and checks its bounds when it grows.
@safe @usableFromInline
struct PlaceStack {
  /// One field for each level of nested handles, and the few around them.
  @usableFromInline static let capacity = MetadataLimits.nestingDepth + 16

  @usableFromInline let components: UnsafeMutablePointer<MetadataPath.Component>
  @usableFromInline var count = 0

  @inlinable
  init(_ memory: UnsafeMutablePointer<MetadataPath.Component>) {
    unsafe components = memory
  }

  /// Enters a part. The walk bounds nesting first, so the stack never grows beyond its capacity.
  @inlinable @inline(__always)
  mutating func enter(_ field: MetadataPath.Field) {
    precondition(UInt(bitPattern: count) < UInt(bitPattern: Self.capacity))
    unsafe (components + count).initialize(to: MetadataPath.Component(field: field, storedIndex: -1))
    count += 1
  }

  /// Stores a field in the place after the last one, for ``enterPrepared()``. That saves a store or two for each
  /// element of a long list. Valid until another part is entered in this place.
  @inlinable @inline(__always)
  mutating func prepare(_ field: MetadataPath.Field) {
    enter(field)
    leave()
  }

  /// Enters the part that was prepared.
  @inlinable @inline(__always)
  mutating func enterPrepared() { count &+= 1 }

  /// Goes on to another element of the list that was entered last and not left.
  @inlinable @inline(__always)
  func move(toIndex index: Int) {
    unsafe components[count &- 1].storedIndex = Int32(truncatingIfNeeded: index)
  }

  /// Leaves the part that was entered last.
  @inlinable @inline(__always)
  mutating func leave() {
    count &-= 1
  }

  /// The path as a value; allocates.
  @usableFromInline
  var path: MetadataPath {
    unsafe MetadataPath(Array(UnsafeBufferPointer(start: components, count: count)))
  }
}

/// Lends an empty stack of places, small enough for the machine's stack.
@inlinable @inline(__always)
func withPlaces<Result: ~Copyable>(_ body: (PlaceStack) throws(FlinkMetadataError) -> Result)
  throws(FlinkMetadataError) -> Result
{
  unsafe try withUnsafeTemporaryAllocation(of: MetadataPath.Component.self, capacity: PlaceStack.capacity) {
    (memory) throws(FlinkMetadataError) -> Result in
    guard let start = memory.baseAddress else { preconditionFailure("the capacity is not 0") }
    return try body(unsafe PlaceStack(start))
  }
}
