// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

extension Shape {
  /// How many buffers were in flight in a channel.
  private var bufferCount: Int { 12 }

  /// Data in flight to and from a subtask: of some channels in a handle each, of as many others in one merged handle.
  func channels(_ count: Int, _ names: inout Identifiers) throws(FlinkMetadataError) -> OperatorSubtaskState {
    // All of it is in one file.
    let file = try names.relativeFile()
    let handles = channelHandles(count, file, &names)
    return OperatorSubtaskState(
      subtaskIndex: 0, inputChannelState: handles, resultSubpartitionState: channelHandles(count, file, &names))
  }

  private func channelHandles(_ count: Int, _ file: StreamStateHandle, _ names: inout Identifiers)
    -> [ChannelStateHandle]
  {
    var handles: [ChannelStateHandle] = []
    for index in 0..<count {
      handles.append(
        .single(
          SingleChannelStateHandle(
            subtaskIndex: 0, info: ChannelInfo(firstIndex: 0, secondIndex: Int32(index)),
            offsets: Offsets(Array(repeating: 0, count: bufferCount)), stateSize: names.size(), delegate: file)))
    }
    handles.append(
      .merged(
        MergedChannelStateHandle(
          subtaskIndex: 0, stateSize: names.size(), delegate: file,
          serializedChannelOffsets: serializedChannelOffsets(channelCount: count, &names))))
    return handles
  }

  /// SPEC.md 8.3, "Merged channel offsets".
  private func serializedChannelOffsets(channelCount: Int, _ names: inout Identifiers) -> SharedBytes {
    var bytes: [UInt8] = []
    func append(_ number: some FixedWidthInteger) {
      withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }
    append(Int32(channelCount))
    for index in 0..<channelCount {
      append(Int32(1))
      append(Int32(index))
      append(names.size())
      append(Int32(bufferCount))
      for buffer in 0..<bufferCount { append(Int64(32_768 * (index * bufferCount + buffer))) }
    }
    return SharedBytes(bytes)
  }
}
