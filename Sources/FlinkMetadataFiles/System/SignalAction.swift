// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

// The C libraries name the parts of `sigaction` and `siginfo_t` differently.

extension sigaction {
  typealias Handler = @convention(c) (CInt) -> Void
  typealias InformedHandler =
    @convention(c) (CInt, UnsafeMutablePointer<siginfo_t>?, UnsafeMutableRawPointer?) -> Void

  mutating func setHandler(_ handler: @escaping Handler) {
    #if canImport(Darwin)
      __sigaction_u.__sa_handler = handler
    #elseif canImport(Musl)
      __sa_handler.sa_handler = handler
    #else
      __sigaction_handler.sa_handler = handler
    #endif
  }

  mutating func setInformedHandler(_ handler: @escaping InformedHandler) {
    #if canImport(Darwin)
      __sigaction_u.__sa_sigaction = handler
    #elseif canImport(Musl)
      __sa_handler.sa_sigaction = handler
    #else
      __sigaction_handler.sa_sigaction = handler
    #endif
  }

  var handler: Handler? {
    #if canImport(Darwin)
      __sigaction_u.__sa_handler
    #elseif canImport(Musl)
      __sa_handler.sa_handler
    #else
      __sigaction_handler.sa_handler
    #endif
  }

  var informedHandler: InformedHandler? {
    #if canImport(Darwin)
      __sigaction_u.__sa_sigaction
    #elseif canImport(Musl)
      __sa_handler.sa_sigaction
    #else
      __sigaction_handler.sa_sigaction
    #endif
  }

  /// Whether the signal is ignored.
  var isIgnored: Bool { unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) }

  /// Does what the system would do if this were the action of the signal.
  func call(
    _ number: CInt, _ info: UnsafeMutablePointer<siginfo_t>?, _ state: UnsafeMutableRawPointer?, isFault: Bool
  ) {
    let address = unsafeBitCast(handler, to: Int.self)
    let isDefault = address == unsafeBitCast(SIG_DFL, to: Int.self)
    if isDefault || (isIgnored && isFault) {
      // The instruction is repeated and faults again; a signal that was sent is raised again and arrives when the
      // handler returns.
      signal(number, SIG_DFL)
      if !isFault { raise(number) }
    } else if isIgnored {
      return
    } else if Int(sa_flags) & Int(SA_SIGINFO) != 0 {
      informedHandler?(number, info, state)
    } else {
      handler?(number)
    }
  }
}

extension siginfo_t {
  /// The address of a fault.
  var faultAddress: UnsafeMutableRawPointer? {
    #if canImport(Darwin)
      si_addr
    #elseif canImport(Musl)
      __si_fields.__sigfault.si_addr
    #else
      _sifields._sigfault.si_addr
    #endif
  }
}
