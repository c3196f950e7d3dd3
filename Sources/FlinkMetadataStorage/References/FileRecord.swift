// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// What handles need of a file's size.
public enum SizeNeed: Sendable, Hashable {
  /// The file has to be there; no handle says how large it is.
  case any
  /// A handle is the whole file, which has this many bytes.
  case exactly(Int64)
  /// Handles are parts of the file, and the last one ends here.
  case atLeast(Int64)
  /// The file has changes of the changelog backend, which are so large before compression. Without compression, the
  /// file has one byte more.
  case beforeCompression(Int64)

  /// What a reference needs.
  ///
  /// - Parameter isChangelog: whether the file holds changes of the changelog backend.
  init(_ reference: FileReference, isChangelog: Bool) {
    guard let size = reference.leastFileSize else {
      self = .any
      return
    }
    if isChangelog {
      self = .beforeCompression(size)
    } else {
      self = reference.startPos == nil ? .exactly(size) : .atLeast(size)
    }
  }

  /// Whether a file of this size will do. A size that is not known will.
  func isMet(by size: Int64?) -> Bool {
    guard let size = size.map(Self.clamped) else { return true }
    return switch self {
    case .any: true
    case .exactly(let wanted): size == Self.clamped(wanted)
    case .atLeast(let end): size >= Self.clamped(end)
    case .beforeCompression(let uncompressed): size > min(uncompressed, Self.largest - 1)
    }
  }
}

extension SizeNeed {
  /// No storage has larger files. Metadata and listings can say that one has: such sizes are not told apart.
  private static var largest: Int64 { 1 << 61 - 1 }

  private static func clamped(_ size: Int64) -> Int64 { min(size, largest) }

  /// The need in 63 bits.
  @inline(__always)
  var packed: UInt64 {
    switch self {
    case .any: 0
    case .exactly(let size): Self.pack(size, 1)
    case .atLeast(let size): Self.pack(size, 2)
    case .beforeCompression(let size): Self.pack(size, 3)
    }
  }

  @inline(__always)
  private static func pack(_ size: Int64, _ kind: UInt64) -> UInt64 {
    UInt64(truncatingIfNeeded: max(0, clamped(size))) << 2 | kind
  }

  @inline(__always)
  init(packed: UInt64) {
    let size = Int64(truncatingIfNeeded: packed >> 2)
    switch packed & 3 {
    case 1: self = .exactly(size)
    case 2: self = .atLeast(size)
    case 3: self = .beforeCompression(size)
    default: self = .any
    }
  }
}

/// What is known of a file that metadata refers to, in 16 bytes.
struct FileRecord: BitwiseCopyable {
  /// The size that handles need; once the file has been found, the size that it has. -1 if not known.
  private(set) var size: Int64
  /// When the file was last changed, in seconds since 1970; 0 if not known.
  private(set) var modified: UInt32 = 0
  /// From the lowest: 24 bits for the set of checkpoints, 2 for the need, then the marks.
  private var bits: UInt32

  private static let needShift: UInt32 = 24

  /// Yes or no.
  private enum Mark: UInt32 {
    case found = 0x0400_0000
    case wrongSize = 0x0800_0000
    case archived = 0x1000_0000
    case olderVersion = 0x2000_0000
    /// Handles need different sizes.
    case contradiction = 0x4000_0000
    case shared = 0x8000_0000
  }

  private func has(_ mark: Mark) -> Bool { bits & mark.rawValue != 0 }
  private mutating func set(_ mark: Mark) { bits |= mark.rawValue }

  init(_ need: SizeNeed, isShared: Bool = false) {
    switch need {
    case .any: (size, bits) = (-1, 0)
    case .exactly(let wanted): (size, bits) = (wanted, 1 << Self.needShift)
    case .atLeast(let end): (size, bits) = (end, 2 << Self.needShift)
    case .beforeCompression(let uncompressed): (size, bits) = (uncompressed, 3 << Self.needShift)
    }
    if isShared { set(.shared) }
  }

  /// The set of checkpoints that need the file.
  var checkpoints: CheckpointSets.Index {
    get { CheckpointSets.Index(bits & 0x00FF_FFFF) }
    set { bits = bits & 0xFF00_0000 | UInt32(newValue) }
  }

  /// What handles need, as long as the file has not been found.
  private var need: SizeNeed {
    switch bits >> Self.needShift & 3 {
    case 1: .exactly(size)
    case 2: .atLeast(size)
    case 3: .beforeCompression(size)
    default: .any
    }
  }

  /// Adds the need of a further handle, before anything has been found.
  mutating func add(_ more: SizeNeed) {
    let merged: SizeNeed
    switch (need, more) {
    case (_, .any): return
    case (.any, _): merged = more
    case (.exactly(let size), .exactly(let other)):
      if size != other { set(.contradiction) }
      return
    case (.atLeast(let end), .atLeast(let other)): merged = .atLeast(max(end, other))
    case (.exactly(let size), .atLeast(let end)):
      if end > size { set(.contradiction) }
      return
    case (.atLeast(let end), .exactly(let size)):
      if end > size { set(.contradiction) }
      merged = .exactly(size)
    case (.beforeCompression(let size), .beforeCompression(let other)): merged = .beforeCompression(max(size, other))
    case (.beforeCompression, _), (_, .beforeCompression):
      // Only damaged metadata has handles of both kinds for one file; each is judged by itself.
      set(.contradiction)
      return
    }
    let new = FileRecord(merged)
    size = new.size
    bits = bits & ~(3 << Self.needShift) | new.bits
  }

  /// The file is in the storage. Returns false if it was found before and is another one.
  mutating func find(size found: Int64?, modified time: Int64?, isArchived: Bool) -> Bool {
    let seconds = time.flatMap { UInt32(exactly: $0) } ?? 0
    if has(.found) { return (size == found ?? -1 || found == nil || size == -1) && has(.archived) == isArchived }
    if !need.isMet(by: found) { set(.wrongSize) }
    if isArchived { set(.archived) }
    set(.found)
    size = found ?? -1
    modified = seconds
    return true
  }

  /// The storage has an older version of the file, which is no longer to be read under its name.
  mutating func findOlderVersion() { set(.olderVersion) }

  /// The size of a file that was found; nil if not known.
  var foundSize: Int64? { size < 0 ? nil : size }
  /// Whether the file is in the storage.
  var isFound: Bool { has(.found) }
  /// Whether the file was found with a size that some handle does not need.
  var hasWrongSize: Bool { has(.wrongSize) || has(.contradiction) }
  /// Whether the file has to be thawed.
  var isArchived: Bool { has(.archived) }
  /// Whether an older version can be brought back.
  var hasOlderVersion: Bool { has(.olderVersion) }
  /// Whether the file is below a directory `shared`.
  var isShared: Bool { has(.shared) }
  /// Whether all is well.
  var isGood: Bool { isFound && !hasWrongSize && !isArchived }
}
