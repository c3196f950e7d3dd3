// SPDX-License-Identifier: Apache-2.0

/// How many of a target's checks an execution makes.
public enum Thoroughness: Sendable {
  /// Every check: for tests, and to repeat a finding.
  case all
  /// The cheap ones, and a share of the others that the input decides: for campaigns, which see millions of inputs.
  case share
}

/// Which of the expensive checks an execution makes. The same input always gets the same ones.
struct Checks {
  /// Nil where every check is made.
  private var choices: Choices?

  init(_ input: [UInt8], _ thoroughness: Thoroughness) {
    choices = thoroughness == .all ? nil : Choices(seed: fingerprint(input))
  }

  /// Whether every check is made.
  var areAll: Bool { choices == nil }

  /// Whether a check is made that one of `count` executions makes.
  mutating func oneIn(_ count: Int) -> Bool { choices?.oneIn(count) ?? true }
}

/// A number that looks random and is always the same for the same bytes.
func fingerprint(_ bytes: [UInt8]) -> UInt64 {
  var result: UInt64 = 14_695_981_039_346_656_037
  for byte in bytes { result = (result ^ UInt64(byte)) &* 1_099_511_628_211 }
  return result
}
