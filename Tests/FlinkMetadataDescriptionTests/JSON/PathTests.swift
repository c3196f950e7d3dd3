// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Testing

/// The paths of errors and of JSON lines lead to their part of the JSON document.
@Suite struct PathTests {
  @Test(arguments: ReadableFile.small)
  func pathsOfLinesAreInTheDocument(_ file: ReadableFile) throws {
    let document = try JSONValue(describe(file.bytes))
    for line in try lines(file.bytes) {
      let path = try #require(line["path"]?.text)
      guard let part = document.part(path) else {
        Issue.record("\(path) is not in the document")
        continue
      }
      // The line has members of the part, and of what is around it.
      if let type = line["type"] { #expect(part["type"] == type, "\(path)") }
    }
  }

  @Test(arguments: ReadableFile.small)
  func pathsOfErrorsAreInTheDocument(_ file: ReadableFile) throws {
    let document = try JSONValue(describe(file.bytes))
    // A cut file can look like one of another dialect.
    let dialect = try #require(document["dialect"]?.text.flatMap(Dialect.init(rawValue:)))
    for count in stride(from: 9, to: file.bytes.count, by: max(1, file.bytes.count / 100)) {
      do {
        _ = try MetadataFile(Array(file.bytes[..<count]), dialect: dialect).metadata()
      } catch {
        let path = error.path.description
        // Where the whole file has null, the list stays empty.
        let isNull = path.hasSuffix("KeyedState[0]") && document.part(String(path.dropLast(3)))?.elements == []
        #expect(document.part(path) != nil || isNull, "\(path), cut at byte \(count)")
      }
    }
  }
}

extension JSONValue {
  /// The part at a path like `operatorStates[3].coordinatorState`; nil if there is none.
  fileprivate func part(_ path: String) -> JSONValue? {
    var part = self
    for component in path.split(separator: ".") {
      let pieces = component.split(separator: "[")
      guard let name = pieces.first, let member = part[String(name)] else { return nil }
      part = member
      for piece in pieces.dropFirst() {
        guard let index = Int(piece.dropLast()), let elements = part.elements, elements.indices.contains(index) else {
          return nil
        }
        part = elements[index]
      }
    }
    return part
  }
}
