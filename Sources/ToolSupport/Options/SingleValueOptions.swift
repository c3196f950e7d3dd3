import ArgumentParser

/// The options of a tool that take one value. The parser lets the last of several win, which hides a mistake.
struct SingleValueOptions {
  private var names: Set<String>

  /// Reads the declarations of a tool: the options that are no lists.
  ///
  /// - Parameter customNames: the names of options that are not made of their property's name.
  init(_ tool: some ParsableArguments, customNames: [String]) {
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

  /// Throws if one of the options is given twice.
  func check(_ arguments: some Sequence<String>) throws {
    var given: Set<String> = []
    for argument in arguments.prefix(while: { $0 != "--" }) where argument.hasPrefix("--") {
      let name = String(argument.dropFirst(2).prefix { $0 != "=" })
      if names.contains(name), !given.insert(name).inserted {
        throw ValidationError("--\(name) is given twice, but has one value.")
      }
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
