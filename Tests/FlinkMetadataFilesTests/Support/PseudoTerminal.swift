import SystemPackage

@testable import FlinkMetadataFiles

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A terminal that a test holds the other end of.
struct PseudoTerminal {
  private let masterFile: OpenFile
  private let slaveFile: OpenFile

  /// The end that looks like a terminal.
  var slave: FileDescriptor { slaveFile.descriptor }

  init(columns: UInt16 = 80) throws {
    masterFile = try OpenFile("/dev/ptmx", .readWrite)
    let master = masterFile.descriptor.rawValue
    #if os(Linux)
      // TIOCSPTLCK and TIOCGPTN: the C library's own functions are hidden from programs without XSI extensions.
      var number: CInt = 0
      try retryingCall { ioctl(master, 0x4004_5431, &number) }
      try retryingCall { ioctl(master, 0x8004_5430, &number) }
      let name = "/dev/pts/\(number)"
    #else
      try retryingCall { grantpt(master) }
      try retryingCall { unlockpt(master) }
      let name = String(cString: ptsname(master))
    #endif
    slaveFile = try OpenFile(FilePath(name), .readWrite)
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    try retryingCall { ioctl(master, UInt(TIOCSWINSZ), &size) }
    makeNonBlocking(masterFile.descriptor)
  }

  /// What was written to the terminal since the last time.
  func output() -> String {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = try? bytes.withUnsafeMutableBytes { try masterFile.descriptor.read(into: $0) }
    return String(decoding: bytes[..<(count ?? 0)], as: UTF8.self)
  }
}
