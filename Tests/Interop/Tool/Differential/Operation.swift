// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata

/// Something that this project does with an input, beside reading it.
protocol Operation {
  var kind: OperationKind { get }
  /// The file that comes of it, for Flink to read; nil if there is none, or none that Flink has not read already.
  var result: [UInt8]? { get }
  /// Holds what Flink says of the result against what it says of the input.
  ///
  /// - Parameters:
  ///   - input: the input, as Flink has read it.
  ///   - verdict: what Flink says of ``result``, if there is one.
  ///   - flinkForms: what is known of the forms that Flink gives to texts.
  func judgement(
    of input: Comparison, _ verdict: FlinkVerdict?, flinkForms: [FlinkQuestion: FlinkVerdict]
  ) -> Judgement
}

/// The operations that are counted for themselves.
enum OperationKind: Hashable {
  case read
  case rewrite
  case convert(FormatVersion)

  /// What the table calls it.
  var title: String {
    switch self {
    case .read: "read"
    case .rewrite: "rewrite"
    case .convert(let version): "convert to version \(version.rawValue)"
    }
  }

  /// All that a run must try.
  static func all(for release: FlinkRelease) -> [OperationKind] {
    let versions = FormatVersion.allCases.filter(release.versions.contains).map { OperationKind.convert($0) }
    return [.read, .rewrite] + versions
  }
}

/// Chooses one operation for each input. Has random numbers of its own, so that an input stays the same whatever is done
/// with it.
struct OperationChoice {
  private let release: FlinkRelease
  private let versions: [FormatVersion]
  private var generator: SeededGenerator

  init(for release: FlinkRelease, seed: UInt64) {
    self.release = release
    versions = FormatVersion.allCases.filter(release.versions.contains)
    generator = SeededGenerator(seed: ~seed)
  }

  /// Nil if there is nothing to convert.
  mutating func next(_ bytes: [UInt8]) -> (any Operation)? {
    if Bool.random(using: &generator) { return Rewrite(bytes, using: &generator) }
    let version = versions.randomElement(using: &generator) ?? .version2
    // Flink also reads what was made for an older release.
    let reader = Bool.random(using: &generator) ? release : version.newestWriter
    return Conversion(bytes, to: version, for: min(reader, release))
  }
}
