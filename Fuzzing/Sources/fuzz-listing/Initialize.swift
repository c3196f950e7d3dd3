// SPDX-License-Identifier: Apache-2.0

import FuzzDriver
import FuzzTargets

/// Called by libFuzzer before the first input.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(_ argumentCount: UnsafeMutableRawPointer?, _ arguments: UnsafeMutableRawPointer?) -> CInt {
  begin(.listing)
}
