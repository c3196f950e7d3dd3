// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataStorage
import SystemPackage
import ToolSupport

extension ListingError {
  /// The status with which the tool ends: 66 if the listing cannot be opened, 74 if it cannot be read, 65 if it is wrong.
  var exitStatus: Int32 {
    switch problem {
    case .cannotRead(.sourceFailed(let code)):
      let unavailable: [Errno] = [.noSuchFileOrDirectory, .permissionDenied, .isDirectory, .notDirectory]
      return unavailable.map(\.rawValue).contains(code) ? ExitStatus.inputUnavailable : ExitStatus.transferFailed
    default: return ExitStatus.malformedInput
    }
  }
}
