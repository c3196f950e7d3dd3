import SystemPackage

/// Writes a line to standard error. Nothing can be done if that fails.
func standardError(_ line: String) {
  _ = try? FileDescriptor.standardError.writeAll("metadata-rewrite: \(line)\n".utf8)
}
