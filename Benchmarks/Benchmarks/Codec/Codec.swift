// SPDX-License-Identifier: Apache-2.0

import Benchmark
import FlinkMetadata
import MeasuredOperations
import MetadataGenerator

let benchmarks: @Sendable () -> Void = {
  for shape in Shape.allCases {
    measure("walk", shape) { sample in try MeasuredOperations.walk(sample.bytes.span.bytes) }
    measure("views", shape) { sample in try MeasuredOperations.views(sample.bytes.span.bytes) }
    measure("values", shape) { sample in try MetadataFile(sample.bytes).metadata() }
    measure("encode", shape) { sample in try MeasuredOperations.encode(sample.metadata) }
    measure("rewrite", shape) { sample in try MeasuredOperations.rewrite(sample.bytes.span.bytes) }
  }
}

extension BenchmarkMetric {
  /// Millions of bytes of metadata a second.
  static let megabytesPerSecond = BenchmarkMetric.custom("MB/s", polarity: .prefersLarger, useScalingFactor: false)
  /// Billionths of a second for each handle.
  static let timePerHandle = BenchmarkMetric.custom("ns/handle", useScalingFactor: false)
}

/// Adds a benchmark of an operation on metadata in memory: `walk.incremental`.
private func measure<Result>(
  _ operation: String, _ shape: Shape, _ body: @escaping @Sendable (Sample) throws -> Result
) {
  let configuration = Benchmark.Configuration(
    metrics: [.wallClock, .megabytesPerSecond, .timePerHandle],
    units: [.megabytesPerSecond: .count, .timePerHandle: .count], maxDuration: .seconds(1), maxIterations: 100)
  var sample: Sample?
  Benchmark("\(operation).\(shape.rawValue)", configuration: configuration) { benchmark in
    guard let sample else { return }
    benchmark.startMeasurement()
    var result: Result?
    let elapsed = try ContinuousClock().measure { result = try body(sample) }
    benchmark.stopMeasurement()
    blackHole(result)
    let seconds = elapsed / .seconds(1)
    benchmark.measurement(.megabytesPerSecond, Int(Double(sample.bytes.count) / 1e6 / seconds))
    benchmark.measurement(.timePerHandle, Int(seconds * 1e9 / Double(sample.handles)))
  } setup: {
    sample = try Sample(shape)
  } teardown: {
    sample = nil
  }
}

/// Generated metadata of 16 MiB: more than the processor's caches hold.
private struct Sample: Sendable {
  let bytes: [UInt8]
  let metadata: CheckpointMetadata
  let handles: Int

  init(_ shape: Shape) throws {
    let sink = MemorySink()
    try GeneratedMetadata(shape, byteCount: 16 << 20, seed: 1).write(to: sink)
    let generated = sink.bytes
    bytes = generated
    metadata = try MetadataFile(generated).metadata()
    handles = try MeasuredOperations.walk(generated.span.bytes)
  }
}
