// SPDX-License-Identifier: Apache-2.0

/// Edits of operators. Each is made when the operator's first fields are in the window.
extension PathRewrite {
  /// Writes how many operators will be left.
  func beginOperators(count: Int, end: UnsafeRawPointer, offset: Int64) throws(FlinkMetadataError) {
    guard let plan, !operators.isIdle else { return }
    if count != plan.operatorCount { throw FlinkMetadataError(.edit(.planDiffers)) }
    let rest = Int32(truncatingIfNeeded: count - plan.droppedCount)
    let byteCount = MemoryLayout<Int32>.size
    let output = unsafe self.output
    unsafe try output.replace(end - byteCount, offset: offset - Int64(byteCount), upTo: offset) {
      () throws(FlinkMetadataError) in try output.append(bigEndian: rest)
    }
  }

  /// Changes an operator, or begins to drop it.
  mutating func beginOperator(_ head: OperatorHead) throws(FlinkMetadataError) {
    if operators.isIdle { return }
    guard let change = operators.change(name: head.name, uid: head.uid, id: head.id) else { return }
    if change.isDropped { return try drop(head) }
    if let names = head.names {
      if let name = change.name { try replace(names.name, head, with: name) }
      if let uid = change.uid { try replace(names.uid, head, with: uid.text) }
    }
    guard let id = change.uid?.id else { return }
    let output = unsafe self.output
    unsafe try output.replace(head.idStart, offset: head.idOffset, upTo: head.idOffset + 16) {
      () throws(FlinkMetadataError) in
      try output.append(bigEndian: id.lowerPart)
      try output.append(bigEndian: id.upperPart)
    }
  }

  private mutating func drop(_ head: OperatorHead) throws(FlinkMetadataError) {
    // Paths of the operator are not rewritten, nor counted.
    forget()
    isDropping = true
    let start = unsafe head.names.map { unsafe $0.name.start - UncheckedString.lengthByteCount } ?? head.idStart
    unsafe try output.beginDropping(start, offset: head.offset(of: start))
  }

  /// Replaces a name or uid and its length.
  private func replace(_ string: UncheckedString, _ head: OperatorHead, with new: ModifiedUTF8String)
    throws(FlinkMetadataError)
  {
    let output = unsafe self.output
    let start = unsafe string.start - UncheckedString.lengthByteCount
    let end = unsafe head.offset(of: string.start + string.count)
    unsafe try output.replace(start, offset: head.offset(of: start), upTo: end) { () throws(FlinkMetadataError) in
      try output.append(bigEndian: UInt16(truncatingIfNeeded: new.byteCount))
      unsafe try new.bytes.withUnsafeBytes { (bytes) throws(FlinkMetadataError) in unsafe try output.append(bytes) }
    }
  }

  /// Ends an operator, which may have been dropped.
  mutating func endOperator(offset: Int64) {
    guard isDropping else { return }
    isDropping = false
    unsafe output.endDropping(offset: offset)
  }

  /// Throws if an edit could not be made, or not as it was planned.
  func endOperators() throws(FlinkMetadataError) {
    if operators.isIdle { return }
    try operators.finish()
    if let plan, plan != operators.plan { throw FlinkMetadataError(.edit(.planDiffers)) }
  }
}

extension OperatorHead {
  fileprivate var name: ModifiedUTF8Span? {
    @_lifetime(immortal) get { Self.span(names?.name) }
  }

  fileprivate var uid: ModifiedUTF8Span? {
    @_lifetime(immortal) get { Self.span(names?.uid) }
  }

  /// As the walk makes it, which reports no empty string.
  @_lifetime(immortal)
  private static func span(_ string: UncheckedString?) -> ModifiedUTF8Span? {
    guard let string, string.count > 0 else { return nil }
    let bytes = unsafe RawSpan(_unsafeStart: string.start, byteCount: string.count)
    return unsafe _overrideLifetime(ModifiedUTF8Span(bytes: bytes, fileOffset: -1), copying: ())
  }

  /// The offset in the file of a place in the window before the id.
  fileprivate func offset(of place: UnsafeRawPointer) -> Int64 { unsafe idOffset - Int64(idStart - place) }
}
