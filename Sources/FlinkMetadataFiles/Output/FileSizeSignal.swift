#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Makes writing beyond the limit for the size of files (`ulimit -f`) an error, ``OutputError/failed(_:name:_:)`` with
/// `EFBIG`, instead of the end of the process. Tools call it first thing; it holds for the whole process.
public func ignoreFileSizeSignal() {
  _ = signal(SIGXFSZ, SIG_IGN)
}
