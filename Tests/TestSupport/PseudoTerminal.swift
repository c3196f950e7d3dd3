// SPDX-License-Identifier: Apache-2.0

import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A terminal that a test holds the other end of.
package final class PseudoTerminal {
  private let master: FileDescriptor
  /// The end that looks like a terminal.
  package let slave: FileDescriptor
  /// The device that looks like a terminal.
  package let path: String

  /// Makes a terminal of the given width.
  package init(columns: UInt16 = 80) throws {
    let options = FileDescriptor.OpenOptions.closeOnExec.union(.init(rawValue: O_NOCTTY))
    master = try FileDescriptor.open("/dev/ptmx", .readWrite, options: options)
    #if os(Linux)
      // TIOCSPTLCK and TIOCGPTN: the C library's own functions are hidden from programs without XSI extensions.
      var number: CInt = 0
      try Self.check(ioctl(master.rawValue, 0x4004_5431, &number))
      try Self.check(ioctl(master.rawValue, 0x8004_5430, &number))
      path = "/dev/pts/\(number)"
    #else
      try Self.check(grantpt(master.rawValue))
      try Self.check(unlockpt(master.rawValue))
      path = String(cString: ptsname(master.rawValue))
    #endif
    slave = try FileDescriptor.open(path, .readWrite, options: options)
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    try Self.check(ioctl(master.rawValue, UInt(TIOCSWINSZ), &size))
    makeNonBlocking(master)
  }

  deinit {
    try? slave.close()
    try? master.close()
  }

  /// What was written to the terminal since the last time.
  package func output() -> String {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = try? bytes.withUnsafeMutableBytes { try master.read(into: $0) }
    return String(decoding: bytes[..<(count ?? 0)], as: UTF8.self)
  }

  private static func check(_ status: CInt) throws {
    if status == -1 { throw Errno(rawValue: errno) }
  }
}
