// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

// SPEC.md 5, "Stream state handles", 6, "Operator state handles", 7, "Keyed state handles", and 8, "Channel state handles"

extension Grammar {
  /// Handles that hold handles are rarer the deeper they are.
  private var mayNest: Bool {
    mutating get { depth < 64 && (depth < 2 || choices.below(depth) < 2) }
  }

  // MARK: 5 Stream state handles

  mutating func streamPart(isOptional: Bool) throws(Stop) {
    try part(.streamHandle) { grammar throws(Stop) in try grammar.streamHandle(isOptional: isOptional) }
  }

  mutating func streamHandle(isOptional: Bool) throws(Stop) {
    var tags: [UInt8] = [1, 2, 2]
    if isOptional { tags.append(0) }
    if version >= 2 { tags += [6, 6, 15, 16] }
    if version >= 2 && mayNest { tags.append(3) }
    switch try number(.tag, choices.one(of: tags) ?? 1) {
    case 0 where isOptional: break
    case 1: try byteStream()
    case 2:
      try fileSize()
      try utf(choices.path())
    case 3 where version >= 2: try nested { grammar throws(Stop) in try grammar.keyGroups(hasId: false) }
    case 6 where version >= 2:
      try utf(choices.path())
      try fileSize()
    case 15 where version >= 2: try segment()
    case 16 where version >= 2: break
    default: throw Stop()
    }
  }

  mutating func byteStream() throws(Stop) {
    try utf(choices.oneIn(2) ? choices.path() : choices.text())
    try blob(choices.bytes(most: 24))
  }

  private mutating func fileSize() throws(Stop) {
    try number(.number, choices.oneIn(4) ? -1 : choices.natural())
  }

  private mutating func segment() throws(Stop) {
    try number(.number, choices.int64())
    try number(.number, choices.int64())
    try number(.number, Int32(choices.below(2)))
    try utf(choices.path())
    try utf(choices.text())
  }

  // MARK: 6 Operator state handles

  mutating func operatorHandle(isOptional: Bool) throws(Stop) {
    var tags: [UInt8] = [4, 4]
    if isOptional { tags.append(0) }
    if version >= 2 { tags.append(17) }
    let tag = try number(.tag, choices.one(of: tags) ?? 4)
    switch tag {
    case 0 where isOptional: return
    case 4: break
    case 17 where version >= 2: break
    default: throw Stop()
    }
    try list(.stateMetaInfo) { grammar throws(Stop) in
      try grammar.utf(grammar.choices.text())
      try grammar.number(.number, Int8(grammar.choices.below(3)))
      try grammar.offsets(count: try grammar.number(.count, Int32(grammar.choices.below(4))))
    }
    guard tag == 17 else { return try streamPart(isOptional: false) }
    try utf(choices.path())
    try utf(choices.path())
    try bool()
    try part(.streamHandle) { grammar throws(Stop) in
      switch try grammar.number(.tag, grammar.choices.one(of: 15, 16) as UInt8) {
      case 15: try grammar.segment()
      case 16: break
      default: throw Stop()
      }
    }
  }

  private mutating func offsets(count: Int32) throws(Stop) {
    var content: [UInt8] = []
    if !isReading { for _ in 0..<count { content += bigEndian(choices.int64()) } }
    try run(.offsets, count: Int(count) << 3, content)
  }

  // MARK: 7 Keyed state handles

  mutating func keyedHandle() throws(Stop) {
    var tags: [UInt8] = [0, 3]
    if version >= 2 && mayNest { tags += dialect == .flink1_14 ? [5, 7, 8, 9, 10] : [5, 7, 8, 9, 10, 11, 12, 13, 14] }
    try keyedHandle(oneOf: tags)
  }

  private mutating func keyedHandle(oneOf tags: [UInt8]) throws(Stop) {
    try nested { grammar throws(Stop) in
      let tag = try grammar.number(.tag, grammar.choices.one(of: tags) ?? 0)
      if tag > 3 && grammar.version == 1 { throw Stop() }
      switch tag {
      case 0: break
      case 3, 7, 12: try grammar.keyGroups(hasId: tag == 12)
      case 5, 11: try grammar.incremental(isV2: tag == 11)
      case 8, 14: try grammar.changelog(isV2: tag == 14)
      case 9: try grammar.inMemoryChangelog()
      case 10, 13: try grammar.changelogStream(isV2: tag == 13)
      default: throw Stop()
      }
    }
  }

