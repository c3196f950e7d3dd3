// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

extension FlinkRelease {
  /// The release of a name such as `1.20.5`.
  init?(name: String) {
    let numbers = name.split(separator: ".").map { Int($0) }
    guard numbers.count >= 2, let major = numbers[0], let minor = numbers[1] else { return nil }
    self.init(major, minor)
  }

  /// The version that the release writes by itself.
  var ownVersion: FormatVersion {
    switch self {
    case ..<FlinkRelease(1, 11): .version2
    case ..<FlinkRelease(1, 16): .version3
    case ..<FlinkRelease(2, 0): .version4
    case ..<FlinkRelease(2, 1): .version5
    default: .version6
    }
  }

  /// The version of the oldest files that the release reads.
  var oldestVersion: FormatVersion { self < FlinkRelease(1, 11) ? .version1 : .version2 }

  /// The versions that the release reads.
  var versions: ClosedRange<FormatVersion> { oldestVersion...ownVersion }
}
