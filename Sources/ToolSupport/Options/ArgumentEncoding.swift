// SPDX-License-Identifier: Apache-2.0

extension CommandLine {
  /// The first argument of the process that is not UTF-8, with its bytes that are not ASCII written as `\xE9`.
  ///
  /// Swift's strings cannot hold such an argument, and a repaired one could name another file.
  package static var firstMalformedArgument: String? {
    for index in 1..<max(1, Int(argc)) {
      guard let argument = unsafeArgv[index] else { return nil }
      let bytes = sequence(first: UnsafePointer<CChar>(argument)) { $0 + 1 }.lazy.map { UInt8(bitPattern: $0.pointee) }
      if let text = Array(bytes.prefix { $0 != 0 }).malformedUTF8 { return text }
    }
    return nil
  }
}

extension [UInt8] {
  /// The bytes as text if they are not UTF-8, else nil. Those that are not visible ASCII are written out.
  fileprivate var malformedUTF8: String? {
    if String(validating: self, as: UTF8.self) != nil { return nil }
    return reduce(into: "") { text, byte in
      let isVisible = UInt8(ascii: " ")...UInt8(ascii: "~") ~= byte
      let digits = String(byte, radix: 16, uppercase: true)
      text += isVisible ? String(Unicode.Scalar(byte)) : "\\x" + (digits.count == 1 ? "0" : "") + digits
    }
  }
}
