// SPDX-License-Identifier: Apache-2.0

// SPEC.md 11, "Dialects"

/// The order in which layouts are tried. If two fit equally well, the first wins.
private let candidates = [Dialect.standard, .flink1_14, .flink1_11]

/// The dialect of a file in memory: the one in which the file can be read exactly to its end, else the first in which
/// it can be read at all.
@usableFromInline
func detectDialect(_ bytes: RawSpan) -> Dialect {
  let isVersion3 =
    bytes.byteCount >= 8
    && UInt32(bigEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: 4, as: UInt32.self)) == 3
  guard isVersion3 else { return .standard }
  var readable: Dialect?
  for dialect in candidates {
    var validation = Validation()
    guard let summary = try? walkMetadata(bytes, dialect: dialect, &validation) else { continue }
    if summary.trailingByteCount == 0 { return dialect }
    readable = readable ?? dialect
  }
  // If none fits, the file is damaged; reading it in the standard layout reports what is wrong.
  return readable ?? .standard
}

/// How much of the lists around the current subtask is still to come, and what is needed to read it.
@usableFromInline
struct Remainder {
  @usableFromInline var operatorStates = 0
  @usableFromInline var subtaskStates = 0
  @usableFromInline var parallelism: Int32 = 0

  @inlinable init() {}
}

extension MetadataWalk {
  /// Detects the dialect of a source, which cannot be read twice. If the next field is the first that differs between
  /// dialects, this reads ahead in each of them, as far as the window reaches.
  @inlinable @inline(__always)
  mutating func settleDialect(before field: MetadataPath.Field) throws(FlinkMetadataError) {
    if !isDialectSettled { try settleUnsettledDialect(before: field) }
  }

  @usableFromInline
  mutating func settleUnsettledDialect(before field: MetadataPath.Field) throws(FlinkMetadataError) {
    let isList = field == .inputChannelState || field == .resultSubpartitionState
    // If the input ends here, the rule itself reports it.
    guard try reader.fill(isList ? 4 : 1), differsBetweenDialects(field) else { return }
    let (rest, isWholeRest) = unsafe try reader.lookAhead()
    isDialectSettled = true
    let fits = candidates.map { candidate in
      highestTag > candidate.lastTag
        ? Fit.none : unsafe fit(of: candidate, rest.bytes, isWholeRest: isWholeRest, from: field)
    }
    let best = fits.firstIndex(of: .exact) ?? fits.firstIndex(of: .readable) ?? 0
    dialect = candidates[best]
  }

  /// While the dialect is not known, remembers which releases a handle excludes.
  @inlinable
  mutating func note(_ tag: HandleTag) {
    if !isDialectSettled { highestTag = max(highestTag, tag) }
  }

  /// Whether what comes next is laid out differently by Flink 1.11 or 1.14. The bytes are in the window.
  private func differsBetweenDialects(_ field: MetadataPath.Field) -> Bool {
    let next = unsafe FixedFields(start: reader.position)
    if field == .inputChannelState || field == .resultSubpartitionState { return next.int32(at: 0) > 0 }
    switch HandleTag(rawValue: next.uint8(at: 0)) {
    case .changelog, .changelogByteIncrement, .changelogFileIncrement: return true
    default: return false
    }
  }

  private enum Fit {
    case none, readable, exact
  }

  /// How well the rest of the file, or the beginning of it, can be read in a dialect.
  private func fit(of candidate: Dialect, _ rest: RawSpan, isWholeRest: Bool, from field: MetadataPath.Field) -> Fit {
    var validation = Validation()
    do throws(FlinkMetadataError) {
      let used = try withWalk(rest, CheckingScanner()) { (walk) throws(FlinkMetadataError) -> Int64 in
        walk.version = version
        walk.dialect = candidate
        try walk.subtaskState(from: field, &validation)
        try walk.subtaskStates(remainder.subtaskStates, parallelism: remainder.parallelism, &validation)
        for _ in 0..<remainder.operatorStates { try walk.operatorState(index: 0, &validation) }
        return walk.reader.offset
      }
      return isWholeRest && used == Int64(rest.byteCount) ? .exact : .readable
    } catch {
      // The beginning of the rest may end anywhere.
      if case .unexpectedEnd = error.kind, !isWholeRest { return .readable }
      return .none
    }
  }
}
