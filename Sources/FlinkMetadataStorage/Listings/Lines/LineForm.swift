// SPDX-License-Identifier: Apache-2.0

/// Recognises the forms of listings that are made of lines.
enum LineForm {
  /// The form of a listing that begins with `start`; nil if it is none of these.
  static func detect(_ start: LentBytes) throws(ListingError) -> ListingForm? {
    var position = 0
    var lineNumber: Int64 = 0
    while position < start.count {
      lineNumber += 1
      let end = start.firstIndex(of: 0x0A, from: position) ?? start.count
      var line = start[position..<end]
      if line.last == 0x0D { line = line.dropLast(1) }
      position = min(end + 1, start.count)
      if line.isEmpty || ClientMessage.isHadoopWarning(line) { continue }
      if let form = form(ofLine: line) { return form }
      if let form = ClientMessage.form(ofError: line) {
        throw ListingError(.clientError(form, message: line.text), line: lineNumber)
      }
      return nil
    }
    return nil
  }

  /// The form that a line, without its end, belongs to.
  static func form(ofLine line: LentBytes) -> ListingForm? {
    if AwsLsParser.recognises(line) { return .awsLs }
    if S3cmdParser.recognises(line) { return .s3cmd }
    if HDFSLsParser.recognises(line) { return .hdfsLs }
    if GcloudLsParser.recognises(line) { return .gcloudLs }
    if HDFSImageParser.recognises(line) { return .hdfsImage }
    if FindParser.recognises(line) { return .find }
    if AwsTextParser.recognises(line) || TableHeader(line) != nil { return .table }
    return nil
  }
}
