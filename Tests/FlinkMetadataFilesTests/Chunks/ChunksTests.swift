// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// Chunks that arrive are read as a file is.
@Suite struct ChunksTests {
  static let metadata = metadataFile(payload: noise(1_000_000))

  private static func payload(_ source: any ByteSource) throws(FlinkMetadataError) -> [UInt8] {
    var recorder = Recorder()
    try source.walkMetadata(&recorder)
    return recorder.payload
  }

  @Test(arguments: [1, 2, 1000, 262_143, 262_144, 262_145, 5_000_000])
  func chunksOfAnySizeMakeTheSameWhole(size: Int) async throws {
    let payload = noise(size == 1 ? 30_000 : 1_000_000)
    let file = metadataFile(payload: payload)
    #expect(try await Chunks(file, size: size).withByteSource { try Self.payload($0) } == payload)
    #expect(try await Chunks(gzip(file), size: size).withByteSource { try Self.payload($0) } == payload)
  }

  @Test func chunksCanBeAnyCollection() async throws {
    let file = metadataFile(payload: noise(300_000))
    let chunks = Chunks(Array(file), size: 100_000)
    #expect(try await chunks.map { $0.lazy.map { $0 } }.withByteSource { try Self.payload($0) } == noise(300_000))
    let withEmpty = Chunks([[], Array(file[..<7]), [], [], Array(file[7...]), []])
    #expect(try await withEmpty.withByteSource { try Self.payload($0) } == noise(300_000))
  }

  @Test func callersCanBeIsolated() async throws {
    let count = try await onTheMainActor()
    #expect(count == 1_000_000)
  }

  @MainActor private func onTheMainActor() async throws -> Int {
    // Not sendable: it stays here.
    let chunks = Chunks(Self.metadata, size: 10_000)
    return try await chunks.withByteSource { try Self.payload($0).count }
  }

  @Test func manyCanBeReadAtATime() async throws {
    let counts = try await withThrowingTaskGroup { group in
      for number in 0..<40 {
        group.addTask {
          try await Chunks(Self.metadata, size: 100 + number * 5_003).withByteSource { try Self.payload($0).count }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(counts == [Int](repeating: 1_000_000, count: 40))
  }

  /// The thread's stack is large enough.
  @Test func handlesNestedAsDeepAsTheyMayBeAreRead() async throws {
    func keyGroups(_ stream: StreamStateHandle) -> KeyGroupsStateHandle {
      KeyGroupsStateHandle(
        keyGroupRange: KeyGroupRange(startKeyGroup: 0, numberOfKeyGroups: 1), offsets: [1], stateHandle: stream)
    }
    var stream = StreamStateHandle.byteStream(ByteStreamStateHandle(handleName: "a", data: SharedBytes([1, 2, 3])))
    for _ in 1..<MetadataLimits.nestingDepth { stream = .keyGroups(keyGroups(stream)) }
    var state = OperatorState(operatorID: OperatorID(uid: "a"), parallelism: 1, maxParallelism: 1)
    state.subtaskStates = [OperatorSubtaskState(subtaskIndex: 0, managedKeyedState: .keyGroups(keyGroups(stream)))]
    var metadata = CheckpointMetadata(version: .version6, checkpointId: 42)
    metadata.operatorStates = [state]
    #expect(try await Chunks(metadata.encode(), size: 100).withByteSource { try Self.payload($0) } == [1, 2, 3])
    #expect(try await countOperators(Chunks(metadata.encode(), size: 100)) == 1)
  }

  // MARK: Fast and slow

  @Test func aSlowSenderIsWaitedFor() async throws {
    var chunks = Chunks(metadataFile(payload: noise(200)), size: 20)
    chunks.beforeEach = { _ in try await Task.sleep(for: .milliseconds(5)) }
    #expect(try await chunks.withByteSource { try Self.payload($0) } == noise(200))
  }

  /// No more is asked for than there is room for: 256 KiB, and a chunk that is being sent.
  @Test func aSlowReaderIsWaitedFor() async throws {
    let sent = Counter()
    var chunks = Chunks(Self.metadata, size: 10_000)
    chunks.beforeEach = { sent.count.store($0, ordering: .relaxed) }
    let payload = try await chunks.withByteSource { source in
      var bytes: [UInt8] = []
      let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 50_000, alignment: 1)
      defer { memory.deallocate() }
      while true {
        pause(milliseconds: bytes.isEmpty ? 100 : 1)
        #expect(sent.count.load(ordering: .relaxed) <= bytes.count + 262_144 + 2 * 10_000)
        let count = try source.read(intoMemory: memory)
        if count == 0 { return bytes }
        bytes += memory[..<count]
      }
    }
    #expect(payload == Self.metadata)
  }

  // MARK: Ends

  @Test(arguments: [0, 1, 3, 40, 500_000]) func cutMetadataIsAnErrorAtItsPlace(count: Int) async throws {
    let expected = #expect(throws: FlinkMetadataError.self) {
      try Self.payload(MemorySource(Array(Self.metadata[..<count])))
    }
    let error = await #expect(throws: FlinkMetadataError.self) {
      try await Chunks(Array(Self.metadata[..<count]), size: 1_000).withByteSource { try Self.payload($0) }
    }
    #expect(error == expected)
  }

