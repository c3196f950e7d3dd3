// SPDX-License-Identifier: Apache-2.0

import TestSupport

extension TemporaryDirectory {
  /// Runs the tool in the directory, with arguments that the shell splits.
  @discardableResult
  func rewrite(_ arguments: String) throws -> ProcessResult { try run("exec metadata-rewrite \(arguments)") }
}
