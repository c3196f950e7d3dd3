// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FlinkMetadata

/// Throws unless the value of an option begins with a slash or a scheme: a place that depends on the working directory
/// of whoever reads it is always a mistake.
package func requireAbsolute(_ place: String, option: String) throws {
  if place.hasPrefix("/") { return }
  if let colon = place.firstIndex(of: ":"), let first = place.utf8.first {
    let isLetter = UInt8(ascii: "a")...UInt8(ascii: "z") ~= first | 0x20
    if isLetter && !place[..<colon].contains("/") { return }
  }
  throw ValidationError("\(option) needs a URI or an absolute path, not '\(place.escapedForTerminal)'.")
}
