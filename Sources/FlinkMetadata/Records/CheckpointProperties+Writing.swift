// SPDX-License-Identifier: Apache-2.0

// SPEC.md 9, "Checkpoint properties": written as Java's `ObjectOutputStream` writes Flink's object, to the byte.

extension ValueWalk where Visitor: ~Copyable {
  mutating func checkpointProperties(_ properties: CheckpointProperties?, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    guard version >= .version4 else { return try require(properties == nil, .propertiesBeforeVersion4) }
    try part(.checkpointProperties, &visitor) { walk, visitor throws(FlinkMetadataError) in
      try visitor.checkpointProperties(properties)
    }
  }
}

extension MetadataEncoder {
  /// Writes the object stream; it holds null if there are no properties.
  public mutating func checkpointProperties(_ properties: CheckpointProperties?) throws(FlinkMetadataError) {
    writer.int32(Int32(bitPattern: ObjectStream.magicAndVersion))
    guard let properties else { return writer.uint8(ObjectStream.TypeCode.null) }
    var stream = ObjectStreamWriter(writer)
    try stream.write(properties)
    writer = stream.writer
  }
}

extension MetadataBuilder {
  mutating func checkpointProperties(_ properties: CheckpointProperties?) { metadata.properties = properties }
}

/// The part of `java.io.ObjectOutputStream` that checkpoint properties need.
private struct ObjectStreamWriter {
  var writer: ByteWriter
  /// The class descriptors and type names that later ones refer to, at the index of their handle.
  private var handles: [String?] = []

  init(_ writer: ByteWriter) { self.writer = writer }

  mutating func write(_ properties: CheckpointProperties) throws(FlinkMetadataError) {
    object(.checkpointProperties)
    for flag in [
      properties.discardCancelled, properties.discardFailed, properties.discardFinished,
      properties.discardSubsumed, properties.discardSuspended, properties.forced, properties.unclaimed,
    ] {
      writer.uint8(flag ? 1 : 0)
    }
    switch properties.checkpointType {
    case .checkpoint(let type):
      object(.checkpointType)
      try string(type.name.span)
      constant(type.sharingFilesStrategy.rawValue, of: .sharingFilesStrategy)
    case .savepoint(let type):
      object(.savepointType)
      constant(type.formatType.rawValue, of: .savepointFormatType)
      try string(type.name.span)
      constant(type.postCheckpointAction.rawValue, of: .postCheckpointAction)
    }
  }

  private mutating func object(_ descriptor: ObjectStream.ClassDescriptor) {
    writer.uint8(ObjectStream.TypeCode.object)
    classDescriptor(descriptor)
    handles.append(nil)
  }

  private mutating func classDescriptor(_ descriptor: ObjectStream.ClassDescriptor?) {
    guard let descriptor else { return writer.uint8(ObjectStream.TypeCode.null) }
    if reference(to: descriptor.name) { return }
    writer.uint8(ObjectStream.TypeCode.classDescriptor)
    writer.utf(descriptor.name)
    writer.int64(Int64(bitPattern: descriptor.serialVersionUID))
    handles.append(descriptor.name)
    writer.uint8(descriptor.flags)
    writer.uint16(UInt16(descriptor.fields.count))
    for field in descriptor.fields {
      switch field {
      case .boolean(let name):
        writer.uint8(UInt8(ascii: "Z"))
        writer.utf(name)
      case .object(let name, let type):
        writer.uint8(UInt8(ascii: "L"))
        writer.utf(name)
        if !reference(to: type) {
          writer.uint8(ObjectStream.TypeCode.string)
          writer.utf(type)
          handles.append(type)
        }
      }
    }
    writer.uint8(ObjectStream.TypeCode.endBlockData)
    classDescriptor(descriptor.superclass)
  }

  private mutating func constant(_ name: String, of descriptor: ObjectStream.ClassDescriptor) {
    writer.uint8(ObjectStream.TypeCode.enumeration)
    classDescriptor(descriptor)
    handles.append(nil)
    writer.uint8(ObjectStream.TypeCode.string)
    writer.utf(name)
    handles.append(nil)
  }

  private mutating func string(_ value: ModifiedUTF8Span) throws(FlinkMetadataError) {
    writer.uint8(ObjectStream.TypeCode.string)
    try writer.utf(value)
    handles.append(nil)
  }

  /// Writes a reference if the value has been written before.
  private mutating func reference(to value: String) -> Bool {
    guard let handle = handles.firstIndex(of: value) else { return false }
    writer.uint8(ObjectStream.TypeCode.reference)
    writer.int32(ObjectStream.baseWireHandle + Int32(handle))
    return true
  }
}
