// SPDX-License-Identifier: Apache-2.0

/// The sets of checkpoints that files are needed by. Few sets occur, however many files there are, because a file is
/// mostly needed by checkpoints that follow each other; so a file keeps only the index of its set.
///
/// Checkpoints are added in ascending order.
struct CheckpointSets {
  typealias Index = UInt32

  /// The empty set.
  static let none: Index = 0
  /// Stands for a set that did not find place any more. It has no members here; see ``overflowed``.
  static let unknown: Index = 1
  /// The most sets that are kept: with 16 bytes each, the constant part of the memory.
  private static let limit = 1 << 20

  private struct Node {
    /// The set without its last member.
    let rest: Index
    let last: Int32
  }

  private var nodes = [Node(rest: 0, last: -1), Node(rest: 1, last: -1)]
  /// For the present checkpoint: the set that each set becomes with it; 0 if that is not made yet.
  private var next: [Index] = [0, 0]
  private var current: Int32 = -1
  /// Whether there were more sets than can be kept. Then only a further look at the metadata tells who needs a file.
  private(set) var overflowed = false

  /// Begins with the next checkpoint.
  mutating func begin(_ checkpoint: Int) {
    current = Int32(clamping: checkpoint)
    for index in next.indices { next[index] = 0 }
  }

  /// Whether the set has the present checkpoint.
  @inline(__always)
  func hasCurrent(_ set: Index) -> Bool { nodes[Int(set)].last == current }

  /// The set with the present checkpoint, which it does not have.
  @inline(__always)
  mutating func adding(to set: Index) -> Index {
    let known = next[Int(set)]
    return known != 0 ? known : make(set)
  }

  private mutating func make(_ set: Index) -> Index {
    guard set != Self.unknown, nodes.count < Self.limit else {
      overflowed = true
      next[Int(set)] = Self.unknown
      return Self.unknown
    }
    let new = Index(nodes.count)
    nodes.append(Node(rest: set, last: current))
    next.append(0)
    next[Int(set)] = new
    return new
  }

  /// Gives each checkpoint what was added up for the sets that it is a member of.
  ///
  /// - Parameters:
  ///   - sums: what was added up for each set; one more for each index up to the count of sets.
  ///   - add: adds the second to the first.
  func distribute<Sum>(
    _ sums: [Sum], empty: Sum, checkpointCount: Int, _ add: (inout Sum, Sum) -> Void
  ) -> [Sum] {
    var sums = sums
    var result = [Sum](repeating: empty, count: checkpointCount)
    // A set comes after its rest.
    for index in stride(from: nodes.count - 1, to: 1, by: -1) {
      let node = nodes[index]
      add(&result[Int(node.last)], sums[index])
      if node.rest != Self.none { add(&sums[Int(node.rest)], sums[index]) }
    }
    return result
  }

  /// How many sets there are.
  var count: Int { nodes.count }
}
