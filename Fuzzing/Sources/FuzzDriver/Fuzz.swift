// SPDX-License-Identifier: Apache-2.0

import CLibFuzzer
import FuzzTargets

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

// What libFuzzer calls. It does so on one thread, and calls the program's `LLVMFuzzerInitialize` first.

nonisolated(unsafe) private var target = FuzzTarget.walk
nonisolated(unsafe) private var thoroughness = Thoroughness.share

/// Says which target the program has.
public func begin(_ programTarget: FuzzTarget) -> CInt {
  target = programTarget
  // libFuzzer is given files to repeat a finding, or to look for a smaller one.
  if isSet("FUZZ_ALL_CHECKS") || CommandLine.arguments.dropFirst().contains(where: isFile) { thoroughness = .all }
  FuzzTarget.makeRepeatable()
  AllocationMeter.install()
  return 0
}

/// Runs the target on an input, and ends the process if a promise is broken: libFuzzer then keeps the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: start, count: count))
  AllocationMeter.allocated = 0
  let start = clock()
  do throws(BrokenProperty) {
    try target.run(input, thoroughness)
  } catch {
    fail(error.description)
  }
  // POSIX counts processor time in millionths of a second. Other than libFuzzer's own limit it does not depend on what
  // else the machine does.
  let seconds = Double(clock() - start) / 1_000_000
  let megabytes = Double(count) / Double(1 << 20)
  if seconds > 5 * max(1, megabytes) { fail("\(seconds) s for \(count) bytes of input") }
  let allocated = AllocationMeter.allocated
  let isBounded = target == .walk || target == .listing
  if isBounded && allocated > 64 << 20 + 4 * count { fail("\(allocated) bytes of memory for \(count) of input") }
  return 0
}

private func isSet(_ variable: String) -> Bool { getenv(variable) != nil }

private func isFile(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}

private func fail(_ message: String) -> Never {
  let line = Array("== broken promise of \(target.rawValue) == \(message)\n".utf8)
  _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
  abort()
}

/// Changes an input in place; returns its new size.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutateInput(_ start: UnsafeMutablePointer<UInt8>, _ count: Int, _ most: Int, _ seed: CUnsignedInt) -> Int {
  var mutator = Mutator(target, seed: UInt64(seed), blindly: { mutateBlindly(&$0, most: most) })
  return put(mutator.mutate(Array(UnsafeBufferPointer(start: start, count: count))), at: start, most: most)
}

/// Mixes two inputs; returns the size of the result.
@_cdecl("LLVMFuzzerCustomCrossOver")
public func crossInputs(
  _ first: UnsafePointer<UInt8>?, _ firstCount: Int, _ second: UnsafePointer<UInt8>?, _ secondCount: Int,
  _ output: UnsafeMutablePointer<UInt8>, _ most: Int, _ seed: CUnsignedInt
) -> Int {
  var mutator = Mutator(target, seed: UInt64(seed), blindly: { mutateBlindly(&$0, most: most) })
  let mixed = mutator.cross(
    Array(UnsafeBufferPointer(start: first, count: firstCount)),
    Array(UnsafeBufferPointer(start: second, count: secondCount)))
  return put(mixed, at: output, most: most)
}

private func mutateBlindly(_ bytes: inout [UInt8], most: Int) {
  let count = bytes.count
  let room = max(count, min(2 * count + 16, most))
  bytes += [UInt8](repeating: 0, count: room - count)
  let newCount = bytes.withUnsafeMutableBufferPointer { LLVMFuzzerMutate($0.baseAddress, count, room) }
  bytes.removeSubrange(newCount...)
}

private func put(_ bytes: [UInt8], at start: UnsafeMutablePointer<UInt8>, most: Int) -> Int {
  let part = bytes.prefix(most)
  _ = UnsafeMutableBufferPointer(start: start, count: most).update(fromContentsOf: part)
  return part.count
}
