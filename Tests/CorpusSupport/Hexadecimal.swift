// SPDX-License-Identifier: Apache-2.0

/// Bytes as a failing test shows them: two digits each.
public func hexadecimal(_ bytes: [UInt8]) -> String {
  bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
}
