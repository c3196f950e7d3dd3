// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

// SPEC.md 2, "Header and versions", and 3, "Bodies"

extension Grammar {
  mutating func file() throws(Stop) {
    try number(.constant, UInt32(0x4960_672D))
    version = try number(.version, Int32(1 + choices.below(7)))
    guard (1...7).contains(version) else { throw Stop() }
    if version != 3 {
      dialect = .standard
    } else if !isReading {
      dialect = choices.one(of: .standard, .standard, .flink1_14, .flink1_11)
    }
    try number(.number, choices.natural())
    if version == 1 {
      try list(.taskState) { grammar throws(Stop) in try grammar.taskState() }
      return
    }
    try list(.masterState, most: 2) { grammar throws(Stop) in try grammar.masterState() }
    try list(.operatorState) { grammar throws(Stop) in try grammar.operatorState() }
    if version >= 4 { try part(.objectStream) { grammar throws(Stop) in try grammar.objectStream() } }
  }

  // MARK: 3.2 Master states

  mutating func masterState() throws(Stop) {
    try number(.constant, UInt32(0xC96B_1696))
    let name = choices.text()
    let payload = choices.bytes(most: 12)
    try number(.byteCount, Int32(4 + 2 + name.count + 4 + payload.count))
    try number(.number, choices.int32())
    try utf(name)
    try blob(payload)
  }

  // MARK: 3.3 Operator states

  mutating func operatorState() throws(Stop) {
    if version >= 5 {
      try utf(choices.text())
      try utf(choices.text())
    }
    let parallelism = try idAndParallelism()
    if version == 2 { try number(.number, choices.int32()) }
    var hasCoordinatorState = false
    if version >= 3 { hasCoordinatorState = try coordinatorState() }

    let countStart = position
    let canFinish = version >= 3 && !hasCoordinatorState && choices.oneIn(6)
    let count = try number(.count, canFinish ? -1 : Int32(choices.count(most: 3)))
    if count < 0 {
      // Fully finished, or in version 2 nothing.
      let canonical: Int32 = version >= 3 ? -1 : 0
      if count != canonical { deviates(from: canonical) }
    }
    try elements(.subtaskState, count: count, countStart: countStart) { grammar throws(Stop) in
      try grammar.subtaskState(parallelism: parallelism)
    }
  }

  private mutating func idAndParallelism() throws(Stop) -> Int32 {
    try number(.number, choices.int64())
    try number(.number, choices.int64())
    let parallelism = try number(.number, Int32(1 + choices.below(64)))
    try number(.number, choices.one(of: parallelism, 128, 32_768, .max))
    return parallelism
  }

  private mutating func coordinatorState() throws(Stop) -> Bool {
    var isPresent = false
    try part(.streamHandle) { grammar throws(Stop) in
      let tag = try grammar.number(.tag, grammar.choices.one(of: 0, 0, 1) as UInt8)
      switch tag {
      case 0: break
      case 1: try grammar.byteStream()
      default: throw Stop()
      }
      isPresent = tag != 0
    }
    return isPresent
  }

  // MARK: 3.4 Subtask states

  private mutating func subtaskState(parallelism: Int32) throws(Stop) {
    var index = Int32(choices.below(Int(max(1, parallelism))))
    if version >= 3 && choices.oneIn(8) { index = ~index }
    index = try number(.number, index)
    if version == 2 {
      try number(.number, choices.int64())
      try list(.streamHandle, most: 1, isNegativeNone: true) { grammar throws(Stop) in
        try grammar.streamHandle(isOptional: true)
      }
    } else if index < 0 {
      return
    }
    for _ in 0..<2 {
      guard try flag() else { continue }
      try part(.operatorHandle) { grammar throws(Stop) in try grammar.operatorHandle(isOptional: false) }
    }
    for _ in 0..<2 { try part(.keyedHandle) { grammar throws(Stop) in try grammar.keyedHandle() } }
    guard version >= 3 else { return }
    for kind in [UInt8(1), 2] {
      try list(.channelHandle, most: 2, isNegativeNone: true) { grammar throws(Stop) in
        try grammar.channelHandle(kind)
      }
    }
    if version >= 7 {
      let marker = try number(.flag, UInt8(choices.below(2)))
      if marker > 1 { deviates(from: UInt8(0)) }
      if marker == 1 { try number(.number, choices.int64()) }
    }
  }

  /// A number of 32 bits that is 0 or not.
  mutating func flag() throws(Stop) -> Bool {
    let value = try number(.flag, Int32(choices.below(2)))
    if value & ~1 != 0 { deviates(from: Int32(1)) }
    return value != 0
  }

  /// `bool`
  @discardableResult
  mutating func bool() throws(Stop) -> Bool {
    let value = try number(.flag, UInt8(choices.below(2)))
    if value > 1 { deviates(from: UInt8(1)) }
    return value != 0
  }

  // MARK: 3.5 Body of version 1

  private mutating func taskState() throws(Stop) {
    let parallelism = try idAndParallelism()
    try number(.number, Int32(1 + choices.below(3)))
    try list(.subtaskState, isNegativeNone: true) { grammar throws(Stop) in
      try grammar.number(.number, Int32(grammar.choices.below(Int(max(1, parallelism)))))
      try grammar.number(.number, grammar.choices.int64())
      try grammar.list(.streamHandle, most: 2) { grammar throws(Stop) in try grammar.streamHandle(isOptional: true) }
      for _ in 0..<2 {
        try grammar.list(.operatorHandle, most: 2) { grammar throws(Stop) in
          try grammar.operatorHandle(isOptional: true)
        }
      }
      for _ in 0..<2 { try grammar.part(.keyedHandle) { grammar throws(Stop) in try grammar.keyedHandle() } }
    }
  }
}
