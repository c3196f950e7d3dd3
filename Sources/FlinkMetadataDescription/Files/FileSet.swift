import FileTable
import FlinkMetadata

/// Files, each once, in the order of their first references.
///
/// The paths are in large blocks, one after the other, so that a file takes its path and about 50 bytes, and no
/// allocation of its own. Looking up a path takes constant time; which paths collide is random for each process, so
/// that no input can be made to take longer.
struct FileSet: ~Copyable {
  /// What is known of a file.
  struct File {
    fileprivate let path: UnsafeRawBufferPointer
    /// How the first handle that names it refers to it.
    let kind: FileReference.Kind
    /// The size that handles give; for parts of a file, where the last of them ends. -1 if no handle gives it.
    fileprivate(set) var size: Int64
    /// How many handles name it.
    fileprivate(set) var referenceCount: Int64
  }

  private(set) var files: [File] = []
  private let hash = KeyHash()
  /// A hash table with open addressing. At least a third of the places is empty.
  private var places = [Place](repeating: Place(), count: 1024)
  private var blocks: [UnsafeMutableRawBufferPointer] = []
  private var usedInLastBlock = 0

  /// Blocks grow up to a size that lets the system use large pages.
  private static let blockSizes = (first: 1 << 16, last: 1 << 25)

  deinit {
    for block in blocks { block.deallocate() }
  }

  /// Adds a file, or merges a further reference to one already present.
  mutating func insert(_ path: UnsafeRawBufferPointer, _ kind: FileReference.Kind, size: Int64) {
    let hash = UInt32(truncatingIfNeeded: self.hash(path, after: self.hash.start).high)
    var place = Int(hash) & (places.count - 1)
    while let index = places[place].index {
      if places[place].hash == hash, files[index].path.hasSameBytes(as: path) {
        files[index].size = max(files[index].size, size)
        files[index].referenceCount += 1
        return
      }
      place = (place + 1) & (places.count - 1)
    }
    places[place] = Place(hash: hash, index: files.count)
    files.append(File(path: keep(path), kind: kind, size: max(size, -1), referenceCount: 1))
    if files.count > places.count / 3 * 2 { growPlaces() }
  }

  /// Copies a path into a block, where it stays.
  private mutating func keep(_ path: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    if blocks.isEmpty || blocks[blocks.count - 1].count - usedInLastBlock < path.count {
      let size = blocks.last.map { min(2 * $0.count, Self.blockSizes.last) } ?? Self.blockSizes.first
      blocks.append(.allocate(byteCount: max(size, path.count), alignment: 16))
      usedInLastBlock = 0
    }
    let block = blocks[blocks.count - 1]
    let part = UnsafeMutableRawBufferPointer(rebasing: block[usedInLastBlock..<usedInLastBlock + path.count])
    part.copyMemory(from: path)
    usedInLastBlock += path.count
    return UnsafeRawBufferPointer(part)
  }

  private mutating func growPlaces() {
    var grown = [Place](repeating: Place(), count: places.count * 2)
    for old in places where old.index != nil {
      var place = Int(old.hash) & (grown.count - 1)
      while grown[place].index != nil { place = (place + 1) & (grown.count - 1) }
      grown[place] = old
    }
    places = grown
  }

  /// How many files there are.
  var count: Int { files.count }

  /// The path of a file.
  @_lifetime(borrow self)
  borrowing func path(of file: File) -> RawSpan {
    _overrideLifetime(file.path.bytes, borrowing: self)
  }
}

/// A place of a hash table: nothing, or the index of an element beside its hash, which mostly saves looking at the
/// element.
private struct Place {
  let hash: UInt32
  private let indexPlusOne: UInt32

  init() {
    hash = 0
    indexPlusOne = 0
  }

  init(hash: UInt32, index: Int) {
    self.hash = hash
    // Four thousand million paths do not fit the memory of any machine.
    indexPlusOne = UInt32(index + 1)
  }

  var index: Int? { indexPlusOne == 0 ? nil : Int(indexPlusOne) - 1 }
}

extension UnsafeRawBufferPointer {
  /// Whether both have the same bytes. Compares eight at a time; the last eight may overlap those before.
  fileprivate func hasSameBytes(as other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count else { return false }
    guard count >= 8 else { return elementsEqual(other) }
    func differ(at offset: Int) -> Bool {
      loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        != other.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }
    var offset = 0
    while offset < count - 8 {
      if differ(at: offset) { return false }
      offset += 8
    }
    return !differ(at: count - 8)
  }
}
