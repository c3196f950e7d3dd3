// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

struct OrphanOutputTests {
  /// A job with a file that nothing needs; all files are old, the metadata is new.
  private func bucket() throws -> Bucket {
    let bucket = Bucket()
    try bucket.files("\(Bucket.job)/shared/a", "\(Bucket.job)/shared/left over", "\(Bucket.job)/taskowned/log")
    try bucket.directory.run("find . -type f -exec touch -d '10 days ago' {} +")
    try bucket.checkpoint("\(Bucket.job)/chk-1", [.file("$/\(Bucket.job)/shared/a")], id: 1)
    return bucket
  }

  @Test func orphansArePrintedForTheClientOfTheStorage() throws {
    let bucket = try bucket()
    let left = "\(Bucket.job)/shared/left over"
    let path = "\(bucket.path)/\(left)"
    #expect(try bucket.check(". --root . --orphans --print uris").text == "\(path)\n")
    #expect(try bucket.check(". --root . --orphans --print nul").text == "\(path)\0")
    let keys = try bucket.directory.run(
      #"""
      find * -type f -printf '%TY-%Tm-%Td %TH:%TM:%.2TS %10s ck/%p\n' > listing
      grep -v ' ck/listing$' listing > kept
      metadata-check . --listing kept --base s3://b --as .=s3://b/ck --map file:$PWD=s3://b/ck --orphans --quiet --print keys
      metadata-check . --listing kept --base s3://b --as .=s3://b/ck --map file:$PWD=s3://b/ck --orphans --quiet --print s3-delete-objects
      """#)
    #expect(keys.errors == "")
    #expect(keys.lines == ["ck/\(left)", #"{"Objects":[{"Key":"ck/\#(left)"}],"Quiet":true}"#])
  }

  @Test func aSummaryTellsWhatWasKept() throws {
    let bucket = try bucket()
    let result = try bucket.check(". --root . --orphans")
    let summary =
      "1 orphan, 4 B; kept: 1 below taskowned/. What only metadata outside this storage needs cannot be known"
    #expect(result.status == 0 && result.errors == "" && result.lines[0] == "restorable: 1 checkpoint")
    #expect(result.lines[result.lines.count - 2] == summary)
    #expect(result.lines.last?.hasSuffix("         4 B  \(bucket.path)/\(Bucket.job)/shared/left over") == true)
    let alone = try bucket.check(". --root . --orphans --print uris")
    #expect(alone.lines.count == 1 && alone.errorLines == ["metadata-check: \(summary)"])
    #expect(try bucket.check(". --root . --orphans --include-taskowned --quiet --print uris").lines.count == 2)
  }

  /// A directory that was moved, with a file missing, one cut, two orphans and one of another job.
  @Test func aMovedDirectoryIsLookedThroughByOneCommand() throws {
    let bucket = Bucket()
    let job = Bucket.job
    try bucket.files("\(job)/shared/a", "\(job)/shared/left", "\(job)/chk-0/left", "\(Bucket.otherJob)/shared/x")
    try bucket.directory.write("\(job)/shared/cut", [1])
    try bucket.directory.run("find . -type f -exec touch -d '10 days ago' {} +")
    let old = "s3://old/ck"
    try bucket.checkpoint(
      "\(job)/chk-1",
      [.file("\(old)/\(job)/shared/a"), .file("\(old)/\(job)/shared/cut"), .file("\(old)/\(job)/shared/gone")], id: 1)
    try bucket.checkpoint("\(Bucket.otherJob)/chk-1", [.file("\(old)/\(Bucket.otherJob)/shared/x")], id: 1)
    let map = "--map \(old)=file:$PWD"
    let careful = try bucket.check(". --root . \(map) --orphans")
    #expect(careful.status == 65 && careful.text == "" && careful.errorLines.count == 1)
    let result = try bucket.check(". --root . \(map) --orphans --force")
    #expect(result.status == 1 && result.errors == "" && result.lines[0] == "not restorable: 1 of 2 checkpoints")
    let place = "file:\(bucket.path)/\(job)/shared"
    #expect(result.text.contains("    \(place)/gone: needs 4 bytes\n"))
    #expect(result.text.contains("    \(place)/cut: needs 4 bytes, has 1 byte\n"))
    #expect(result.text.contains("\n2 orphans, 8 B. "))
    #expect(result.lines.suffix(2).allSatisfy { $0.hasSuffix("/left") })
  }

  @Test func metadataThatWasNotGivenMakesItRefuse() throws {
    let bucket = try bucket()
    try bucket.checkpoint("\(Bucket.otherJob)/chk-2", [.file("$/\(Bucket.job)/shared/left over")], id: 2)
    let refused = try bucket.check("\(Bucket.job) --root . --orphans --print uris")
    #expect(refused.status == 65 && refused.text == "")
    #expect(refused.errorLines.count == 1 && refused.errors.contains("1 metadata file in the storage, but not given"))
    let ignored = try bucket.check(
      "\(Bucket.job) --root . --orphans --print uris --ignore-metadata '*/\(Bucket.otherJob)/*'")
    #expect(ignored.status == 0 && ignored.lines.count == 1)
    let other = try bucket.check("\(Bucket.job) --root . --orphans --print uris --ignore-metadata '*/chk-3/*'")
    #expect(other.status == 65)
    #expect(try bucket.check(". --root . --orphans --print uris").text == "")
  }

  /// The pattern is for a directory that is not this one, though Swift calls the strings equal.
  @Test func aPatternIsOfOneSpelling() throws {
    let bucket = try bucket()
    try bucket.checkpoint("\u{E9}*\u{301}/chk-2", [.file("$/\(Bucket.job)/shared/left over")], id: 2)
    let arguments = "\(Bucket.job) --root . --orphans --print uris --ignore-metadata"
    for other in ["e\u{301}*\u{301}", "\u{E9}", "\u{E9}*\u{301}/_metadata"] {
      #expect(try bucket.check("\(arguments) '*/\(other)/chk-2/_metadata'").status == 65)
    }
    for own in ["*/\u{E9}*\u{301}/chk-2/_metadata", "*\u{301}/chk-2/_metadata", "*/\u{E9}*"] {
      #expect(try bucket.check("\(arguments) '\(own)'").status == 0)
    }
  }

  @Test func theYoungNeedForce() throws {
    let bucket = try bucket()
    try bucket.directory.run("touch -d '2 days ago' '\(Bucket.job)/shared/left over'")
    #expect(try bucket.check(". --root . --orphans --print uris").text == "")
    #expect(try bucket.check(". --root . --orphans --print uris --older-than 1").lines.count == 1)
    let refused = try bucket.check(". --root . --orphans --older-than 0")
    #expect(refused.status == 64 && refused.errors.contains("--older-than below 1 day needs --force."))
    #expect(try bucket.check(". --root . --orphans --print uris --older-than 0 --force").lines.count == 1)
  }

  @Test func metadataThatMeansAnotherStorageMakesItRefuse() throws {
    let bucket = try bucket()
    // A copy whose paths were not rewritten: what it will need here looks like an orphan.
    try bucket.files("\(Bucket.job)/chk-2/own")
    try bucket.checkpoint("\(Bucket.job)/chk-2", [.file("s3://old/shared/left over"), .relative("own")], id: 2)
    let refused = try bucket.check(". --root . --orphans --print uris")
    #expect(refused.status == 65 && refused.text == "" && refused.errorLines.count == 1)
    #expect(
      refused.errors.contains("chk-2/_metadata: cannot be decided, so that a file which it needs could look like"))
    #expect(try bucket.check(". --root . --orphans --print uris --force").lines.count == 1)
    let moved = try bucket.check(". --root . --orphans --print uris --map s3://old=file:$PWD/\(Bucket.job)")
    #expect(moved.status == 0 && moved.text == "")
  }

  @Test(arguments: [
    "mkdir elsewhere; ln -s elsewhere \(Bucket.otherJob)",
    // The same file under its own name and under the link's.
    "mkdir store; mv \(Bucket.job)/shared store/shared; ln -s $PWD/store/shared \(Bucket.job)/shared",
    "mv \(Bucket.job)/shared store; ln -s store \(Bucket.job)/shared",
    "mkdir store; mv \(Bucket.job)/chk-1/_metadata store; ln -s $PWD/store/_metadata \(Bucket.job)/chk-1/_metadata",
  ])
  func aLinkMakesItRefuse(_ change: String) throws {
    let bucket = try bucket()
    try bucket.directory.run(change)
    for force in ["", "--force"] {
      let refused = try bucket.check(". --root . --orphans --print uris \(force)")
      #expect(refused.status == 65 && refused.text == "" && refused.errors.contains("is a symbolic link"))
    }
  }

  @Test func aRootBehindALinkMakesItRefuse() throws {
    let bucket = try bucket()
    try bucket.directory.run("mkdir real; mv \(Bucket.job) real; ln -s real link")
    for arguments in ["link --root link --force", "link real --root link --root real"] {
      let refused = try bucket.check("\(arguments) --orphans --print uris")
      #expect(refused.status == 65 && refused.text == "" && refused.errors.contains("is a symbolic link or behind one"))
    }
  }

  @Test func timesWithoutAZoneAreNamedAsTheReason() throws {
    let bucket = try bucket()
    let listing = "find $PWD -type f -printf '2020-01-01 00:00:00 %10s %P\\n'"
    let arguments = "--listing <(\(listing)) --base file:$PWD --orphans --force"
    let uncertain = try bucket.directory.run("metadata-check . \(arguments)")
    #expect(String(decoding: uncertain.output, as: UTF8.self).contains("; say --listing-timezone)"))
    let known = try bucket.directory.run("metadata-check . \(arguments) --listing-timezone Z")
    #expect(!String(decoding: known.output, as: UTF8.self).contains("--listing-timezone"))
  }

  @Test func aListingWithoutTheMetadataMakesItRefuse() throws {
    let bucket = try bucket()
    let listing = "find $PWD/\(Bucket.job)/shared -type f -printf '%s\\t%T@\\t%p\\n'"
    let refused = try bucket.directory.run("metadata-check . --listing <(\(listing)) --orphans --print uris")
    #expect(refused.status == 65 && refused.text == "" && refused.errors.contains("is not in the listing itself"))
  }

  @Test func aNameMeansOneFile() throws {
    let bucket = try bucket()
    try bucket.files("\(Bucket.job)/shared/a\nb")
    try bucket.directory.run("touch -d '10 days ago' \(Bucket.job)/shared/*")
    for form in ["keys", "uris"] {
      let refused = try bucket.check(". --root . --orphans --print \(form)")
      #expect(refused.status == 65 && refused.text == "" && refused.errors.contains("use --print nul"))
    }
    #expect(try bucket.check(". --root . --orphans --print nul").text.split(separator: "\0").count == 2)
  }

  @Test func keysOfTwoBucketsAreNotMixed() throws {
    let bucket = Bucket()
    let job = Bucket.job
    for name in ["a", "b"] {
      try bucket.files("\(name)/\(job)/shared/x", "\(name)/\(job)/shared/left")
      try bucket.checkpoint("\(name)/\(job)/chk-1", [.file("s3://\(name)/\(job)/shared/x")], id: 1)
    }
    let script = """
      for b in a b; do (cd $b; find * -type f -printf "2026-01-0%d 10:00 %s  s3://$b/%p\\n" |
        sed 's/-0[0-9]*/-01/; /_metadata/s/2026-01-01/2026-09-01/'); done > listing
      metadata-check a b --as a=s3://a --as b=s3://b --listing listing --orphans --print
      """
    let keys = try bucket.directory.run("\(script) keys")
    #expect(keys.status == 65 && keys.text == "" && keys.errors.contains("several buckets"))
    #expect(
      try bucket.directory.run("\(script) uris").lines == ["s3://a/\(job)/shared/left", "s3://b/\(job)/shared/left"])
  }

  @Test(arguments: [
    ("hdfs://nn:8020", "/ck/"), ("hdfs://", "/ck/"), ("viewfs://cluster", "/ck/"), ("file://", "/ck/"),
    ("gs://b", "ck/"), ("s3p://b", "ck/"), ("abfss://c@a.dfs.core.windows.net", "ck/"),
  ])
  func aKeyIsWhatTheStorageCallsAFile(_ root: String, _ beginning: String) throws {
    let bucket = try bucket()
    let script = """
      find * -type f ! -name listing -printf '%s\\t%T@\\t\(root)/ck/%p\\n' > listing
      metadata-check . --listing listing --as .=\(root)/ck --map file:$PWD=\(root)/ck --orphans --quiet --print
      """
    let keys = try bucket.directory.run("\(script) keys")
    #expect(keys.text == "\(beginning)\(Bucket.job)/shared/left over\n" && keys.errors == "")
    let objects = try bucket.directory.run("\(script) s3-delete-objects")
    #expect(objects.status == (root.hasPrefix("s3") ? 0 : 64))
    if objects.status == 64 {
      #expect(objects.text == "" && objects.errorLines.count == 1)
      #expect(objects.errors.contains("not for \(root)/ck/\(Bucket.job)/shared/left over; use --print keys or uris"))
    }
  }

  @Test func objectsOfALocalTreeAreNotDeletedByS3() throws {
    let bucket = try Bucket.withTwoJobs()
    let result = try bucket.check(". --root . --orphans --force --print s3-delete-objects")
    #expect(result.status == 64 && result.text == "" && result.errorLines.count == 1)
  }

  @Test func aDamagedMetadataFileMakesItRefuse() throws {
    let bucket = try bucket()
    try bucket.directory.write("\(Bucket.job)/chk-2/_metadata", [1, 2, 3])
    let result = try bucket.check(". --root . --orphans --print uris")
    #expect(result.status == 65 && result.text == "")
  }
}
