// SPDX-License-Identifier: Apache-2.0

/// Changes of whole parts: handles, elements of lists, levels of nesting.
extension Mutator {
  private mutating func part(of map: FieldMap, where isWanted: (FieldMap.Part) -> Bool) -> FieldMap.Part? {
    // First the kind, so that what there is most of does not get all changes.
    let wanted = map.parts.filter(isWanted)
    guard let kind = pickIfAny(Array(Set(wanted.map(\.kind))).sorted { "\($0)" < "\($1)" }) else { return nil }
    return pickIfAny(wanted.filter { $0.kind == kind })
  }

  /// Elements come, go and change places, mostly with the right number of them.
  mutating func mutateList(_ map: FieldMap) {
    guard let part = part(of: map, where: { $0.count != nil }), let countOffset = part.count else { return }
    let element = Array(bytes[part.range])
    let count = int32(at: countOffset)
    let change: Int32
    switch random(5) {
    case 0:
      bytes.removeSubrange(part.range)
      change = -1
    case 1:
      bytes.insert(contentsOf: element, at: part.range.lowerBound)
      change = 1
    case 2, 3:
      let donor = originals.part(part.kind, using: &generator) ?? element
      bytes.insert(contentsOf: donor, at: chance(in: 2) ? part.range.lowerBound : part.range.upperBound)
      change = 1
    default:
      let others = map.parts.filter { $0.count == part.count && $0.range.lowerBound > part.range.lowerBound }
      guard let other = pickIfAny(others) else { return }
      let between = bytes[part.range.upperBound..<other.range.lowerBound]
      bytes.replaceSubrange(
        part.range.lowerBound..<other.range.upperBound, with: bytes[other.range] + between + element)
      change = 0
    }
    if !chance(in: 20) { overwrite(countOffset, with: count &+ change) }
  }

  /// A part of another file, mostly one that is allowed here, or null in place of a handle.
  mutating func replacePart(_ map: FieldMap) {
    guard let part = part(of: map, where: { _ in true }) else { return }
    let kind = chance(in: 20) ? pick(originals.partKinds) : part.kind
    let isHandle = [.streamHandle, .operatorHandle, .keyedHandle].contains(kind)
    guard let donor = isHandle && chance(in: 6) ? [0] : originals.part(kind, using: &generator) else { return }
    bytes.replaceSubrange(part.range, with: donor)
  }

  /// A handle in handles in handles.
  mutating func nest(_ map: FieldMap) {
    let part = part(of: map) { $0.kind == .keyedHandle || $0.kind == .streamHandle }
    guard let part else { return }
    let levels = chance(in: 20) ? 5_000 : pick([1, 2, 3, 61, 62, 63, 64, 65, 66, 200])
    var before: [UInt8] = []
    var behind: [UInt8] = []
    for _ in 0..<levels {
      if part.kind == .keyedHandle && chance(in: 2) {
        // A changelog backend's handle of one materialized handle.
        before += [14, 0, 0, 0, 0, 0, 0, 0, 4] + [UInt8](repeating: 0, count: 8) + [0, 0, 0, 1]
        behind = [UInt8](repeating: 0, count: 4 + 8 + 8 + 2) + behind
      } else if part.kind == .keyedHandle {
        before += [8, 0, 0, 0, 0, 0, 0, 0, 4] + [UInt8](repeating: 0, count: 8) + [0, 0, 0, 1]
        behind = [UInt8](repeating: 0, count: 4 + 8 + 2) + behind
      } else {
        // No key groups.
        before += [3] + [UInt8](repeating: 0, count: 8)
      }
    }
    bytes.replaceSubrange(part.range, with: before + bytes[part.range] + behind)
  }
}
