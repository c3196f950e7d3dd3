// SPDX-License-Identifier: Apache-2.0

/// Handles each path that the scanner has left to it, and replaces it in the output if it has to change.
@safe
struct RewriteVisitor: MetadataVisitor, ~Copyable {
  private let rules: PathRules
  private let custom: (@Sendable (String) -> String?)?
  private let customBase: (@Sendable (String) -> String?)?
  private let needsMatch: Bool
  /// Whether paths that no rule matches stay as they are, without asking ``custom``.
  private let keepsUnmatched: Bool
  private let keepsHandleNames: Bool
  /// The directory of relative paths with a slash at its end; nil where they stay.
  private let base: [UInt8]?
  /// The directory whose files become relative.
  private var relativized: PathRules?
  /// The directories, if they are wanted.
  private var directories: DirectoryMoves?
  private let rewrite: UnsafeMutablePointer<PathRewrite>
  private var output: PatchingOutput { unsafe rewrite.pointee.output }

  init(_ rewriter: PathRewriter, _ rewrite: UnsafeMutablePointer<PathRewrite>) {
    rules = rewriter.rules
    custom = rewriter.custom
    customBase = rewriter.relativePaths == .keep ? rewriter.customBase : nil
    let isAsked = rewriter.custom != nil
    needsMatch = !rewriter.allowsUnmatched && (!rewriter.rules.isEmpty || isAsked)
    keepsUnmatched = !needsMatch && !isAsked
    keepsHandleNames = rewriter.keepsHandleNames
    directories = rewriter.listsDirectories ? DirectoryMoves() : nil
    unsafe self.rewrite = rewrite
    switch rewriter.relativePaths {
    case .keep:
      base = nil
      relativized = nil
    case .absolutize(let base):
      self.base = Self.directory(base)
      relativized = nil
    case .relativize(let directory):
      base = nil
      // The new prefix is a placeholder: only whether the rule matches counts.
      relativized = try? PathRules([.init(from: directory, to: "relative")])
    }
  }

  /// What was seen and done; the sizes are the caller's to add.
  func report() -> RewriteReport {
    unsafe rewrite.pointee.countCached()
    var report = RewriteReport()
    for kind in RewriteReport.Kind.allCases { report.counts[kind] = unsafe rewrite.pointee[kind] }
    directories?.add(to: &report)
    report.editedOperators = unsafe rewrite.pointee.operators.edited
    return report
  }

  // MARK: Events

  mutating func visits(operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID) -> Bool
  {
    unsafe !rewrite.pointee.isDropping
  }

  mutating func beginMetadata(version: FormatVersion, dialect: Dialect) throws(FlinkMetadataError) {
    unsafe try rewrite.pointee.operators.require(version)
    // Version 1 has no relative paths.
    if version == .version1 { relativized = nil }
  }

  mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) throws(FlinkMetadataError) {
    if let relativized, try relativize(filePath, stateSize, relativized) { return }
    try rewrite(filePath, .file)
  }

  mutating func relativeFileStateHandle(relativePath: ModifiedUTF8Span, stateSize: Int64)
    throws(FlinkMetadataError)
  {
    try absolutize(relativePath, stateSize)
  }

  mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) throws(FlinkMetadataError) {
    let isDone = unsafe filePath.bytes.withUnsafeBytes { bytes in
      unsafe rewrite.pointee.rewriteCachedSegment(bytes, offset: filePath.fileOffset)
    }
    if !isDone { try rewrite(filePath, .segment) }
  }

  /// Handles of kinds that need nothing of their own.
  mutating func fileReference(_ reference: FileReference) throws(FlinkMetadataError) {
    try rewrite(reference.path, .file)
  }

  mutating func fileMergingDirectories(
    taskOwnedDirectory: ModifiedUTF8Span, sharedDirectory: ModifiedUTF8Span, isEmpty: Bool
  ) throws(FlinkMetadataError) {
    try rewrite(taskOwnedDirectory, .directory)
    try rewrite(sharedDirectory, .directory)
  }

  mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int) throws(FlinkMetadataError) {
    if keepsHandleNames { unsafe rewrite.pointee[.handleName].seen += 1 } else { try rewrite(handleName, .handleName) }
  }

  // MARK: One path

  private mutating func rewrite(_ path: ModifiedUTF8Span, _ kind: RewriteReport.Kind) throws(FlinkMetadataError) {
    unsafe rewrite.pointee[kind].seen += 1
    let isFile = kind == .file || kind == .segment
    let isChanged = unsafe try path.bytes.withUnsafeBytes { (bytes) throws(FlinkMetadataError) -> Bool in
      // The output's memory has no room, or the last path is far back.
      if isFile, let isChanged = unsafe try rewrite.pointee.rewriteCachedSlowly(bytes, at: path) { return isChanged }
      let move = unsafe rules.move(of: bytes)
      if isFile {
        unsafe directories?.count(bytes, move)
        // Directories are counted, and paths made relative, one by one.
        if directories == nil && relativized == nil {
          unsafe rewrite.pointee.remember(bytes, move, rules, keepsUnmatched: keepsUnmatched)
        }
      }
      guard let move else { return false }
      unsafe try move.replacement.span.bytes.withUnsafeBytes { (replacement) throws(FlinkMetadataError) in
        unsafe try rewrite.pointee.replace(
          bytes, at: path, replacement, keptStart: move.keptStart, restStart: move.restStart)
      }
      return true
    }
    if isChanged { unsafe rewrite.pointee[kind].changed += 1 } else { try rewriteUnmatched(path, kind) }
  }

  /// A path that no rule matches: asks ``custom``, and fails if the path had to match.
  private func rewriteUnmatched(_ path: ModifiedUTF8Span, _ kind: RewriteReport.Kind) throws(FlinkMetadataError) {
    // Nothing is opened where a handle's name points to.
    if kind == .handleName { return }
    if let custom, let new = custom(String(path)) {
      let bytes = encodeModifiedUTF8(new.utf16)
      if bytes.isEmpty { throw FlinkMetadataError(.emptyPath, offset: path.fileOffset) }
      unsafe try path.bytes.withUnsafeBytes { (old) throws(FlinkMetadataError) in
        unsafe try bytes.span.bytes.withUnsafeBytes { (new) throws(FlinkMetadataError) in
          unsafe try rewrite.pointee.replace(old, at: path, new, keptStart: 0, restStart: old.count)
        }
      }
      unsafe rewrite.pointee[kind].changed += 1
      return
    }
    unsafe rewrite.pointee[kind].unmatched += 1
    if needsMatch { throw FlinkMetadataError(.unmatchedPath(String(path)), offset: path.fileOffset) }
  }

  /// Makes a relative path absolute, if that is wanted.
  private func absolutize(_ relativePath: ModifiedUTF8Span, _ stateSize: Int64) throws(FlinkMetadataError) {
    unsafe rewrite.pointee[.relativeFile].seen += 1
    guard let base = base ?? customBase?(String(relativePath)).map({ Self.directory($0) }) else { return }
    let length = base.count + relativePath.bytes.byteCount
    guard let shortLength = UInt16(exactly: length) else { throw PathRewrite.tooLong(length, relativePath) }
    let distance = RelativeFileStateHandle.pathDistance
    unsafe try relativePath.bytes.withUnsafeBytes { (path) throws(FlinkMetadataError) in
      guard let start = path.baseAddress else { return }
      // The whole handle becomes a FileStateHandle.
      unsafe try output.replace(
        start - distance, offset: relativePath.fileOffset - Int64(distance),
        upTo: relativePath.fileOffset + Int64(path.count + RelativeFileStateHandle.sizeByteCount)
      ) { () throws(FlinkMetadataError) in
        try output.append(bigEndian: HandleTag.file.rawValue)
        try output.append(bigEndian: stateSize)
        try output.append(bigEndian: shortLength)
        try output.append(base)
        unsafe try output.append(path)
      }
    }
    unsafe rewrite.pointee[.relativeFile].changed += 1
  }

  /// A directory with a slash at its end.
  private static func directory(_ base: String) -> [UInt8] {
    encodeModifiedUTF8((base.utf8.last == UInt8(ascii: "/") ? base : base + "/").utf16)
  }

  /// Makes a path relative if its file is directly in the directory. Returns whether it did.
  private func relativize(_ path: ModifiedUTF8Span, _ stateSize: Int64, _ directory: PathRules)
    throws(FlinkMetadataError) -> Bool
  {
    let name = unsafe path.bytes.withUnsafeBytes { bytes -> Range<Int>? in
      guard let move = unsafe directory.move(of: bytes), move.restStart + 1 < bytes.count else { return nil }
      let name = move.restStart + 1..<bytes.count
      return unsafe bytes[name].contains(UInt8(ascii: "/")) ? nil : name
    }
    guard let name else { return false }
    let distance = FileStateHandle.pathDistance
    unsafe try path.bytes.withUnsafeBytes { (bytes) throws(FlinkMetadataError) in
      guard let start = bytes.baseAddress else { return }
      // The whole handle becomes a RelativeFileStateHandle.
      unsafe try output.replace(
        start - distance, offset: path.fileOffset - Int64(distance), upTo: path.fileOffset + Int64(bytes.count)
      ) { () throws(FlinkMetadataError) in
        try output.append(bigEndian: HandleTag.relativeFile.rawValue)
        try output.append(bigEndian: UInt16(name.count))
        unsafe try output.append(UnsafeRawBufferPointer(rebasing: bytes[name]))
        try output.append(bigEndian: stateSize)
      }
    }
    unsafe rewrite.pointee[.file].seen += 1
    unsafe rewrite.pointee[.file].changed += 1
    return true
  }
}

extension RewriteReport.Kind {
  /// The place in `allCases`.
  @inline(__always)
  var ordinal: Int {
    switch self {
    case .file: 0
    case .segment: 1
    case .relativeFile: 2
    case .directory: 3
    case .handleName: 4
    }
  }
}
