// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

import FlinkMetadataFiles

/// Sets up what a tool needs of signals and standard streams, for the whole process. Call it first.
///
/// - Writing to a pipe whose reader has gone becomes an error, `OutputError.closedPipe(name:)`, instead of the end of
///   the process.
/// - Writing beyond the limit for the size of files (`ulimit -f`) becomes an error with `EFBIG`.
/// - Unfinished output files are removed when a signal ends the process.
/// - A standard stream that the caller has closed (`>&-`) is in use, so that no other file gets its number: reading or
///   writing it is the error `EBADF`.
package func setUpProcess() {
  _ = signal(SIGPIPE, SIG_IGN)
  _ = signal(SIGXFSZ, SIG_IGN)
  removeTemporaryFilesOnTermination()
  occupyClosedStandardStreams()
}

/// Opens `/dev/null` in the place of each closed standard stream, for the unused direction.
private func occupyClosedStandardStreams() {
  for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) == -1 {
    // The lowest number that is free is this one.
    _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
  }
}
