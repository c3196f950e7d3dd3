// SPDX-License-Identifier: Apache-2.0

import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Makes the loss of mapped bytes something that a program can check, instead of the end of the process.
///
/// If a file is truncated while it is mapped, the pages after its end cannot be read: the thread that tries gets the
/// signal `SIGBUS`. The same happens if the disk fails to deliver a page. No check beforehand helps, because the file
/// can become shorter right after it. So the first mapping installs a handler, for the whole process. It puts zeros in
/// the place of the lost pages and notes that, and the thread continues to read. The code that lent the bytes checks
/// for that afterwards, and discards the result.
///
/// Why this is safe:
/// - Only faults in memory of ``MappedRange`` are handled, and only those that the system reports; everything else goes
///   to the handler that was there before, or has the signal's usual effect.
/// - The fault comes from a load in code that is being lent the bytes, in the thread that the handler runs in. So
///   the mapping exists for as long as the handler runs, and the instruction can be done again.
/// - The handler neither locks nor allocates. It loads and stores atomics, and calls `mmap`, which on Linux and Darwin
///   is a bare system call. Everything that Swift sets up on first use has been set up by ``install``, which runs the
///   handler's code once.
/// - The pages replaced are private, read-only and were lost anyway. If two threads lose the same pages, these are
///   replaced twice, by the same content.
enum LostPages {
  /// What the handler needs, in memory that is never freed.
  private struct Context {
    var previous = sigaction()
    var pageMask: UInt = 0
  }

  private nonisolated(unsafe) static let context: UnsafeMutablePointer<Context> = {
    let context = UnsafeMutablePointer<Context>.allocate(capacity: 1)
    context.initialize(to: Context())
    context.pointee.pageMask = UInt(sysconf(Int32(_SC_PAGESIZE))) - 1
    sigaction(SIGBUS, nil, &context.pointee.previous)
    return context
  }()

  /// Installs the handler. Access it before every mapping; only the first access does something.
  static let install: Void = {
    _ = replace(at: 0)
    var action = sigaction()
    action.setInformedHandler { number, info, state in LostPages.handle(number, info, state) }
    // On the stack for signals, if the thread has one, as the previous handler may want it.
    action.sa_flags = CInt(truncatingIfNeeded: Int(SA_SIGINFO) | Int(SA_ONSTACK))
    sigaction(SIGBUS, &action, nil)
  }()

  /// The size of the memory that `count` bytes of a file take.
  static func wholePages(_ count: Int) -> Int {
    let mask = Int(context.pointee.pageMask)
    return (count + mask) & ~mask
  }

  // MARK: In the handler

  private static func handle(
    _ number: CInt, _ info: UnsafeMutablePointer<siginfo_t>?, _ state: UnsafeMutableRawPointer?
  ) {
    let errorBefore = errno
    defer { errno = errorBefore }
    // A positive code says that the system found a fault, and did not just deliver a signal that was sent.
    let isFault = (info?.pointee.si_code ?? 0) > 0
    if isFault, let info, replace(at: UInt(bitPattern: info.pointee.faultAddress)) { return }
    context.pointee.previous.call(number, info, state, isFault: isFault)
  }

  /// Puts zeros in the place of a lost page and all after it; false if the address is in no mapping.
  private static func replace(at address: UInt) -> Bool {
    let page = address & ~context.pointee.pageMask
    guard let (entry, end) = MappedRange.containing(address) else { return false }
    let zeros = mmap(
      UnsafeMutableRawPointer(bitPattern: page), Int(end - page), PROT_READ, MAP_PRIVATE | MAP_ANON | MAP_FIXED, -1, 0)
    guard UInt(bitPattern: zeros) == page else { return false }
    MappedRange.lose(entry, from: page)
    return true
  }
}
