// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import SystemPackage

/// Writes a line to standard error, after the name of the tool. If that fails, nothing can be done.
package func standardError(_ line: String, tool: String) {
  standardError(raw: "\(tool): \(line)\n")
}

/// Writes text to standard error as it is.
package func standardError(raw text: String) {
  _ = try? FileDescriptor.standardError.writeAll(text.utf8)
}
