// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Changes inputs so that deep code is reached: makes valid files, and breaks files in one place that has a meaning.
public struct Mutator {
  /// Changes bytes without knowing what they are; libFuzzer has ways of its own, such as a dictionary.
  public typealias BlindMutation = (inout [UInt8]) -> Void

  private let target: FuzzTarget
  private var choices: Choices
  private let blindly: BlindMutation

  /// Makes a mutator for the inputs of a target.
  public init(_ target: FuzzTarget, seed: UInt64, blindly: @escaping BlindMutation) {
    self.target = target
    self.blindly = blindly
    choices = Choices(seed: seed)
  }

  /// Changes an input. It may become longer than is wanted; the caller cuts it off.
  public mutating func mutate(_ bytes: [UInt8]) -> [UInt8] {
    var input = target.takesPart ? FuzzInput(file: bytes, choices: []) : FuzzInput(bytes)
    if !choices.oneIn(8) { input.deflate() }
    switch choices.below(20) {
    case 0..<2: blindly(&input.file)
    case 2: input.file = newFile()
    case 3..<5 where !target.takesPart: changeChoices(of: &input)
    default:
      if target == .listing { return editListing(input) }
      edit(&input.file, donor: nil) { editor in
        // Mostly one change, so that its surroundings stay valid.
        repeat { editor.change() } while editor.oneIn(4)
      }
    }
    return input.bytes
  }

  /// Puts a part of one input into another.
  public mutating func cross(_ first: [UInt8], _ second: [UInt8]) -> [UInt8] {
    var input = target.takesPart ? FuzzInput(file: first, choices: []) : FuzzInput(first)
    let donor = target.takesPart ? FuzzInput(file: second, choices: []) : FuzzInput(second)
    if target == .listing {
      var editor = listingEditor(input.file)
      editor.transplant(from: donor.file)
      input.file = editor.bytes
    } else {
      edit(&input.file, donor: donor.file) { editor in editor.transplant() }
    }
    if choices.oneIn(4) { input.choices = donor.choices }
    return input.bytes
  }

  /// An input from nothing, which follows the grammar.
  public mutating func newInput() -> [UInt8] { newFile() }

  private mutating func newFile() -> [UInt8] {
    let seeded = Choices(seed: choices.next())
    if target == .listing { return ListingSample.listing(choices: seeded) }
    return target.takesPart ? Grammar.objectStream(choices: seeded) : Grammar.file(choices: seeded)
  }

  private mutating func edit(_ file: inout [UInt8], donor: [UInt8]?, _ body: (inout Editor) -> Void) {
    let header = target.takesPart ? PropertiesFile.header() : []
    var editor = Editor(
      header + file, donor: donor.map { header + $0 }, choices: Choices(seed: choices.next()), blindly: blindly)
    body(&editor)
    file = Array(editor.bytes.dropFirst(header.count))
  }

  private mutating func listingEditor(_ file: [UInt8]) -> ListingEditor {
    ListingEditor(file, choices: Choices(seed: choices.next()), blindly: blindly)
  }

  private mutating func editListing(_ input: FuzzInput) -> [UInt8] {
    var editor = listingEditor(input.file)
    repeat { editor.change() } while editor.oneIn(4)
    return FuzzInput(file: editor.bytes, choices: input.choices).bytes
  }

  private mutating func changeChoices(of input: inout FuzzInput) {
    if choices.oneIn(24) {
      input.inflate(UInt8(choices.below(256)))
    } else if input.choices.isEmpty || choices.oneIn(8) {
      input.choices = choices.bytes(most: 32)
    } else {
      blindly(&input.choices)
      input.choices = Array(input.choices.prefix(FuzzInput.mostChoices))
    }
  }
}

extension FuzzTarget {
  /// Whether inputs are not files, but the object streams of files.
  fileprivate var takesPart: Bool { self == .properties }
}

extension Outline {
  /// The outline of a file whose dialect is unknown.
  init(of bytes: [UInt8]) {
    self = Grammar.outline(of: bytes)
    for dialect in [Dialect.flink1_14, .flink1_11] where end != bytes.count {
      let other = Grammar.outline(of: bytes, dialect: dialect)
      if other.end == bytes.count { self = other }
    }
  }
}
