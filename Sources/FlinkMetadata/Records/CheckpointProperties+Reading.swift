// SPDX-License-Identifier: Apache-2.0

// SPEC.md 9, "Checkpoint properties"
//
//   AC ED 00 05, then null or an object of CheckpointProperties
//
// Flink uses Java's own deserialization, which accepts many more streams than Flink writes. This reader accepts only
// streams of Flink's classes with Flink's fields. Back references are accepted wherever Java can write them.

extension MetadataWalk {
  @inlinable
  mutating func checkpointProperties<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    try enter(.checkpointProperties, &visitor)
    try visitor.checkpointProperties(try readCheckpointProperties())
    try leave(.checkpointProperties, &visitor)
  }

  @usableFromInline
  mutating func readCheckpointProperties() throws(FlinkMetadataError) -> CheckpointProperties? {
    guard UInt32(bitPattern: try reader.int32()) == ObjectStream.magicAndVersion else {
      throw reader.errorBefore(4, .objectStream(.magic))
    }
    var values: [ObjectStream.Value] = []
    let typeCode = try reader.uint8()
    if typeCode == ObjectStream.TypeCode.null { return nil }
    guard typeCode == ObjectStream.TypeCode.object,
      try classDescriptor(&values, oneOf: [.checkpointProperties]) != nil
    else { throw reader.errorBefore(1, .objectStream(.object)) }
    values.append(.object)

    let flags = try reader.fields(7)
    var properties = CheckpointProperties(
      discardCancelled: flag(Int32(flags.uint8(at: 0))), discardFailed: flag(Int32(flags.uint8(at: 1))),
      discardFinished: flag(Int32(flags.uint8(at: 2))), discardSubsumed: flag(Int32(flags.uint8(at: 3))),
      discardSuspended: flag(Int32(flags.uint8(at: 4))), forced: flag(Int32(flags.uint8(at: 5))),
      unclaimed: flag(Int32(flags.uint8(at: 6))),
      checkpointType: .checkpoint(
        CheckpointType(name: ModifiedUTF8String.empty, sharingFilesStrategy: .forwardBackward)))
    properties.checkpointType = try snapshotType(&values)
    return properties
  }

  /// The value of the field `checkpointType`.
  private mutating func snapshotType(_ values: inout [ObjectStream.Value]) throws(FlinkMetadataError) -> SnapshotType {
    guard try reader.uint8() == ObjectStream.TypeCode.object else {
      throw reader.errorBefore(1, .objectStream(.object))
    }
    let descriptor = try classDescriptor(&values, oneOf: [.checkpointType, .savepointType])
    values.append(.object)
    if descriptor == .checkpointType {
      let name = try string(&values)
      let strategy = try constant(SharingFilesStrategy.self, of: .sharingFilesStrategy, &values)
      return .checkpoint(CheckpointType(name: name, sharingFilesStrategy: strategy))
    }
    let formatType = try constant(SavepointFormatType.self, of: .savepointFormatType, &values)
    let name = try string(&values)
    let action = try constant(PostCheckpointAction.self, of: .postCheckpointAction, &values)
    return .savepoint(SavepointType(name: name, formatType: formatType, postCheckpointAction: action))
  }

  // MARK: The protocol

  /// A class descriptor, which must be one of those expected, or null where none is.
  @discardableResult
  private mutating func classDescriptor(
    _ values: inout [ObjectStream.Value], oneOf expected: [ObjectStream.ClassDescriptor]
  ) throws(FlinkMetadataError) -> ObjectStream.ClassDescriptor? {
    let typeCode = try reader.uint8()
    switch typeCode {
    case ObjectStream.TypeCode.null where expected.isEmpty:
      return nil
    case ObjectStream.TypeCode.reference:
      guard case .classDescriptor(let descriptor) = try reference(values), expected.contains(descriptor) else {
        throw reader.errorBefore(4, .objectStream(.className))
      }
      // Of the classes that Flink uses, only java.lang.Enum is needed twice, and Java writes a reference then.
      return descriptor
    case ObjectStream.TypeCode.classDescriptor:
      return try newClassDescriptor(&values, oneOf: expected)
    default:
      throw reader.errorBefore(1, .objectStream(expected.isEmpty ? .superclass : .classDescriptor))
    }
  }

  private mutating func newClassDescriptor(
    _ values: inout [ObjectStream.Value], oneOf expected: [ObjectStream.ClassDescriptor]
  ) throws(FlinkMetadataError) -> ObjectStream.ClassDescriptor {
    let name = try copyOfUTF()
    guard let descriptor = expected.first(where: { name.isASCII($0.name) }) else {
      throw reader.errorBefore(name.byteCount, .objectStream(.className))
    }
    guard UInt64(bitPattern: try reader.int64()) == descriptor.serialVersionUID else {
      throw reader.errorBefore(8, .objectStream(.serialVersionUID))
    }
    if values.contains(where: { $0.isClassDescriptor(descriptor) }) { nonCanonicalCount += 1 }
    values.append(.classDescriptor(descriptor))
    guard try reader.uint8() == descriptor.flags else { throw reader.errorBefore(1, .objectStream(.classFlags)) }
    try fields(of: descriptor, &values)
    guard try reader.uint8() == ObjectStream.TypeCode.endBlockData else {
      throw reader.errorBefore(1, .objectStream(.endOfClassAnnotation))
    }
    try classDescriptor(&values, oneOf: descriptor.superclass.map { [$0] } ?? [])
    return descriptor
  }

  private mutating func fields(of descriptor: ObjectStream.ClassDescriptor, _ values: inout [ObjectStream.Value])
    throws(FlinkMetadataError)
  {
    let expected = descriptor.fields
    guard Int(try reader.fields(2).uint16(at: 0)) == expected.count else {
      throw reader.errorBefore(2, .objectStream(.fields))
    }
    for field in expected {
      let typeLetter = try reader.uint8()
      let name = try copyOfUTF()
      let isExpected: Bool
      switch field {
      case .boolean:
        isExpected = typeLetter == UInt8(ascii: "Z")
      case .object(_, let type):
        let typeName = try string(&values)
        isExpected = typeLetter == UInt8(ascii: "L") && typeName.isASCII(type)
      }
      guard isExpected && name.isASCII(field.name) else { throw reader.errorBefore(1, .objectStream(.fields)) }
    }
  }

  private mutating func string(_ values: inout [ObjectStream.Value]) throws(FlinkMetadataError) -> ModifiedUTF8String {
    switch try reader.uint8() {
    case ObjectStream.TypeCode.string:
      let string = try copyOfUTF()
      values.append(.string(string))
      return string
    case ObjectStream.TypeCode.reference:
      guard case .string(let string) = try reference(values) else {
        throw reader.errorBefore(4, .objectStream(.string))
      }
      nonCanonicalCount += 1
      return string
    default:
      throw reader.errorBefore(1, .objectStream(.string))
    }
  }

  private mutating func constant<Constant: RawRepresentable<String>>(
    _ type: Constant.Type, of descriptor: ObjectStream.ClassDescriptor, _ values: inout [ObjectStream.Value]
  ) throws(FlinkMetadataError) -> Constant {
    // Each enumeration is needed once, so there is no constant that a back reference could mean.
    guard try reader.uint8() == ObjectStream.TypeCode.enumeration else {
      throw reader.errorBefore(1, .objectStream(.enumeration))
    }
    try classDescriptor(&values, oneOf: [descriptor])
    values.append(.object)
    let name = try string(&values)
    guard let constant = Constant(rawValue: String(name)) else {
      throw reader.errorBefore(name.byteCount, .objectStream(.constant))
    }
    if !name.isASCII(constant.rawValue) { nonCanonicalCount += 1 }
    return constant
  }

  /// The value that a handle refers to.
  private mutating func reference(_ values: [ObjectStream.Value]) throws(FlinkMetadataError) -> ObjectStream.Value {
    let handle = Int(try reader.int32()) - Int(ObjectStream.baseWireHandle)
    guard values.indices.contains(handle) else { throw reader.errorBefore(4, .objectStream(.reference)) }
    return values[handle]
  }

  /// `utf`, as a value of its own.
  private mutating func copyOfUTF() throws(FlinkMetadataError) -> ModifiedUTF8String {
    let string = try utf()
    return ModifiedUTF8String(copying: span(string))
  }
}
