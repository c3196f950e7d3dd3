#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Makes memory for `count` elements longer, or new memory if there is none. The elements stay; the new ones are not
/// initialised. Large memory does not move through a second copy where the system can remap its pages.
///
/// Traps if there is no memory, as Swift's own allocation does.
@unsafe
package func reallocate<Element: BitwiseCopyable>(_ memory: UnsafeMutablePointer<Element>?, count: Int)
  -> UnsafeMutablePointer<Element>
{
  guard let new = realloc(memory, count * MemoryLayout<Element>.stride) else {
    preconditionFailure("out of memory: \(count) elements of \(MemoryLayout<Element>.stride) bytes")
  }
  return new.assumingMemoryBound(to: Element.self)
}

/// Gives memory of ``reallocate(_:count:)`` back.
@unsafe
package func release<Element: BitwiseCopyable>(_ memory: UnsafeMutablePointer<Element>) { free(memory) }
