// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataFiles
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

enum Limits {
  static let bodyBytes: Int64 = 64 << 20  // Of what it expands to, too. It is not kept, so this bounds time.
  static let answerBytes = 16 << 20  // This is kept.
  static let requests = 8  // Each has a thread. Others wait to be accepted.
  static let time = TimeAmount.seconds(CommandLine.arguments.dropFirst(2).first.flatMap { Int64($0) } ?? 30)
}

/// The body of a request: its chunks as they arrive.
final class Body: AsyncSequence, AsyncIteratorProtocol {
  var parts: NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator
  private var hasEnded = false

  init(_ parts: NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator) { self.parts = parts }
  func makeAsyncIterator() -> Body { self }

  func next(isolation actor: isolated (any Actor)?) async throws -> ByteBufferView? {
    if !hasEnded, case .body(let chunk)? = try await parts.next(isolation: actor) { return chunk.readableBytesView }
    hasEnded = true
    return nil
  }
}

/// Keeps a description, unless it is too long.
final class BoundedSink: ByteSink {
  static let full = FlinkMetadataError.Kind.sinkFailed(code: EFBIG)
  private(set) var bytes: [UInt8] = []
  func write(_ piece: RawSpan) throws(FlinkMetadataError) {
    guard piece.byteCount <= Limits.answerBytes - bytes.count else { throw FlinkMetadataError(Self.full) }
    piece.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }
}

/// Describes a body while it arrives.
func answer(_ request: HTTPRequestHead, _ body: Body) async throws -> (HTTPResponseStatus, [UInt8]) {
  func problem(_ status: HTTPResponseStatus, _ message: String) throws -> (HTTPResponseStatus, [UInt8]) {
    (status, Array(try JSONEncoder().encode(["error": message])))
  }
  guard request.method == .POST else { return try problem(.methodNotAllowed, "expected POST, with a _metadata file") }
  do {
    let json = try await body.withByteSource(maximumByteCount: Limits.bodyBytes) { source in
      let sink = BoundedSink()
      try JSONDescription(sink).write(source)
      return sink.bytes
    }
    return (.ok, json)
  } catch let error as FlinkMetadataError {
    let isTooLong = error.isExpansionBeyondLimit || error.kind == BoundedSink.full
    return try isTooLong ? problem(.payloadTooLarge, "more than is described here") : problem(.badRequest, "\(error)")
  }
}

typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>
func serve(_ connection: Connection) async {
  // This makes the next chunk an error, and ends the walk that waits for it.
  let deadline = connection.channel.eventLoop.scheduleTask(in: Limits.time) { connection.channel.close(promise: nil) }
  defer { deadline.cancel() }
  try? await connection.executeThenClose { inbound, outbound in
    let body = Body(inbound.makeAsyncIterator())
    guard case .head(let request)? = try await body.parts.next() else { return }
    let (status, json) = try await answer(request, body)
    let headers: HTTPHeaders = [
      "content-type": "application/json", "content-length": "\(json.count)", "connection": "close",
    ]
    let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
    try await outbound.write(contentsOf: [.head(head), .body(.byteBuffer(ByteBuffer(bytes: json))), .end(nil)])
    // Closing while the client still sends could lose the answer.
    for try await _ in body {}
  }
}

let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
  .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
  .bind(host: "127.0.0.1", port: CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 8080) { channel in
    channel.eventLoop.makeCompletedFuture {
      try channel.pipeline.syncOperations.configureHTTPServerPipeline(withPipeliningAssistance: false)
      return try Connection(wrappingChannelSynchronously: channel)
    }
  }
print("http://127.0.0.1:\(server.channel.localAddress?.port ?? 0)")
fflush(nil)
try await withThrowingTaskGroup(of: Void.self) { group in
  try await server.executeThenClose { connections in
    var open = 0
    for try await connection in connections {
      if open == Limits.requests { try await group.next() } else { open += 1 }
      group.addTask { await serve(connection) }
    }
  }
}