  /// The number of key groups.
  @discardableResult
  private mutating func range(mayBeEmpty: Bool, most: Int) throws(Stop) -> Int32 {
    let isEmpty = mayBeEmpty && choices.oneIn(8)
    try number(.number, isEmpty ? 0 : Int32(choices.below(1_000)))
    return try number(.count, isEmpty ? 0 : Int32(1 + choices.below(most)))
  }

  mutating func keyGroups(hasId: Bool) throws(Stop) {
    try offsets(count: try range(mayBeEmpty: true, most: 4))
    try streamPart(isOptional: false)
    if hasId { try utf(choices.text()) }
  }

  private mutating func incremental(isV2: Bool) throws(Stop) {
    try number(.number, choices.int64())
    try utf(choices.text())
    try range(mayBeEmpty: true, most: 128)
    if isV2 { try number(.number, choices.int64()) }
    try streamPart(isOptional: true)
    for _ in 0..<2 {
      try list(.file) { grammar throws(Stop) in
        try grammar.utf(grammar.choices.text())
        try grammar.streamPart(isOptional: false)
      }
    }
    if isV2 { try utf(choices.text()) }
  }

  private mutating func changelog(isV2: Bool) throws(Stop) {
    let hasSizesAndIds = dialect != .flink1_14
    try range(mayBeEmpty: false, most: 128)
    if hasSizesAndIds { try number(.number, choices.int64()) }
    try list(.keyedHandle, most: 2) { grammar throws(Stop) in
      if grammar.dialect == .flink1_14 { try grammar.keyedHandle(oneOf: [3, 5, 9]) } else { try grammar.keyedHandle() }
    }
    try list(.keyedHandle, most: 2) { grammar throws(Stop) in
      try grammar.keyedHandle(oneOf: grammar.dialect == .flink1_14 ? [9, 10] : [9, 10, 13])
    }
    guard hasSizesAndIds else { return }
    try number(.number, choices.int64())
    if isV2 { try number(.number, choices.int64()) }
    try utf(choices.text())
  }

  private mutating func inMemoryChangelog() throws(Stop) {
    try range(mayBeEmpty: true, most: 128)
    try number(.number, choices.natural())
    try number(.number, choices.natural())
    try list(.stateChange) { grammar throws(Stop) in
      try grammar.number(.number, Int32(grammar.choices.below(129) - 1))
      try grammar.blob(grammar.choices.bytes(most: 12))
    }
    if dialect != .flink1_14 { try utf(choices.text()) }
  }

  private mutating func changelogStream(isV2: Bool) throws(Stop) {
    try range(mayBeEmpty: true, most: 128)
    try list(.streamAndOffset) { grammar throws(Stop) in
      try grammar.number(.number, grammar.choices.int64())
      try grammar.streamPart(isOptional: true)
    }
    try number(.number, choices.int64())
    guard dialect != .flink1_14 else { return }
    try number(.number, choices.int64())
    try utf(choices.text())
    if isV2 { try utf(choices.oneIn(2) ? Array("filesystem".utf8) : choices.text()) }
  }

  // MARK: 8 Channel state handles

  /// `kind` is 1 in a list of input channels and 2 in one of result subpartitions.
  mutating func channelHandle(_ kind: UInt8) throws(Stop) {
    if version >= 6 {
      switch try number(.tag, kind + (choices.oneIn(2) ? 2 : 0)) {
      case kind: break
      case kind + 2: return try mergedChannels()
      default: throw Stop()
      }
    }
    if dialect != .flink1_11 { try number(.number, choices.int32()) }
    try number(.number, choices.int32())
    try number(.number, choices.int32())
    try offsets(count: try number(.count, Int32(choices.below(4))))
    try number(.number, choices.int64())
    try streamPart(isOptional: false)
  }

  private mutating func mergedChannels() throws(Stop) {
    try number(.number, choices.int32())
    try number(.number, choices.int64())
    try streamPart(isOptional: true)
    try blob(choices.oneIn(4) ? choices.bytes(most: 24) : channelOffsets())
  }

  /// SPEC.md 8.3, "Merged offsets"
  private mutating func channelOffsets() -> [UInt8] {
    let count = choices.below(3)
    var record = bigEndian(Int32(count))
    for _ in 0..<count {
      record += bigEndian(choices.int32()) + bigEndian(choices.int32()) + bigEndian(choices.int64())
      let offsets = choices.below(3)
      record += bigEndian(Int32(offsets))
      for _ in 0..<offsets { record += bigEndian(choices.int64()) }
    }
    return record
  }
}
