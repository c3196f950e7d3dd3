// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Operators that a list outside of the metadata knows: the uids of a job, with names.
///
/// Use it to name the operators of files before version 5, which have ids alone (``OperatorSelection/init(_:names:)``), and
/// to say which operators a job will look for (``RestoreFit``).
///
/// ```swift
/// let list = try OperatorList(text: Array("orders\tSource: orders\ntotals\n".utf8))
/// print(list[OperatorID(uid: "orders")]?.name)
/// ```
public struct OperatorList: Sendable {
  /// An operator of the list.
  public struct Entry: Sendable, Hashable {
    /// The operator's uid; nil if the list has its id instead.
    public var uid: String?
    /// The operator's id: the hash of the uid, or what the job sets with `setUidHash`.
    public var id: OperatorID
    /// The operator's name, if the list has one.
    public var name: String?

    /// Makes an operator that has a uid.
    public init(uid: String, name: String? = nil) {
      self.uid = uid
      self.name = name
      id = OperatorID(uid: uid)
    }

    /// Makes an operator of which only the id is known.
    public init(id: OperatorID, name: String? = nil) {
      self.id = id
      self.name = name
    }

    /// The entry as an operator of a file.
    public var identity: OperatorIdentity { OperatorIdentity(name: name, uid: uid, id: id) }
  }

  /// The operators in the order of the list, each once.
  public private(set) var entries: [Entry] = []
  private var places: [OperatorID: Int] = [:]

  /// Makes a list. Of two entries with the same id the last counts.
  public init(_ entries: [Entry] = []) {
    for entry in entries { add(entry) }
  }

  /// Reads a list: a uid a line, or an id (32 hexadecimal digits); after a tab the operator's name. Lines end with a line
  /// feed or a carriage return and a line feed. Empty lines, and lines that begin with `#`, are ignored. Spaces belong to a
  /// uid. Of two lines with the same operator the last counts.
  ///
  /// - Throws: ``OperatorListError`` if the text is not UTF-8, or a line has a name alone.
  public init(text bytes: [UInt8]) throws(OperatorListError) {
    // Editors on Windows put a byte order mark in front.
    let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, bytes) in lines.enumerated() {
      guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8(line: index + 1) }
      let line =
        Substring(text).utf8.last == UInt8(ascii: "\r") ? text.unicodeScalars.dropLast() : text.unicodeScalars[...]
      if line.isEmpty || line.first == "#" { continue }
      let tab = line.firstIndex(of: "\t") ?? line.endIndex
      let key = String(line[..<tab])
      if key.isEmpty { throw .noUid(line: index + 1) }
      let name = String(line[tab...].dropFirst())
      let known = name.isEmpty ? nil : name
      add(OperatorID(key).map { Entry(id: $0, name: known) } ?? Entry(uid: key, name: known))
    }
  }

  private mutating func add(_ entry: Entry) {
    if let place = places[entry.id] { return entries[place] = entry }
    places[entry.id] = entries.count
    entries.append(entry)
  }

  /// Whether the list has no operator.
  public var isEmpty: Bool { entries.isEmpty }

  /// The operator with an id, or nil if the list has none.
  public subscript(id: OperatorID) -> Entry? { places[id].map { entries[$0] } }
}

/// Why a text is no list of operators.
@nonexhaustive
public enum OperatorListError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A line, counted from 1, is not UTF-8.
  case notUTF8(line: Int)
  /// A line, counted from 1, begins with a tab.
  case noUid(line: Int)

  /// The line, what was expected, and what to do.
  public var description: String {
    switch self {
    case .notUTF8(let line): "line \(line): expected UTF-8; save the list in this encoding"
    case .noUid(let line): "line \(line): expected a uid or an id before the tab; begin a comment with #"
    }
  }
}
