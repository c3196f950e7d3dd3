// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription

/// The bytes of a file by content, from the names of its fields: strings with their length, bytes, and offsets.
struct FieldSizes: MetadataFieldVisitor {
  var sizes: [MetadataContent: Int64] = [:]
  /// The size of each string, of each run of bytes and of each list of offsets, without its length.
  var values: [Int64] = []

  private var places: [MetadataPath.Field] = []
  private var records: [RecordType] = []

  private mutating func add(_ content: MetadataContent, _ byteCount: Int64, length: Int64 = 0) {
    values.append(byteCount)
    // A string in a handle of data in flight is a part of that handle.
    if length == 0 || !isInFlight { sizes[content, default: 0] += byteCount + length }
  }

  private var isInFlight: Bool { places.contains(.inputChannelState) || places.contains(.resultSubpartitionState) }

  private var inlined: MetadataContent {
    if places.contains(.coordinatorState) { return .coordinatorState }
    if isInFlight { return .inlinedChannelState }
    let isKeyed = places.contains(.managedKeyedState) || places.contains(.rawKeyedState)
    return isKeyed ? .inlinedKeyedState : .inlinedOperatorState
  }

  mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64?) { places.append(field) }
  mutating func leave(_ field: MetadataPath.Field, index: Int?) { places.removeLast() }
  mutating func absent(_ field: MetadataPath.Field) {}
  mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64?) {}
  mutating func endList(_ field: MetadataPath.Field) {}
  mutating func null() {}
  mutating func beginRecord(_ type: RecordType, tag: HandleTag?, name: StaticString?) { records.append(type) }
  mutating func endRecord(_ type: RecordType) { records.removeLast() }

  mutating func field(_ name: StaticString, _ value: Int64) {}
  mutating func field(_ name: StaticString, _ value: Bool) {}
  mutating func field(_ name: StaticString, constant value: StaticString) {}
  mutating func field(_ name: StaticString, _ value: OperatorID) {}
  mutating func nullField(_ name: StaticString) {}

  mutating func field(_ name: StaticString, _ value: ModifiedUTF8Span) {
    guard !places.contains(.checkpointProperties) else { return }
    let content: MetadataContent? =
      switch "\(name)" {
      case "filePath", "relativePath", "taskOwnedDirectory", "sharedDirectory": .filePaths
      case "localPath": .localNames
      case "handleName": .inlinedNames
      case "operatorName", "operatorUid": .operatorNames
      case "name": places.contains(.masterStates) ? .masterStates : .stateNames
      case "logicalFileId", "backendIdentifier", "stateHandleId", "storageIdentifier": .identifiers
      default: nil
      }
    guard let content else { fatalError("a string with the unknown name \(name)") }
    add(content, Int64(value.bytes.byteCount), length: 2)
  }

  mutating func beginBytes(_ field: BytesField, count: Int) {
    switch field {
    case .bytes: add(.masterStates, Int64(count))
    case .data: add(inlined, Int64(count))
    case .change: add(.inlinedKeyedState, Int64(count))
    case .serializedChannelOffsets: add(.channelOffsets, Int64(count))
    @unknown default: fatalError("unknown bytes \(field)")
    }
  }
  mutating func bytes(_ bytes: RawSpan, offset: Int64?) {}
  mutating func endBytes(_ field: BytesField) {}

  mutating func beginOffsets(count: Int) {
    let content: MetadataContent =
      switch records.last {
      case .stateMetaInfo: .operatorStateOffsets
      case .inputChannelStateHandle, .resultSubpartitionStateHandle: .channelOffsets
      default: .keyGroupOffsets
      }
    add(content, Int64(count) * 8)
  }
  mutating func offsets(_ offsets: OffsetsSpan) {}
  mutating func endOffsets() {}
}
