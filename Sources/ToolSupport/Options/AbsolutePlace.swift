// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FlinkMetadata

/// Throws unless the value of an option begins with a slash or a scheme: a place that depends on the working directory
/// of whoever reads it is always a mistake.
package func requireAbsolute(_ place: String, option: String) throws {
  let (bytes, slash) = (place.utf8, UInt8(ascii: "/"))
  if bytes.first == slash { return }
  if let colon = bytes.firstIndex(of: UInt8(ascii: ":")), let first = bytes.first {
    let isLetter = UInt8(ascii: "a")...UInt8(ascii: "z") ~= first | 0x20
    if isLetter && !bytes[..<colon].contains(slash) { return }
  }
  throw ValidationError("\(option) needs a URI or an absolute path, not '\(place.escapedForTerminal)'.")
}
