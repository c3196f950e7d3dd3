// SPDX-License-Identifier: Apache-2.0

/// A validator for the part of JSON Schema (draft 2020-12) that our schemas use. A keyword that it does not know is an
/// error: nothing of a schema is passed over in silence.
package struct JSONSchema {
  package struct Unsupported: Error {
    var keyword: String
  }

  private let root: JSONValue
  private var patterns: [String: Regex<AnyRegexOutput>] = [:]

  /// Takes a schema and looks through all of it for keywords that are not known.
  package init(_ document: JSONValue) throws {
    root = document
    try check(document)
  }

  /// Where the document breaks the schema, and how; empty if it is valid.
  package func violations(of document: JSONValue) -> [String] { violations(of: document, against: root, at: "$") }

  // MARK: Keywords

  private static let annotations: Set<String> = ["$schema", "title", "description", "$defs"]
  private static let assertions: Set<String> = [
    "$ref", "type", "const", "enum", "oneOf", "required", "properties", "additionalProperties", "items", "maxItems",
    "minimum", "maximum", "minLength", "pattern",
  ]

  private mutating func check(_ schema: JSONValue) throws {
    guard case .object(let keywords) = schema else {
      if case .bool = schema { return }
      throw Unsupported(keyword: "\(schema)")
    }
    for (keyword, value) in keywords {
      if !Self.annotations.contains(keyword) && !Self.assertions.contains(keyword) {
        throw Unsupported(keyword: keyword)
      }
      switch (keyword, value) {
      case ("properties", .object(let schemas)), ("$defs", .object(let schemas)):
        for schema in schemas.values { try check(schema) }
      case ("oneOf", .array(let schemas)): for schema in schemas { try check(schema) }
      case ("items", _), ("additionalProperties", _): try check(value)
      case ("pattern", .string(let pattern)): patterns[pattern.text] = try Regex(pattern.text)
      default: break
      }
    }
  }

  // MARK: Validation

  private func violations(of value: JSONValue, against schema: JSONValue, at path: String) -> [String] {
    guard case .object(let keywords) = schema else {
      return schema == .bool(false) ? ["\(path): nothing is allowed here"] : []
    }
    return keywords.flatMap { keyword, argument in violations(of: value, keyword, argument, in: keywords, at: path) }
  }

  private func violations(
    of value: JSONValue, _ keyword: String, _ argument: JSONValue, in keywords: [String: JSONValue], at path: String
  ) -> [String] {
    func require(_ condition: Bool) -> [String] { condition ? [] : ["\(path): breaks \(keyword)"] }
    switch (keyword, argument, value) {
    case ("$ref", .string(let name), _):
      guard let target = definition(name.text) else { return ["\(path): no definition \(name.text)"] }
      return violations(of: value, against: target, at: path)
    case ("type", .string(let type), _): return require(hasType(value, type.text))
    case ("type", .array(let types), _): return require(types.contains { hasType(value, $0.text ?? "") })
    case ("const", _, _): return require(value == argument)
    case ("enum", .array(let values), _): return require(values.contains(value))
    case ("oneOf", .array(let schemas), _):
      let results = schemas.map { violations(of: value, against: $0, at: path) }
      let fitting = results.filter(\.isEmpty).count
      let reasons = fitting == 0 ? results.min { $0.count < $1.count } ?? [] : []
      return fitting == 1 ? [] : ["\(path): fits \(fitting) of \(schemas.count) alternatives"] + reasons
    case ("required", .array(let names), .object(let members)):
      return names.filter { members[$0.text ?? ""] == nil }.map { "\(path): no member \($0)" }
    case ("properties", .object(let schemas), .object(let members)):
      return members.flatMap { name, member in
        schemas[name].map { violations(of: member, against: $0, at: "\(path).\(name)") } ?? []
      }
    case ("additionalProperties", _, .object(let members)):
      let others = members.filter { keywords["properties"]?[$0.key] == nil }
      return others.flatMap { violations(of: $0.value, against: argument, at: "\(path).\($0.key)") }
    case ("items", _, .array(let elements)):
      return elements.enumerated().flatMap { violations(of: $1, against: argument, at: "\(path)[\($0)]") }
    case ("maxItems", .integer(let limit), .array(let elements)): return require(elements.count <= limit)
    case ("minimum", .integer(let limit), .integer(let number)): return require(number >= limit)
    case ("maximum", .integer(let limit), .integer(let number)): return require(number <= limit)
    case ("minLength", .integer(let limit), .string(let string)):
      return require(string.text.unicodeScalars.count >= limit)
    case ("pattern", .string(let pattern), .string(let string)):
      return require(patterns[pattern.text].flatMap { try? $0.wholeMatch(in: string.text) } != nil)
    default: return []
    }
  }

  private func definition(_ reference: String) -> JSONValue? {
    let prefix = "#/$defs/"
    guard reference.hasPrefix(prefix) else { return nil }
    return root["$defs"]?[String(reference.dropFirst(prefix.count))]
  }

  private func hasType(_ value: JSONValue, _ type: String) -> Bool {
    switch (type, value) {
    case ("null", .null), ("boolean", .bool), ("integer", .integer), ("string", .string), ("array", .array),
      ("object", .object):
      true
    default: false
    }
  }
}
