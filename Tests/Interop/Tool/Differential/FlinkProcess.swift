// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A Java process with a Flink release that answers questions, batch after batch (`Differential.java`).
///
/// Batches may be asked ahead; the answers come in the order of the questions.
final class FlinkProcess {
  private let process = Process()
  private let questions = Pipe()
  private let answers = Pipe()
  /// What has been read of the answers and not been taken.
  private var unread: [UInt8] = []
  private var position = 0

  /// A batch is answered in a fraction of a second.
  private static let longestSilence: Int32 = 120_000

  init(command: [String]) throws {
    // The missing answers report a process that has died.
    signal(SIGPIPE, SIG_IGN)
    process.executableURL = URL(filePath: command[0])
    process.arguments = Array(command.dropFirst())
    process.standardInput = questions
    process.standardOutput = answers
    try process.run()
  }

  func ask(_ batch: [FlinkQuestion]) throws {
    var frame: [UInt8] = []
    frame.appendBigEndian(Int32(batch.count))
    for question in batch { question.append(to: &frame) }
    try questions.fileHandleForWriting.write(contentsOf: Data(frame))
  }

  /// The answers to the batch of this many questions that was asked first of those not answered.
  func answers(count: Int) throws -> [FlinkVerdict] {
    try (0..<count).map { _ in
      let isRefused = try take(1)[0] == 1
      let length = try take(4).reduce(0) { $0 << 8 | Int($1) }
      let text = try take(length)
      return isRefused ? .refused(String(decoding: text, as: UTF8.self)) : .accepted(text)
    }
  }

  /// Ends the process, once all is answered.
  func finish() throws {
    try questions.fileHandleForWriting.close()
    process.waitUntilExit()
    if process.terminationStatus != 0 { throw FlinkProcessError.ended(status: process.terminationStatus) }
  }

  /// Ends the process, whatever it does.
  func stop() { process.terminate() }

  private func take(_ count: Int) throws -> [UInt8] {
    while unread.count - position < count { try readMore() }
    defer { position += count }
    return Array(unread[position..<position + count])
  }

  private func readMore() throws {
    let file = answers.fileHandleForReading
    var waiting = pollfd(fd: file.fileDescriptor, events: Int16(POLLIN), revents: 0)
    if poll(&waiting, 1, Self.longestSilence) == 0 { throw FlinkProcessError.silent }
    let data = file.availableData
    if data.isEmpty {
      process.waitUntilExit()
      throw FlinkProcessError.ended(status: process.terminationStatus)
    }
    unread.removeFirst(position)
    position = 0
    unread += data
  }
}

enum FlinkProcessError: Error {
  case silent
  case ended(status: Int32)
}
