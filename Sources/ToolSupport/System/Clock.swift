// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The time in seconds since 1970.
package func currentSeconds() -> Int64 { Int64(time(nil)) }

/// Where temporary files go: what the environment variable `TMPDIR` says, else `/tmp`.
package var temporaryDirectory: String {
  let directory = environmentVariable("TMPDIR") ?? ""
  return directory.isEmpty ? "/tmp" : directory
}
