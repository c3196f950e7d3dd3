// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// The values of an input converted to a version that the release reads, and encoded.
///
/// If Flink reads the input, it must read the result and say the same of it, but for what the conversion says it loses.
/// If Flink refuses the input, the result, which may lack what Flink refuses, must be read as this project reads it.
struct Conversion: Operation {
  let version: FormatVersion
  /// The release that is to read the result.
  private let release: FlinkRelease
  private let outcome: Result<(bytes: [UInt8], losses: [ConversionLoss]), any Error>

  /// Nil if the input cannot be read.
  init?(_ bytes: [UInt8], to version: FormatVersion, for release: FlinkRelease) {
    guard case .success(let values) = Comparison.values(bytes) else { return nil }
    self.version = version
    self.release = release
    outcome = Result {
      let result = try values.converted(to: version, for: release, accepting: Set(ConversionLoss.Kind.allCases))
      return (try result.encode(), Self.losses(values, version, release))
    }
  }

  private static func losses(_ values: CheckpointMetadata, _ version: FormatVersion, _ release: FlinkRelease)
    -> [ConversionLoss]
  {
    do throws(ConversionError) {
      _ = try values.converted(to: version, for: release)
      return []
    } catch {
      if case .losses(let losses) = error { return losses }
      return []
    }
  }

  var kind: OperationKind { .convert(version) }

  var result: [UInt8]? { try? outcome.get().bytes }

  func judgement(
    of input: Comparison, _ verdict: FlinkVerdict?, flinkForms: [FlinkQuestion: FlinkVerdict]
  ) -> Judgement {
    guard case .success(let values) = input.values else { return unlisted("the input cannot be read again") }
    switch (outcome, input.flink, verdict) {
    case (.failure(ConversionError.mergedChannels), .accepted(let before), _) where !Self.lacksChannels(before):
      return unlisted("not convertible, though Flink says: \(String(decoding: before, as: UTF8.self))")
    case (.failure(ConversionError.mergedChannels), _, _), (.failure(ConversionError.chainedTasks), _, _),
      (.failure(ConversionError.negativeCheckpointId), _, _):
      return Judgement(outcome: .notConvertible)
    case (.failure(let error), _, _):
      return unlisted("\(error)")
    case (.success(let converted), .accepted(let before), .accepted(let after)?):
      let expected = ExpectedConversion(before, of: values, to: version, for: release, losing: converted.losses)
      if expected.tree.bytes == after {
        return Judgement(outcome: converted.losses.isEmpty ? .describedAlike : .describedAlikeButForLosses)
      }
      let expectation = String(decoding: expected.tree.bytes, as: UTF8.self)
      return unlisted(
        """
        losses: \(converted.losses)
        expected: \(expectation)
        Flink: \(String(decoding: after, as: UTF8.self))
        """)
    case (.success(let converted), .refused, let after?):
      var judgement = input.ofResult(converted.bytes, after).judgement(flinkForms: flinkForms)
      switch judgement.outcome {
      case .describedAlike, .describedAlikeButFor: judgement.outcome = .acceptedAfterwards
      case .unlisted: judgement.explanation = explained(judgement.explanation)
      default: break
      }
      return judgement
    default:
      return unlisted("the input: \(input.flink)\nthe result: \(verdict?.description ?? "none")")
    }
  }

  /// Whether Flink cannot tell the channels of merged state apart either, or they lie nowhere.
  private static func lacksChannels(_ description: [UInt8]) -> Bool {
    let text = String(decoding: description, as: UTF8.self)
    return text.contains(#""unmerged": null"#) || text.contains(#""delegate": null"#)
  }

  private func unlisted(_ explanation: String) -> Judgement {
    Judgement(outcome: .unlisted, explanation: explained(explanation))
  }

  private func explained(_ explanation: String) -> String {
    "version \(version.rawValue) for Flink \(release)\n\(explanation)"
  }
}
