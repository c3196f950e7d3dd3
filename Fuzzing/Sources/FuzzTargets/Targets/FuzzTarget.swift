// SPDX-License-Identifier: Apache-2.0

import FileTable

/// What is fuzzed: each target is a promise of the library that must hold for every input.
public enum FuzzTarget: String, Sendable, CaseIterable {
  /// Any bytes end in an error or are read, in all ways alike.
  case walk
  /// What decodes can be encoded, and means the same then.
  case roundtrip
  /// It does not matter in which pieces a file comes.
  case stream
  /// A rewrite changes paths and nothing else.
  case rewrite
  /// The object stream of the checkpoint properties alone.
  case properties
  /// Damaged gzip around metadata gives an error, or the damage does not matter.
  case gzip
  /// Conversions and edits give files that can be read.
  case convert
  /// Any bytes are a listing of a storage or an error, in whatever pieces they come.
  case listing

  /// Every description of any bytes is well-formed, or ends in the error of a walk.
  case describe
  /// A check of a storage never calls a file missing that is there, or an orphan that is needed.
  case check
  /// Files give what memory gives, and are written in whole or not at all.
  case files

  /// Holds the target's promise against an input.
  public func run(_ input: [UInt8], _ thoroughness: Thoroughness = .all) throws(BrokenProperty) {
    var checks = Checks(input, thoroughness)
    switch self {
    case .walk: try fuzzWalk(input, &checks)
    case .roundtrip: try fuzzRoundtrip(input, &checks)
    case .stream: try fuzzStream(FuzzInput(input), &checks)
    case .rewrite: try fuzzRewrite(FuzzInput(input), &checks)
    case .properties: try fuzzProperties(input, &checks)
    case .gzip: try fuzzGzip(FuzzInput(input), &checks)
    case .convert: try fuzzConvert(FuzzInput(input), &checks)
    case .listing: try fuzzListing(FuzzInput(input), &checks)
    case .describe: try fuzzDescribe(FuzzInput(input), &checks)
    case .check: try fuzzCheck(FuzzInput(input), &checks)
    case .files: try fuzzFiles(FuzzInput(input), &checks)
    }
  }

  /// Makes the same input take the same way in each process, so that what was found once is found again. For programs
  /// that do nothing else.
  public static func makeRepeatable() { KeyHash.makeRepeatable() }
}

/// A promise that an input broke.
public struct BrokenProperty: Error, Sendable, CustomStringConvertible {
  /// What was found, in one line.
  public let description: String

  init(_ description: String) { self.description = description }
}

/// Throws unless the condition holds.
func require(_ condition: Bool, _ description: @autoclosure () -> String) throws(BrokenProperty) {
  if !condition { throw BrokenProperty(description()) }
}

/// Throws unless both are equal.
func requireEqual<Value: Equatable>(_ first: Value, _ second: Value, _ description: @autoclosure () -> String)
  throws(BrokenProperty)
{
  if first != second { throw BrokenProperty("\(description()): \(first) and \(second)") }
}
