#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Makes writing to a pipe that nobody reads an error, ``OutputError/closedPipe(name:)``, instead of the end of the
/// process. Tools call it first thing; it holds for the whole process.
public func ignoreBrokenPipeSignal() {
  _ = signal(SIGPIPE, SIG_IGN)
}
