// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles

/// Damaged gzip around a file gives an error, or the damage does not matter; other content never comes out, and
/// never more than was allowed.
func fuzzGzip(_ input: FuzzInput, _ checks: inout Checks) throws(BrokenProperty) {
  var chosen = ChosenBytes(input.choices)
  let options = chosen.byte()
  let pieceSizes = [1 + chosen.below(512), 1 + chosen.below(16)]
  if options & 1 != 0 {
    return try requireSameInPieces(input.file, pieceSizes)
  }
  let members = try compress(input.file, memberCount: 1 + Int(options >> 1 & 3))
  var compressed = members.flatMap(\.compressed)
  let damage = Damage(&chosen, to: &compressed)
  let most = options & 8 != 0 ? Int64(max(0, input.file.count - 20 + chosen.below(40))) : nil
  let possible = damage.isCut ? prefixes(members.map(\.content)) : [input.file]

  let read = attempt { () throws(FlinkMetadataError) in
    try readAll(GzipSource(PieceSource(compressed, sizes: pieceSizes), maximumByteCount: most), most: most, pieceSizes)
  }
  switch read {
  case .success(let content):
    try require(possible.contains(content), "other content came out: \(firstDifference(content, input.file))")
    try require(most.map { content.count <= $0 } ?? true, "more came out than was allowed")
  case .failure(let error):
    let isTooLarge = error.kind == .sourceFailed(code: 27)
    try require(error.kind.isGzipDamage || isTooLarge, "another error: \(error)")
    try requireWords(error)
    let fits = most.map { input.file.count <= $0 } ?? true
    try require(!fits || !isTooLarge || !damage.isNone, "too large, but it is not")
    try require(!damage.isNone || (isTooLarge && !fits), "an error without damage: \(error)")
  }
  if checks.oneIn(4) { try requireSameWalk(compressed, most, pieceSizes, content: read.success) }
}

private typealias Member = (content: [UInt8], compressed: [UInt8])

/// The file in several members, one after the other.
private func compress(_ bytes: [UInt8], memberCount: Int) throws(BrokenProperty) -> [Member] {
  var members: [Member] = []
  for index in 0..<memberCount {
    let content = Array(bytes[bytes.count * index / memberCount..<bytes.count * (index + 1) / memberCount])
    members.append((content, try compressed(content)))
  }
  return members
}

/// What the first members hold, for every number of them.
private func prefixes(_ contents: [[UInt8]]) -> [[UInt8]] {
  contents.indices.map { contents[...$0].flatMap(\.self) }
}

/// Damage too small to make or to take away a whole member, which has 20 bytes at least.
private struct Damage {
  var isNone = true
  var isCut = false

  init(_ chosen: inout ChosenBytes, to bytes: inout [UInt8]) {
    for _ in 0..<chosen.below(4) where !bytes.isEmpty {
      isNone = false
      let place = chosen.below(bytes.count)
      switch chosen.below(6) {
      case 0: bytes[place] ^= 1 << (chosen.byte() & 7)
      case 1: bytes[place] = chosen.byte()
      case 2: bytes.removeSubrange(place..<min(bytes.count, place + 1 + chosen.below(5)))
      case 3: bytes.insert(contentsOf: chosen.bytes(most: 5), at: place)
      case 4: bytes.append(contentsOf: [UInt8](repeating: 0, count: chosen.below(600)))
      default:
        bytes.removeSubrange(place...)
        isCut = true
      }
    }
  }
}

/// Reads to the end or to an error, which then comes again.
private func readAll(_ source: GzipSource, most: Int64?, _ sizes: [Int]) throws(FlinkMetadataError) -> [UInt8] {
  var content: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 + sizes[0] * 3)
  while true {
    var count = 0
    do throws(FlinkMetadataError) {
      count = try source.read(into: &buffer)
    } catch {
      let again = attempt { () throws(FlinkMetadataError) in try source.read(into: &buffer) }
      // An error of another kind is noticed by the caller.
      throw again.failure == error ? error : FlinkMetadataError(.stopped(code: 1), offset: error.offset)
    }
    if count == 0 { return content }
    content += buffer[..<count]
    if let most, content.count > most { return content }
  }
}

extension GzipSource {
  fileprivate func read(into buffer: inout [UInt8]) throws(FlinkMetadataError) -> Int {
    try buffer.withUnsafeMutableBufferPointer { (room) throws(FlinkMetadataError) in
      var output = OutputRawSpan(buffer: UnsafeMutableRawBufferPointer(room), initializedCount: 0)
      try read(into: &output)
      return output.byteCount
    }
  }
}

/// Any bytes as gzip: in which pieces they come does not matter.
private func requireSameInPieces(_ bytes: [UInt8], _ sizes: [Int]) throws(BrokenProperty) {
  let most: Int64 = 1 << 20
  let whole = attempt { () throws(FlinkMetadataError) in
    try readAll(GzipSource(PieceSource(bytes, sizes: []), maximumByteCount: most), most: most, [1 << 16])
  }
  let pieces = attempt { () throws(FlinkMetadataError) in
    try readAll(GzipSource(PieceSource(bytes, sizes: sizes), maximumByteCount: most), most: most, sizes)
  }
  try require(whole.failure?.kind == pieces.failure?.kind, "pieces give another error: \(whole) and \(pieces)")
  try require(whole.success == pieces.success, "pieces give other content")
}

/// A walk reports what one over the plain content reports, unless it finds damage.
private func requireSameWalk(
  _ compressed: [UInt8], _ most: Int64?, _ sizes: [Int], content: [UInt8]?
) throws(BrokenProperty) {
  var log = EventLog.Walk(EventLog())
  let walk = attemptWalk(
    GzipSource(PieceSource(compressed, sizes: sizes), maximumByteCount: most), visitor: &log)
  switch walk.failure?.kind {
  case .compressedInput, .truncatedCompressedInput, .sourceFailed:
    return try require(content == nil, "a walk found damage that is not there")
  default: break
  }
  if let content {
    var plainLog = EventLog.Walk(EventLog())
    let plain = attemptWalk(PieceSource(content, sizes: sizes), visitor: &plainLog)
    try requireEqual(walk, plain, "compressed and plain")
    try require(
      log.visitor == plainLog.visitor, "in gzip: \(log.visitor.firstDifference(from: plainLog.visitor))")
  } else {
    try require(walk.failure != nil, "a walk did not see the damage")
  }
}

extension FlinkMetadataError.Kind {
  /// Whether compressed input was found to be damaged or cut off.
  fileprivate var isGzipDamage: Bool { self == .compressedInput || self == .truncatedCompressedInput }
}
