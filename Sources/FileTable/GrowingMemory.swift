// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// An array of zeros that can become longer where it is, up to the size of any machine's memory.
///
/// Large arrays have a range of addresses of their own, and ask for large pages: where accesses go to random places of
/// hundreds of megabytes, finding the page takes longer than reading it. A page takes memory when it is first written.
/// If the system gives no such range (`ulimit -v`), `realloc` makes the array longer.
///
/// The memory is owned by this value alone. Whoever uses ``start`` keeps below ``count``.
public struct GrowingMemory<Element: BitwiseCopyable>: ~Copyable {
  /// The first element. It moves when the memory grows.
  public var start: UnsafeMutablePointer<Element>
  /// How many elements there are.
  public var count: Int
  /// The addresses that are reserved; nil for memory of `realloc`.
  @usableFromInline var reservation: UnsafeMutableRawPointer?
  /// How many bytes can be used.
  @usableFromInline var usable = 0

  /// As much as 64 GiB hold thousands of millions of files.
  @usableFromInline static var reservationSize: Int { 64 << 30 }
  @usableFromInline static var largePage: Int { 2 << 20 }

  /// Makes an array of zeros.
  @inlinable
  public init(count: Int) {
    start = Self.reallocate(nil, count: count)
    self.count = count
    clear(0..<count)
  }

  @inlinable
  deinit {
    if let reservation { munmap(reservation, Self.reservationSize) } else { free(start) }
  }

  /// How many bytes of memory the elements take.
  @inlinable
  public var byteCount: Int { count * MemoryLayout<Element>.stride }

  /// Makes the array longer. The new elements are zeros.
  ///
  /// Traps if there is no memory, as Swift's own allocation does.
  @inlinable
  public mutating func grow(to newCount: Int) {
    let byteCount = newCount * MemoryLayout<Element>.stride
    if reservation == nil, byteCount > Self.largePage { reserve() }
    if let reservation {
      makeUsable(byteCount, of: reservation)
    } else {
      start = Self.reallocate(start, count: newCount)
      clear(count..<newCount)
    }
    count = newCount
  }

  /// Makes elements zeros.
  @inlinable
  public func clear(_ range: Range<Int>) {
    UnsafeMutableRawPointer(start + range.lowerBound).initializeMemory(
      as: UInt8.self, repeating: 0, count: range.count * MemoryLayout<Element>.stride)
  }

  /// Moves the elements to a range of addresses of their own, if the system gives one.
  @usableFromInline
  mutating func reserve() {
    let range = mmap(nil, Self.reservationSize, PROT_NONE, MAP_PRIVATE | MAP_ANON, -1, 0)
    guard let range, range != UnsafeMutableRawPointer(bitPattern: -1) else { return }
    #if os(Linux)
      // Only advice: a failure changes nothing.
      _ = madvise(range, Self.reservationSize, MADV_HUGEPAGE)
    #endif
    let old = start
    start = Self.firstElement(of: range)
    reservation = range
    makeUsable(byteCount, of: range)
    UnsafeMutableRawPointer(start).copyMemory(from: old, byteCount: byteCount)
    free(old)
  }

  /// The elements begin with the first large page.
  @usableFromInline
  static func firstElement(of range: UnsafeMutableRawPointer) -> UnsafeMutablePointer<Element> {
    range.alignedUp(toMultipleOf: largePage).assumingMemoryBound(to: Element.self)
  }

  @usableFromInline
  mutating func makeUsable(_ byteCount: Int, of range: UnsafeMutableRawPointer) {
    guard byteCount > usable else { return }
    let pages = (byteCount - 1) / Self.largePage + 1
    usable = pages * Self.largePage
    guard usable <= Self.reservationSize - Self.largePage, mprotect(start, usable, PROT_READ | PROT_WRITE) == 0 else {
      preconditionFailure("out of memory: \(byteCount) bytes")
    }
  }

  @usableFromInline
  static func reallocate(_ memory: UnsafeMutablePointer<Element>?, count: Int) -> UnsafeMutablePointer<Element> {
    guard let new = realloc(memory, count * MemoryLayout<Element>.stride) else {
      preconditionFailure("out of memory: \(count) elements of \(MemoryLayout<Element>.stride) bytes")
    }
    return new.assumingMemoryBound(to: Element.self)
  }
}
