// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles
import SystemPackage

/// A line on a terminal that says how far reading has come: `_metadata: 1.2 GiB of 3.0 GiB, 40 %, 850 MB/s`.
///
/// It is shown only on a terminal and only when a second has passed, and changes at most five times a second. So its
/// cost is negligible, and quick runs do not flicker. At the end the line is erased and leaves no trace.
package final class ProgressLine {
  private let name: String
  private let total: Int64?
  private let terminal: FileDescriptor
  /// How many characters fit; 0 if nothing is to be shown.
  private let width: Int
  let start = ContinuousClock.now
  private var nextChange: ContinuousClock.Instant
  private var isShown = false

  /// Begins to count the time.
  ///
  /// - Parameters:
  ///   - name: what is being read.
  ///   - total: how many bytes there are, or nil if that is not known.
  ///   - terminal: where to write. Nothing happens if this is no terminal, or one without control sequences.
  package convenience init(name: String, total: Int64?, terminal: FileDescriptor = .standardError) {
    self.init(name: name, total: total, terminal: terminal, delay: .seconds(1), Terminal.Preferences())
  }

  init(name: String, total: Int64?, terminal: FileDescriptor, delay: Duration, _ preferences: Terminal.Preferences) {
    self.name = name.escapedForTerminal
    self.total = total
    self.terminal = terminal
    let isEnabled = Terminal.isTerminal(terminal) && preferences.allowsControlSequences
    width = isEnabled ? Terminal.width(of: terminal, preferences) ?? 80 : 0
    nextChange = start + delay
  }

  deinit { finish() }

  /// Reports how many bytes have been read. Looks at the clock, and rarely writes: call it some thousand times a second
  /// at most.
  package func update(_ byteCount: Int64) {
    if width > 0 { update(byteCount, at: .now) }
  }

  func update(_ byteCount: Int64, at now: ContinuousClock.Instant) {
    guard width > 0, now >= nextChange else { return }
    nextChange = now + .milliseconds(200)
    let text = Self.text(name: name, byteCount: byteCount, total: total, elapsed: now - start)
    show(Self.shorten(text, to: width - 1))
  }

  /// Reports how many bytes have been read, or with nil that reading has ended.
  package func report(_ byteCount: Int64?) {
    if let byteCount { update(byteCount) } else { finish() }
  }

  /// Erases the line. It comes back with the next ``update(_:)``.
  package func finish() {
    if isShown { show("") }
    isShown = false
  }

  private func show(_ text: String) {
    isShown = true
    // Return to the beginning of the line, write the text, erase the rest. An error here does not matter.
    let line = "\r\(text)\u{1B}[K"
    _ = try? terminal.writeAll(line.utf8)
  }

  /// The line's text.
  static func text(name: String, byteCount: Int64, total: Int64?, elapsed: Duration) -> String {
    var text = "\(name): \(byteCountText(byteCount))"
    if let total, total > 0 {
      // More than all is possible: the file can grow while it is read.
      let percent = min(100, Int(Double(byteCount) / Double(total) * 100))
      text += " of \(byteCountText(total)), \(percent) %"
    }
    let seconds = elapsed / .seconds(1)
    if seconds > 0 { text += ", \(speedText(Double(byteCount) / seconds))" }
    return text
  }

  /// Cuts characters away at the beginning, where the name is, since a line that is too long could not be erased.
  static func shorten(_ text: String, to width: Int) -> String {
    text.count <= width ? text : "…" + text.suffix(max(0, width - 1))
  }
}

extension MetadataInput {
  /// Shows on standard error how far reading has come, if that is a terminal and reading takes more than a second. The
  /// line is gone when reading ends, with or without an error.
  package func showProgress() {
    onProgress = ProgressLine(name: name, total: size).report
  }
}
