// SPDX-License-Identifier: Apache-2.0

// SPEC.md 1.3, "Text"

/// Whether `java.io.DataInput.readUTF` accepts the bytes.
///
/// Like `readUTF`, this accepts overlong forms, a raw U+0000 and unpaired surrogates: only the structure is checked.
/// Nearly all strings are ASCII, so their bytes are or-ed together, 64 at a time, and tested once.
@inlinable @inline(__always)
func isModifiedUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
  unsafe isASCII(bytes) || isModifiedUTF8Sequence(bytes)
}

@inlinable @inline(__always)
func isASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
  unsafe isASCII(union: unionOfBytes(bytes))
}

/// Whether the bytes of a union are ASCII, and so all that are in it.
@inlinable @inline(__always)
func isASCII(union: UInt64) -> Bool { union & 0x8080_8080_8080_8080 == 0 }

/// All bytes, or-ed together in up to eight places. Texts are tested together by or-ing their unions.
@inlinable @inline(__always)
func unionOfBytes(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
  let count = bytes.count
  guard let start = bytes.baseAddress else { return 0 }
  // Every load below is inside `start ..< start + count`; the last of each kind may overlap the one before.
  if count >= 32 {
    var all: SIMD2<UInt64>
    if count >= 64 {
      all = unsafe sixtyFourBytes(start + (count &- 64))
      var offset = 0
      while offset < count &- 64 {
        all |= unsafe sixtyFourBytes(start + offset)
        offset &+= 64
      }
    } else {
      all = unsafe thirtyTwoBytes(start) | thirtyTwoBytes(start + (count &- 32))
    }
    return all[0] | all[1]
  }
  if count >= 16 {
    let all = unsafe sixteenBytes(start) | sixteenBytes(start + (count &- 16))
    return all[0] | all[1]
  }
  if count >= 8 {
    return unsafe start.loadUnaligned(as: UInt64.self) | (start + (count &- 8)).loadUnaligned(as: UInt64.self)
  }
  if count >= 4 {
    let first = unsafe start.loadUnaligned(as: UInt32.self)
    return unsafe UInt64(first | (start + (count &- 4)).loadUnaligned(as: UInt32.self))
  }
  var all: UInt8 = 0
  for offset in 0..<count { all |= unsafe start.load(fromByteOffset: offset, as: UInt8.self) }
  return UInt64(all)
}

/// Sixty-four bytes, or-ed together.
@inlinable @inline(__always)
func sixtyFourBytes(_ start: UnsafeRawPointer) -> SIMD2<UInt64> {
  unsafe thirtyTwoBytes(start) | thirtyTwoBytes(start + 32)
}

/// Thirty-two bytes, or-ed together.
@inlinable @inline(__always)
func thirtyTwoBytes(_ start: UnsafeRawPointer) -> SIMD2<UInt64> {
  unsafe sixteenBytes(start) | sixteenBytes(start + 16)
}

@inlinable @inline(__always)
func sixteenBytes(_ start: UnsafeRawPointer) -> SIMD2<UInt64> {
  unsafe start.loadUnaligned(as: SIMD2<UInt64>.self)
}

@usableFromInline @inline(never)
func isModifiedUTF8Sequence(_ bytes: UnsafeRawBufferPointer) -> Bool {
  var rest = unsafe bytes[...]
  while let first = unsafe rest.popFirst() {
    let continuations =
      switch first {
      case 0x00...0x7F: 0
      case 0xC0...0xDF: 1
      case 0xE0...0xEF: 2
      default: -1
      }
    if unsafe continuations < 0 || rest.count < continuations { return false }
    for _ in 0..<continuations {
      guard let next = unsafe rest.popFirst(), next & 0xC0 == 0x80 else { return false }
    }
  }
  return true
}

/// The UTF-16 code units that valid modified UTF-8 encodes: exactly the `char`s of the Java string.
package func decodeModifiedUTF8(_ bytes: RawSpan) -> [UInt16] {
  var units: [UInt16] = []
  units.reserveCapacity(bytes.byteCount)
  var offset = 0
  func byte(_ distance: Int) -> UInt16 {
    let index = offset + distance
    // Past the end only if the bytes were never checked; then the sequence is cut short.
    return index < bytes.byteCount ? UInt16(unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)) : 0
  }
  while offset < bytes.byteCount {
    let first = byte(0)
    switch first {
    case 0xE0...:
      units.append((first & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | byte(2) & 0x3F)
      offset += 3
    case 0xC0...:
      units.append((first & 0x1F) << 6 | byte(1) & 0x3F)
      offset += 2
    default:
      units.append(first)
      offset += 1
    }
  }
  return units
}

/// The canonical modified UTF-8 of UTF-16 code units, as `java.io.DataOutput.writeUTF` writes it.
package func encodeModifiedUTF8(_ units: some Sequence<UInt16>) -> [UInt8] {
  var bytes: [UInt8] = []
  for unit in units {
    switch unit {
    case 0x0001...0x007F:
      bytes.append(UInt8(unit))
    case 0x0000...0x07FF:
      bytes.append(0xC0 | UInt8(unit >> 6))
      bytes.append(0x80 | UInt8(unit & 0x3F))
    default:
      bytes.append(0xE0 | UInt8(unit >> 12))
      bytes.append(0x80 | UInt8(unit >> 6 & 0x3F))
      bytes.append(0x80 | UInt8(unit & 0x3F))
    }
  }
  return bytes
}
