// SPDX-License-Identifier: Apache-2.0

// SPEC.md 9.1, "The object"

/// The part of Java's object serialization protocol (version 2) that checkpoint properties use.
enum ObjectStream {
  static let magicAndVersion: UInt32 = 0xACED_0005
  /// The number of a stream's first handle.
  static let baseWireHandle: Int32 = 0x7E_0000

  enum TypeCode {
    static let null: UInt8 = 0x70
    static let reference: UInt8 = 0x71
    static let classDescriptor: UInt8 = 0x72
    static let object: UInt8 = 0x73
    static let string: UInt8 = 0x74
    static let endBlockData: UInt8 = 0x78
    static let enumeration: UInt8 = 0x7E
  }

  /// A value that a later part of the stream can refer to.
  enum Value {
    case classDescriptor(ClassDescriptor)
    case string(ModifiedUTF8String)
    case object

    func isClassDescriptor(_ descriptor: ClassDescriptor) -> Bool {
      if case .classDescriptor(descriptor) = self { true } else { false }
    }
  }

  /// A field of a serializable class: its type is a primitive's letter, or a class or interface.
  enum Field {
    case boolean(String)
    case object(String, type: String)

    var name: String {
      switch self {
      case .boolean(let name), .object(let name, _): name
      }
    }
  }

  /// The classes that appear in checkpoint properties, with what their descriptors hold in every release since 1.16.
  enum ClassDescriptor: CaseIterable {
    case checkpointProperties
    case checkpointType
    case savepointType
    case sharingFilesStrategy
    case savepointFormatType
    case postCheckpointAction
    case javaEnum

    var name: String {
      switch self {
      case .checkpointProperties: "org.apache.flink.runtime.checkpoint.CheckpointProperties"
      case .checkpointType: "org.apache.flink.runtime.checkpoint.CheckpointType"
      case .savepointType: "org.apache.flink.runtime.checkpoint.SavepointType"
      case .sharingFilesStrategy: "org.apache.flink.runtime.checkpoint.SnapshotType$SharingFilesStrategy"
      case .savepointFormatType: "org.apache.flink.core.execution.SavepointFormatType"
      case .postCheckpointAction: "org.apache.flink.runtime.checkpoint.SavepointType$PostCheckpointAction"
      case .javaEnum: "java.lang.Enum"
      }
    }

    /// The class's name as the type of a field.
    var typeName: String {
      "L" + String(decoding: name.utf8.map { $0 == UInt8(ascii: ".") ? UInt8(ascii: "/") : $0 }, as: UTF8.self) + ";"
    }

    var serialVersionUID: UInt64 {
      switch self {
      case .checkpointProperties: 2
      case .checkpointType: 0xD6DE_4F03_05AE_1D3A
      case .savepointType: 0xA087_D308_A458_14B8
      case .sharingFilesStrategy, .savepointFormatType, .postCheckpointAction, .javaEnum: 0
      }
    }

    /// `SC_SERIALIZABLE`, for enums with `SC_ENUM`.
    var flags: UInt8 { isEnumeration ? 0x12 : 0x02 }

    var isEnumeration: Bool {
      switch self {
      case .checkpointProperties, .checkpointType, .savepointType: false
      case .sharingFilesStrategy, .savepointFormatType, .postCheckpointAction, .javaEnum: true
      }
    }

    var superclass: ClassDescriptor? {
      switch self {
      case .sharingFilesStrategy, .savepointFormatType, .postCheckpointAction: .javaEnum
      case .checkpointProperties, .checkpointType, .savepointType, .javaEnum: nil
      }
    }

    /// In the order of the stream: primitives first, each kind by name.
    var fields: [Field] {
      let string = "Ljava/lang/String;"
      return switch self {
      case .checkpointProperties:
        [
          .boolean("discardCancelled"), .boolean("discardFailed"), .boolean("discardFinished"),
          .boolean("discardSubsumed"), .boolean("discardSuspended"), .boolean("forced"), .boolean("unclaimed"),
          .object("checkpointType", type: "Lorg/apache/flink/runtime/checkpoint/SnapshotType;"),
        ]
      case .checkpointType:
        [
          .object("name", type: string),
          .object("sharingFilesStrategy", type: ClassDescriptor.sharingFilesStrategy.typeName),
        ]
      case .savepointType:
        [
          .object("formatType", type: ClassDescriptor.savepointFormatType.typeName),
          .object("name", type: string),
          .object("postCheckpointAction", type: ClassDescriptor.postCheckpointAction.typeName),
        ]
      case .sharingFilesStrategy, .savepointFormatType, .postCheckpointAction, .javaEnum: []
      }
    }
  }
}
