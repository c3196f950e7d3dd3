#if os(Linux)
  import Foundation
  import Glibc

  /// A terminal that a test holds the other end of.
  struct PseudoTerminal {
    private let master: Int32
    /// The device that is the terminal.
    let path: String

    init() throws {
      master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
      guard master >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
      // TIOCSPTLCK and TIOCGPTN: the C library's own functions are hidden from programs without XSI extensions.
      var number: Int32 = 0
      _ = ioctl(master, 0x4004_5431, &number)
      _ = ioctl(master, 0x8004_5430, &number)
      path = "/dev/pts/\(number)"
    }

    func close() { Glibc.close(master) }
  }
#endif
