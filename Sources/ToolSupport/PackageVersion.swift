// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// The version of this package.
package let packageVersion = "0.1.0"

/// What `--version` says: the tool, its version, and which formats and releases it understands.
package func versionText(tool: String) -> String {
  let versions = FormatVersion.allCases
  let numbers = "\(versions.first?.rawValue ?? 0) to \(versions.last?.rawValue ?? 0)"
  let oldest = versions.compactMap(\.writers?.lowerBound).min() ?? .newestKnown
  let releases = "Flink \(oldest) to \(FlinkRelease.newestKnown)"
  return "\(tool) \(packageVersion) (reads and writes _metadata versions \(numbers), \(releases))"
}
