// SPDX-License-Identifier: Apache-2.0

import SystemPackage
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The permissions that new files of this process do not get.
var currentMask: FilePermissions {
  // There is no way of asking that does not set it.
  let mask = umask(0o022)
  umask(mask)
  return FilePermissions(rawValue: mask)
}

func changeDirectory(_ path: String) {
  #expect(chdir(path) == 0)
}

/// Sends this process a signal from which it does not come back. To the process and not to this thread, which may block
/// signals.
func endProcess(by number: Int32) {
  kill(getpid(), number)
  sleep(60)
}

/// Makes a socket that has a name.
func bindSocket(_ path: String) {
  #if canImport(Glibc)
    let kind = CInt(SOCK_STREAM.rawValue)
  #else
    let kind = SOCK_STREAM
  #endif
  let descriptor = socket(AF_UNIX, kind, 0)
  defer { close(descriptor) }
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
  let status = withUnsafeBytes(of: &address) { bytes in
    bind(descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(bytes.count))
  }
  #expect(status == 0)
}

/// Makes a signal that would end this process an error of the call that caused it, for the whole process.
func ignoreSignal(_ number: Int32) { signal(number, SIG_IGN) }
