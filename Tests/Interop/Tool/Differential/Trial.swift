// SPDX-License-Identifier: Apache-2.0

/// One thing done with an input by both sides: reading it, or an operation whose result Flink has read.
struct Trial {
  let input: Comparison
  let operation: (any Operation)?
  private let verdict: FlinkVerdict?

  /// Reading.
  init(_ input: Comparison) {
    self.input = input
    operation = nil
    verdict = nil
  }

  /// An operation, and what Flink says of its result, if it has one.
  init(_ input: Comparison, _ operation: any Operation, _ verdict: FlinkVerdict?) {
    self.input = input
    self.operation = operation
    self.verdict = verdict
  }

  var kind: OperationKind { operation?.kind ?? .read }

  func judgement(flinkForms: [FlinkQuestion: FlinkVerdict] = [:]) -> Judgement {
    operation?.judgement(of: input, verdict, flinkForms: flinkForms) ?? input.judgement(flinkForms: flinkForms)
  }
}
