// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

struct BadInputTests {
  @Test(arguments: [
    ("", 64), ("x", 64), ("x --root .", 66), (". --root nowhere", 66), (". --root . --listing nowhere", 66),
    (". --listing .", 66), (". --root . --older-than 5", 64), (". --root . --newest --orphans", 64),
    (". --root . --newest --format json", 64), (". --root ''", 64), (". --listing x --base s3://a --base s3://b", 64),
    (". --root . --covers ck", 64), (". --root . --as x", 64), (". --root . --map =x", 64),
    (". --root . --equal s3=s3://b", 64),
    (". --root . --lifecycle -1", 64), (". --root . --listing-timezone 1", 64), (". --root . --savepoints", 64),
    ("- --root . --listing -", 64), (". --root . --format-of-listing nothing", 64), ("empty --root .", 65),
    (". --listing /dev/null", 65), (". --listing random", 65), (". --listing UTF-16", 65), ("random --root .", 65),
    (". --listing cut.gz", 65), (". --root . --format ''", 64), (". --root . --unknown", 64), ("--root", 64),
    (". --root . --format $'a\\nb\\e[2J'", 64),
  ])
  func eachHasItsExitStatusAndOneLine(_ arguments: String, _ status: Int32) throws {
    let bucket = try Bucket.withTwoJobs()
    try bucket.directory.write("empty/nothing", [])
    try bucket.directory.write("random", (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 0x9E37 >> 3) })
    try bucket.directory.write("UTF-16", [0xFF, 0xFE, 0x31, 0x00])
    try bucket.directory.run("printf 'x\\ty\\n' | gzip | head -c 15 > cut.gz")
    let result = try bucket.check(arguments)
    #expect(result.status == status, "\(result.errors)")
    #expect(result.text == "")
    #expect(result.errorLines.count == 1 && result.errors.hasPrefix("metadata-check: "))
    if status == 64 { #expect(result.errors.hasSuffix("ee metadata-check --help\n")) }
  }

  @Test func aWrongCommandLineIsExplained() throws {
    let bucket = Bucket()
    #expect(
      try bucket.check("").errors
        == "metadata-check: Missing expected argument '<path> ...'; see metadata-check --help\n")
    #expect(
      try bucket.check(". --root . --formt x").errors
        == "metadata-check: Unknown option '--formt'. Did you mean '--format'? See metadata-check --help\n")
    #expect(
      try bucket.check(". --root . --savepoints").errors
        == "metadata-check: --savepoints is for --newest. See metadata-check --help\n")
    let forms = try bucket.check(". --root . --format-of-listing x").errors
    #expect(forms.contains("one of the following: aws-s3-ls s3api-list-objects ") && !forms.dropLast().contains("\n"))
    for argument in ["--help", "--version"] {
      let help = try bucket.check(argument)
      #expect(help.status == 0 && help.errors == "" && help.text != "")
    }
  }

  @Test func aReaderThatGoesEndsTheToolQuietly() throws {
    let bucket = try Bucket.withTwoJobs()
    let result = try bucket.directory.run("metadata-check . --root . --list | true; echo ${PIPESTATUS[0]}")
    #expect(result.errors == "" && ["141", "1"].contains(result.lines.last ?? ""))
  }

  @Test func aFullDiskIsAnError() throws {
    let bucket = try Bucket.withTwoJobs()
    let result = try bucket.check(". --root . > /dev/full")
    #expect(result.status == 74 && result.errorLines.count == 1)
  }

  @Test func nothingInCommonShowsBothSides() throws {
    let bucket = try Bucket.withTwoJobs()
    try bucket.directory.write("listing", Array("2026-11-24 19:12:47       1234 ck/x/shared/y\n".utf8))
    let result = try bucket.check(". --listing listing --base s3://b")
    #expect(result.status == 65 && result.text == "" && result.errorLines.count == 1)
    #expect(result.errors.contains("Listed: s3://b/ck/x/shared/y Needed: file:\(bucket.path)/"))
    #expect(result.errors.contains("--as DIR=URI"))
    let noBase = try bucket.check(". --listing listing")
    #expect(noBase.status == 65 && noBase.errorLines.count == 1 && noBase.errors.contains("--base"))
  }

  @Test func aMetadataFileWhoseFilesAreAllGoneIsNotRestorable() throws {
    let bucket = Bucket()
    try bucket.checkpoint("\(Bucket.job)/chk-1", [.file("$/\(Bucket.job)/shared/gone"), .relative("own")], id: 1)
    let result = try bucket.check(". --root .")
    #expect(result.status == 1 && result.errors == "" && result.text.contains("not restorable: 2 missing"))
  }

  @Test func errorsOfAPipeNameThePipe() throws {
    let bucket = try Bucket.withTwoJobs()
    let line = #"printf '1\t2.5\t/a\nx\n'"#
    let input = try bucket.directory.run("\(line) | metadata-check . --listing -")
    #expect(input.status == 65 && input.errors.hasPrefix("metadata-check: standard input: line 2: "))
    let fifo = try bucket.directory.run("mkfifo fifo; (\(line) > fifo)& metadata-check . --listing fifo; wait")
    #expect(fifo.errors.hasPrefix("metadata-check: fifo: line 2: "))
    let manifest = #"echo '{"sourceBucket":"b","fileFormat":"CSV","fileSchema":"Bucket, Key","files":[]}'"#
    let inventory = try bucket.directory.run("\(manifest) | metadata-check . --listing -")
    #expect(inventory.errors.hasPrefix("metadata-check: standard input: an inventory's data is in other files"))
    let metadata = try bucket.directory.run("echo x | metadata-check - --root .")
    #expect(metadata.status == 65 && metadata.errors.hasPrefix("metadata-check: standard input: byte 0: "))
    let report = try bucket.directory.run(
      #"find $PWD/\#(Bucket.job) -type f -printf '%s\t%T@\t%p\n' | metadata-check \#(Bucket.job) --listing -"#)
    #expect(report.lines.contains { $0.hasPrefix("standard input (find): ") })
  }

  @Test func aTemporaryFileDoesNotStay() throws {
    let bucket = try Bucket.withTwoJobs()
    let result = try bucket.directory.run(
      """
      mkdir tmp
      find $PWD/\(Bucket.job) -type f -printf '%s\\t%T@\\t%p\\n' | TMPDIR=tmp metadata-check \(Bucket.job) --listing - --quiet
      echo $? $(ls -A tmp | wc -l)
      """)
    #expect(result.lines == ["1 0"] && result.errors == "")
  }
}