  @Test func whatTheReaderThrowsIsThrown() async throws {
    struct Own: Error {}
    let sent = Counter()
    var chunks = Chunks(Self.metadata, size: 10_000)
    chunks.beforeEach = { sent.count.store($0, ordering: .relaxed) }
    await #expect(throws: Own.self) {
      try await chunks.withByteSource { _ -> Int in throw Own() }
    }
    // The rest is not asked for.
    #expect(sent.count.load(ordering: .relaxed) < 262_144 + 2 * 10_000)
  }

  @Test func aReaderCanEndEarly() async throws {
    #expect(try await Chunks(Self.metadata, size: 10_000).withByteSource { _ in 5 } == 5)
    #expect(try await Chunks([]).withByteSource { _ in 5 } == 5)
  }

  @Test(arguments: [0, 10_000, 700_000]) func whatTheSequenceThrowsIsThrown(position: Int) async throws {
    struct Own: Error {}
    var chunks = Chunks(Self.metadata, size: 10_000)
    chunks.beforeEach = { if $0 == position { throw Own() } }
    await #expect(throws: Own.self) {
      // The error that the reader sees is dropped, and so is what it returns.
      try await chunks.withByteSource { source in (try? Self.payload(source))?.count ?? 0 }
    }
  }

  // MARK: Cancellation

  @Test(arguments: [0, 10_000, 700_000]) func cancellingEndsTheReader(position: Int) async throws {
    let (begun, begin) = AsyncStream<Void>.makeStream()
    let ending = Box<FlinkMetadataError?>(nil)
    let task = Task {
      var chunks = Chunks(Self.metadata, size: 10_000)
      chunks.beforeEach = { sent in
        guard sent == position else { return }
        begin.yield()
        try await Task.sleep(for: .seconds(100))
      }
      return try await chunks.withByteSource { source in
        do {
          return try Self.payload(source).count
        } catch let error as FlinkMetadataError {
          ending.value = error
          throw error
        }
      }
    }
    for await _ in begun { break }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    // When there are no two bytes yet, the content's form is not known, and nobody reads it.
    if position > 0 { #expect(ending.value?.kind == .sourceFailed(code: Errno.canceled.rawValue)) }
  }

  /// An `AsyncStream` ends when its task is cancelled, which is no end of the metadata.
  @Test func anEndByCancellationIsNone() async throws {
    let (stream, continuation) = AsyncStream<[UInt8]>.makeStream()
    continuation.yield(Array(Self.metadata[..<1_000]))
    let task = Task { try await stream.withByteSource { try Self.payload($0).count } }
    try await Task.sleep(for: .milliseconds(20))
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func cancellingWakesASenderThatWaitsForRoom() async throws {
    let task = Task {
      try await Chunks(Self.metadata, size: 5_000_000).withByteSource { source in
        // Long enough for the queue to become full.
        pause(milliseconds: 50)
        return try Self.payload(source).count
      }
    }
    try await Task.sleep(for: .milliseconds(20))
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  // MARK: Limits

  @Test(arguments: [-1, 0, 1], [false, true]) func chunksHaveALimit(difference: Int, isCompressed: Bool) async throws {
    let limit = Int64(Self.metadata.count + difference)
    let chunks = Chunks(isCompressed ? gzip(Self.metadata, level: 0) : Self.metadata, size: 10_000)
    let room = isCompressed && difference >= 0 ? limit + 1_000 : limit
    do {
      let count = try await chunks.withByteSource(maximumByteCount: room) { try Self.payload($0).count }
      #expect(difference >= 0)
      #expect(count == 1_000_000)
    } catch let error as FlinkMetadataError {
      #expect(difference < 0)
      #expect(error.isExpansionBeyondLimit)
    }
  }

  @Test func expansionHasALimit() async throws {
    let bomb = gzip(metadataFile(payload: [UInt8](repeating: 0, count: 3_000_000)))
    #expect(bomb.count < 10_000)
    let error = await #expect(throws: FlinkMetadataError.self) {
      try await Chunks(bomb, size: 100).withByteSource(maximumByteCount: 1_000_000) { try Self.payload($0).count }
    }
    #expect(error?.isExpansionBeyondLimit == true)
  }

  /// Zeros after gzip expand to nothing, so the limit counts what arrives, too.
  @Test func endlessPaddingHasALimit() async throws {
    let padded = gzip(metadataFile()) + [UInt8](repeating: 0, count: 3_000_000)
    let error = await #expect(throws: FlinkMetadataError.self) {
      try await Chunks(padded, size: 100_000).withByteSource(maximumByteCount: 1_000_000) { try Self.payload($0).count }
    }
    #expect(error?.isExpansionBeyondLimit == true)
  }

  @Test func metadataOfTheLimitIsRead() async throws {
    let file = metadataFile(payload: [])
    let id = try await Chunks(file, size: 3).withByteSource(maximumByteCount: Int64(file.count)) { source in
      var recorder = Recorder()
      try source.walkMetadata(&recorder)
      return recorder.checkpointId
    }
    #expect(id == 42)
  }
}

/// How many bytes have been sent.
private final class Counter: Sendable {
  let count = Atomic<Int>(0)
}

/// A sequence of chunks, each of which can be waited for.
private struct Chunks: AsyncSequence {
  typealias Element = [UInt8]

  /// The chunks that are left.
  private let chunks: [[UInt8]]
  /// Called before each chunk and before the end, with the number of bytes before it.
  var beforeEach: (_ position: Int) async throws -> Void = { _ in }

  init(_ chunks: [[UInt8]]) { self.chunks = chunks }

  init(_ bytes: [UInt8], size: Int) {
    chunks = stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0...].prefix(size)) }
  }

  func makeAsyncIterator() -> Iterator { Iterator(sequence: self) }

  struct Iterator: AsyncIteratorProtocol {
    let sequence: Chunks
    var index = 0
    var position = 0

    mutating func next() async throws -> [UInt8]? { try await next(isolation: nil) }

    mutating func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
      try await sequence.beforeEach(position)
      guard index < sequence.chunks.count else { return nil }
      index += 1
      position += sequence.chunks[index - 1].count
      return sequence.chunks[index - 1]
    }
  }
}
