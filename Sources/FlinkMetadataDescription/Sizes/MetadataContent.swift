// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// What a byte of a metadata file is. Each byte of a file is of exactly one content; see ``MetadataSizes``.
@nonexhaustive
public enum MetadataContent: Int, Sendable, CaseIterable {
  /// The bytes of a coordinator's state, such as that of a source's enumerator.
  case coordinatorState
  /// The bytes of keyed state that is in the metadata file, changes of the changelog included.
  case inlinedKeyedState
  /// The bytes of operator state that is in the metadata file.
  case inlinedOperatorState
  /// The bytes of data in flight that is in the metadata file.
  case inlinedChannelState
  /// The names of inlined state and of coordinator state. Most look like the path of a file that was not written.
  case inlinedNames
  /// The paths of files and of directories.
  case filePaths
  /// The names that files of incremental state have in the backend's working directory.
  case localNames
  /// The names of operator states.
  case stateNames
  /// Where key groups begin: 8 bytes for each key group.
  case keyGroupOffsets
  /// Where elements of operator states begin: 8 bytes for each element.
  case operatorStateOffsets
  /// Handles of data in flight, with the paths in them, but without inlined state and offsets.
  case channelState
  /// Where buffers of data in flight begin, and the serialized offsets of merged channel state.
  case channelOffsets
  /// The names and the uids of operators.
  case operatorNames
  /// Ids in text: those of handles, of state backends and of parts of files.
  case identifiers
  /// State of hooks of the job manager.
  case masterStates
  /// What kind of checkpoint this is.
  case checkpointProperties
  /// Bytes after the body, which Flink ignores.
  case trailingBytes
  /// The rest: tags, counts, sizes, binary ids and the header.
  case structure

  /// The name in JSON.
  public var name: StaticString {
    switch self {
    case .coordinatorState: "coordinatorState"
    case .inlinedKeyedState: "inlinedKeyedState"
    case .inlinedOperatorState: "inlinedOperatorState"
    case .inlinedChannelState: "inlinedChannelState"
    case .inlinedNames: "inlinedNames"
    case .filePaths: "filePaths"
    case .localNames: "localNames"
    case .stateNames: "stateNames"
    case .keyGroupOffsets: "keyGroupOffsets"
    case .operatorStateOffsets: "operatorStateOffsets"
    case .channelState: "channelState"
    case .channelOffsets: "channelOffsets"
    case .operatorNames: "operatorNames"
    case .identifiers: "identifiers"
    case .masterStates: "masterStates"
    case .checkpointProperties: "checkpointProperties"
    case .trailingBytes: "trailingBytes"
    case .structure: "structure"
    }
  }

  /// The content in words, for people.
  public var title: String {
    switch self {
    case .coordinatorState: "coordinator state"
    case .inlinedKeyedState: "inlined keyed state"
    case .inlinedOperatorState: "inlined operator state"
    case .inlinedChannelState: "inlined channel state"
    case .inlinedNames: "names of inlined state"
    case .filePaths: "file paths"
    case .localNames: "local names of files"
    case .stateNames: "names of states"
    case .keyGroupOffsets: "offsets of key groups"
    case .operatorStateOffsets: "offsets of operator state"
    case .channelState: "channel state handles"
    case .channelOffsets: "offsets of channel state"
    case .operatorNames: "names of operators"
    case .identifiers: "ids"
    case .masterStates: "master states"
    case .checkpointProperties: "checkpoint properties"
    case .trailingBytes: "bytes after the end"
    case .structure: "other fields"
    }
  }
}

/// How many bytes of a metadata file are of each content.
public struct ContentSizes: Sendable {
  // One counter for each content, because one is looked up for each string of a file.
  private var sizes = InlineArray<18, Int64>(repeating: 0)

  /// No bytes.
  public init() {}

  /// The bytes of a content.
  public subscript(content: MetadataContent) -> Int64 {
    @inline(__always) get { sizes[content.rawValue] }
    @inline(__always) _modify { yield &sizes[content.rawValue] }
  }

  /// The bytes of all contents.
  public var total: Int64 { sizes.indices.reduce(0) { $0.saturatingAdding(sizes[$1]) } }

  /// The contents that there are, largest first.
  public var largestFirst: [(content: MetadataContent, byteCount: Int64)] {
    MetadataContent.allCases.map { ($0, self[$0]) }.filter { $0.1 > 0 }
      .sorted { ($0.1, $1.0.rawValue) > ($1.1, $0.0.rawValue) }
  }

  /// Adds bytes of all contents.
  public mutating func add(_ other: ContentSizes) {
    for index in sizes.indices { sizes[index] = sizes[index].saturatingAdding(other.sizes[index]) }
  }
}
