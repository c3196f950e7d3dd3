// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The options of a tool that take one value. The parser lets the last of several win, which hides a mistake.
struct SingleValueOptions {
  private var names: Set<String>

  /// Reads the declarations of a tool: the options that are no lists.
  ///
  /// - Parameter customNames: the names of options that are not made of their property's name.
  private init(_ tool: some ParsableArguments, customNames: [String]) {
    names = Set(customNames)
    add(tool)
  }

  private mutating func add(_ arguments: any ParsableArguments) {
    for child in Mirror(reflecting: arguments).children {
      if let group = child.value as? any OptionGroupDeclaration { add(group.emptyGroup()) }
      // The wrapper of `maxExpanded` is `_maxExpanded`, and its option is `--max-expanded`.
      if let option = child.value as? any OptionDeclaration, option.takesOneValue, let label = child.label {
        names.insert(label.dropFirst().reduce(into: "") { $0 += $1.isUppercase ? "-\($1.lowercased())" : "\($1)" })
      }
    }
  }

  /// Throws if one of a tool's options is given twice. The declarations, which take a millisecond to read, are read only if
  /// something is.
  static func check(
    _ arguments: some Sequence<String>, of tool: @autoclosure () -> some ParsableArguments, customNames: [String]
  ) throws {
    var given: Set<String> = []
    let repeated = arguments.prefix { $0 != "--" }.filter { $0.hasPrefix("--") }
      .map { String($0.dropFirst(2).prefix { $0 != "=" }) }
      .filter { !given.insert($0).inserted }
    if repeated.isEmpty { return }
    let options = SingleValueOptions(tool(), customNames: customNames)
    if let name = repeated.first(where: options.names.contains) {
      throw ValidationError("--\(name) is given twice, but has one value.")
    }
  }
}

private protocol OptionDeclaration {
  var takesOneValue: Bool { get }
}

extension Option: OptionDeclaration {
  fileprivate var takesOneValue: Bool { !(Value.self is any List.Type) }
}

private protocol OptionGroupDeclaration {
  func emptyGroup() -> any ParsableArguments
}

extension OptionGroup: OptionGroupDeclaration {
  fileprivate func emptyGroup() -> any ParsableArguments { Value() }
}

private protocol List {}

extension Array: List {}
