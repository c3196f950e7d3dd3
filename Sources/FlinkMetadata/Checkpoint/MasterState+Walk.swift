// SPEC.md 3.2, "Master states"
//
//   i32 magic 0xC96B1696, i32 length (> 0), then exactly that many bytes:
//   i32 version, utf name, i32 byteCount, bytes

extension MetadataWalk {
  @usableFromInline static var masterStateMagic: UInt32 { 0xC96B_1696 }

  @inlinable
  mutating func masterStates<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    var list = try beginList(.masterStates, count: try reader.count(), &visitor)
    while try next(&list, &visitor) {
      try masterState(&visitor)
    }
  }

  @inlinable
  mutating func masterState<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let fields = try reader.fields(4 + 4)
    let magic = UInt32(bitPattern: fields.int32(at: 0))
    if magic != Self.masterStateMagic { throw reader.errorBefore(8, .masterStateMagic(found: magic)) }
    let length = fields.int32(at: 4)
    let version = try reader.int32()
    let name = try reader.utf(followedBy: 4)
    let byteCount = try reader.count()
    if Int(length) != 4 + 2 + name.count + 4 + byteCount {
      throw reader.errorBefore(4 + 4 + 2 + name.count + 4, .masterStateLength(declared: length))
    }
    try visitor.masterState(name: span(name), version: version, byteCount: byteCount)
    try bytes(byteCount, &visitor)
  }
}
