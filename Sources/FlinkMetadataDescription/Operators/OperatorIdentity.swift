// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// By what an operator can be asked for: its name, its uid and its id.
public struct OperatorIdentity: Sendable, Hashable {
  /// The operator's name, if it is known.
  public var name: String?
  /// The uid that the job gave the operator, if it is known.
  public var uid: String?
  /// The operator's id.
  public var id: OperatorID

  /// Makes an identity.
  public init(name: String? = nil, uid: String? = nil, id: OperatorID) {
    self.name = name
    self.uid = uid
    self.id = id
  }

  /// Whether a text is a part of the name or of the uid, or the beginning of the id. Mostly linear in the length of both.
  func hasPart(_ text: String) -> Bool {
    [name, uid].contains { $0.map { contains($0, text) } == true }
      || text.utf8.count <= 32 && id.description.hasPrefix(text.lowercased())
  }

  /// The least number of changes that make a text the name or the uid, or the id if it could be a part of one.
  func distance(to text: String) -> Int {
    let digits = text.allSatisfy(\.isHexDigit) ? id.description : nil
    return [name, uid, digits].compactMap { $0.map { editDistance(text, $0) } }.min() ?? .max
  }
}

extension OperatorIdentity: CustomStringConvertible {
  /// The name and the uid in quotation marks, and the id where one of these is not known: `"Map" (uid "totals")`. Safe to
  /// print on a terminal.
  public var description: String {
    let key = uid.map { "uid \"\($0.shortened.escapedForTerminal)\"" } ?? "id \(id)"
    return name.map { "\"\($0.shortened.escapedForTerminal)\" (\(key))" } ?? key
  }
}

extension String {
  /// The beginning of a long text, for a message.
  var shortened: String { utf8.count <= 200 ? self : "\(String(unicodeScalars.prefix(60)))..." }
}

/// Whether a text is a part of another one, byte for byte.
private func contains(_ text: String, _ part: String) -> Bool {
  var (text, part) = (text, part)
  return text.withUTF8 { text in
    part.withUTF8 { part in
      guard let first = part.first, part.count <= text.count else { return part.isEmpty }
      for start in 0...(text.count - part.count) where text[start] == first {
        if text[start..<start + part.count].elementsEqual(part) { return true }
      }
      return false
    }
  }
}

/// How many bytes must be added, removed or replaced to make one text the other (Levenshtein). Compares the first 64 bytes
/// of each, so that a file with long names costs no more.
private func editDistance(_ first: String, _ second: String) -> Int {
  let (first, second) = (Array(first.utf8.prefix(64)), Array(second.utf8.prefix(64)))
  var row = Array(0...second.count)
  for (line, byte) in first.enumerated() {
    var diagonal = row[0]
    row[0] = line + 1
    for column in second.indices {
      let replaced = diagonal + (second[column] == byte ? 0 : 1)
      diagonal = row[column + 1]
      row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
    }
  }
  return row[second.count]
}
