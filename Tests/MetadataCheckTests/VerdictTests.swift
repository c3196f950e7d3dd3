// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

struct VerdictTests {
  @Test func theVerdictIsTheFirstLineAndTheExitStatus() throws {
    let bucket = try Bucket.withTwoJobs()
    let whole = try bucket.check("\(Bucket.job)/chk-2 --root .")
    #expect(whole.status == 0 && whole.lines[0] == "restorable: 1 checkpoint" && whole.errors == "")
    let all = try bucket.check(". --root .")
    #expect(all.status == 1 && all.lines[0] == "not restorable: 1 of 3 checkpoints")
    let part = try bucket.check("\(Bucket.otherJob)/chk-9 --root \(Bucket.otherJob)")
    #expect(part.status == 2 && part.lines[0] == "cannot be decided: 1 checkpoint")
  }

  @Test func aCheckpointIsARowAndAProblemIsNamed() throws {
    let bucket = try Bucket.withTwoJobs()
    let lines = try bucket.check("\(Bucket.job) --root .").lines
    #expect(
      Array(lines[1...3]) == [
        "CHECKPOINT  JOB                               KIND        FILES  STATE  VERDICT",
        "chk-1       \(Bucket.job)  checkpoint      2    8 B  not restorable: 1 missing",
        "chk-2       \(Bucket.job)  checkpoint      2    8 B  restorable",
      ])
    #expect(
      Array(lines[4...6]) == [
        "chk-1 file:\(bucket.path)/\(Bucket.job)/chk-1",
        "  missing: 1 handle of operator Sum in file:\(bucket.path)/\(Bucket.job)/shared",
        "    file:\(bucket.path)/\(Bucket.job)/shared/gone: needs 4 bytes",
      ])
    #expect(lines.contains { $0.hasPrefix("chk-2: the oldest file needed is of ") })
    #expect(lines.contains("restore: relative handles: copy or move the directory as a whole, never _metadata alone"))
  }

  @Test func checkpointsOfTheSameNameAreToldApart() throws {
    let bucket = Bucket()
    let job = Bucket.job
    for name in ["a", "b/ck", "b"] {
      try bucket.files("\(name)/\(job)/shared/x")
      try bucket.checkpoint("\(name)/\(job)/chk-1", [.file("$/\(name)/\(job)/shared/x"), .relative("own")], id: 1)
    }
    try bucket.checkpoint("b/\(Bucket.otherJob)/chk-1", [.file("$/b/\(job)/shared/x")], id: 1)
    let lines = try bucket.check("a b --root .").lines
    let names = lines[2...].prefix { $0 != "" }.map { String($0.prefix { $0 != ")" }) }
    #expect(names.prefix(3) == ["chk-1 (a", "chk-1 (b", "chk-1 (ck"])
    #expect(names[3].hasPrefix("chk-1       fedc"))
    #expect(lines.contains("chk-1 (a) file:\(bucket.path)/a/\(job)/chk-1"))
    #expect(lines.contains { $0.hasPrefix("chk-1 (b/\(Bucket.otherJob)): the oldest file needed") })
    // The same one twice is one.
    let twice = try bucket.check("a a --root .").lines
    #expect(twice[2] == twice[3] && twice[2].hasPrefix("chk-1  "))
  }

  /// Two spellings of a letter are two directories.
  @Test func checkpointsOfTwoSpellingsAreToldApart() throws {
    let bucket = Bucket()
    for name in ["a", "b"] {
      try bucket.files("\(name)/chk-1/own")
      try bucket.checkpoint("\(name)/chk-1", [.relative("own"), .file("s3://b/e\u{301}/chk-1/own")], id: 1)
    }
    let result = try bucket.check("a b --root . --as a=s3://b/\u{E9} --as b=s3://b/e\u{301}")
    #expect(result.status == 0)
    for name in ["chk-1 (\u{E9})", "chk-1 (e\u{301})"] {
      #expect(result.lines[2...3].contains { $0.utf8.starts(with: name.utf8) })
    }
    let foreign = "do not delete s3://b/e\u{301}/chk-1: 1 handle into it, of 1 checkpoint elsewhere"
    #expect(result.lines.contains { $0.utf8.elementsEqual(foreign.utf8) })
  }

  /// The character before the slash joins with it.
  @Test func theDirectoryOfMetadataIsThatOfItsBytes() throws {
    let bucket = Bucket()
    try bucket.files("sp\u{600}/x")
    try bucket.checkpoint("sp\u{600}", [.relative("x")], id: 1)
    let newest = try bucket.check(". --root . --newest --savepoints --as 'no\u{600}=s3://b' --covers '/\u{301}'")
    #expect(newest.output == Array("\(bucket.path)/sp\u{600}\n".utf8) && newest.errors == "")
  }

  @Test func directoriesOfOtherJobsAreNamed() throws {
    let bucket = try Bucket.withTwoJobs()
    let text = try bucket.check("\(Bucket.otherJob) --root .").text
    let line = "do not delete file:\(bucket.path)/\(Bucket.job)/shared: 1 handle into it, of 1 checkpoint elsewhere"
    #expect(text.contains(line))
  }

  @Test func theNewestIsTheOneThatIsWhole() throws {
    let bucket = try Bucket.withTwoJobs()
    let newest = try bucket.check("\(Bucket.job) --root . --newest")
    #expect(newest.status == 0 && newest.text == "\(bucket.path)/\(Bucket.job)/chk-2\n" && newest.errors == "")
    let none = try bucket.check("\(Bucket.job)/chk-1 --root . --newest")
    #expect(none.status == 1 && none.text == "")
    let there = try bucket.check("\(Bucket.job) --root . --newest --as .=s3://b/ck --map file:$PWD=s3://b/ck")
    #expect(there.text == "s3://b/ck/\(Bucket.job)/chk-2\n")
  }

  @Test func aRootCanBeADirectoryAbove() throws {
    let bucket = try Bucket.withTwoJobs()
    let above = try bucket.directory.run("cd \(Bucket.job); metadata-check ../\(Bucket.job)/chk-2 --root .. --quiet")
    #expect(above.status == 0 && above.errors == "")
    // The directory above that of a link's target is not the one above the link.
    let link = try bucket.directory.run(
      "mkdir -p a; ln -s $PWD/\(Bucket.job) a/link; metadata-check \(Bucket.job)/chk-2 --root a/link/.. --quiet")
    #expect(link.status == 65)
  }

  @Test func linksAreFollowed() throws {
    let bucket = try Bucket.withTwoJobs()
    let job = Bucket.job
    try bucket.directory.run("mkdir store; mv \(job)/shared store/; ln -s ../store/shared \(job)/")
    let below = try bucket.check("\(job)/chk-2 --root \(job) --quiet")
    #expect(below.status == 0 && below.errors == "")
    try bucket.directory.run("ln -s . loop; ln -s $PWD \(job)/chk-2/loop; ln -s \(job) job")
    #expect(try bucket.check("\(job)/chk-2 --root . --quiet").status == 0)
    // Metadata is found below links, too.
    try bucket.directory.run("rm \(job)/chk-2/loop; mkdir one; ln -s $PWD/\(job)/chk-2 one/chk-2")
    let newest = try bucket.check("one --root . --newest")
    #expect(newest.text == "\(bucket.path)/one/chk-2\n")
  }

  @Test func aRootThatIsALinkCountsUnderItsOwnName() throws {
    let bucket = try Bucket.withTwoJobs()
    try bucket.directory.run("ln -s . link")
    let other = try bucket.check("\(Bucket.job)/chk-2 --root link")
    #expect(other.status == 65 && other.errors.contains("say --as DIR=PATH"))
    #expect(try bucket.check("\(Bucket.job)/chk-2 --root link --as link=$PWD --quiet").status == 0)
  }

  @Test func aDamagedFileIsNotTheNewest() throws {
    let bucket = try Bucket.withTwoJobs()
    try bucket.files("\(Bucket.job)/chk-3/_metadata")
    let newest = try bucket.check("\(Bucket.job) --root . --newest")
    #expect(newest.status == 0 && newest.text == "\(bucket.path)/\(Bucket.job)/chk-2\n")
    #expect(newest.errorLines.count == 1 && newest.errors.hasSuffix("; skipped\n"))
    #expect(try bucket.check("\(Bucket.job) --root .").status == 65)
  }

  @Test func standardInputIsMetadataOrAListing() throws {
    let bucket = try Bucket.withTwoJobs()
    let metadata = try bucket.directory.run(
      "metadata-check - --as /dev/stdin=$PWD/\(Bucket.job)/chk-2 --root . --quiet < \(Bucket.job)/chk-2/_metadata")
    #expect(metadata.status == 0 && metadata.text == "" && metadata.errors == "")
    let nowhere = try bucket.directory.run("metadata-check - --root . < \(Bucket.job)/chk-2/_metadata")
    #expect(nowhere.status == 64)
    #expect(
      nowhere.errorLines == [
        "metadata-check: standard input: 1 handle by relative path; say where the checkpoint is stored with --as /dev/stdin=URI"
      ])
    let listing = try bucket.directory.run(
      #"find $PWD -type f -printf '%s\t%T@\t%p\0' | gzip | metadata-check . --listing - --quiet"#)
    #expect(listing.status == 1 && listing.text == "")
  }

  @Test func jsonSaysTheSame() throws {
    let bucket = try Bucket.withTwoJobs()
    let document = try bucket.check(". --root . --format json")
    #expect(document.status == 1 && document.lines.count == 1)
    #expect(document.text.hasPrefix(#"{"decision":"not restorable","checkpoints":[{"directory":"file:"#))
    let lines = try bucket.check(". --root . --format jsonl").lines
    #expect(lines.count == 4)
    #expect(
      lines[1].hasSuffix(
        #""operator":"Sum","verdict":"missing","location":"file:\#(bucket.path)/\#(Bucket.job)/shared/gone","neededSize":4}"#
      ))
  }

  @Test func aListShowsEveryProblem() throws {
    let bucket = Bucket()
    try bucket.files("x")
    try bucket.checkpoint(
      "\(Bucket.job)/chk-1", (0..<5).map { .file("$/\(Bucket.job)/shared/gone-\($0)") } + [.file("$/x")], id: 1)
    let short = try bucket.check(". --root .").text
    #expect(short.contains("missing: 5 handles") && short.contains("gone-0") && !short.contains("gone-1"))
    let list = try bucket.check(". --root . --list").text
    for number in 0..<5 { #expect(list.contains("gone-\(number)")) }
  }

  /// The verdict on a file does not depend on what came before it in its directory.
  @Test(arguments: [["moved", "a", "b"], ["a", "moved", "b"]])
  func aRuleForOneFileLeavesItsDirectory(_ names: [String]) throws {
    let bucket = Bucket()
    try bucket.files("\(Bucket.job)/shared/there")
    let handles = ["there"] + names
    try bucket.checkpoint("\(Bucket.job)/chk-1", handles.map { .file("$/\(Bucket.job)/shared/\($0)") }, id: 1)
    let map = "--map file:$PWD/\(Bucket.job)/shared/moved=s3://other/moved"
    let result = try bucket.check("\(Bucket.job)/chk-1 --root . \(map) --list")
    #expect(result.status == 1)
    #expect(result.text.contains("1 not covered") && result.text.contains("2 missing"))
    #expect(result.text.contains("not covered: list these directories, too"))
  }

  @Test func aRuleOfSoManyDaysBreaksCheckpoints() throws {
    let bucket = try Bucket.withTwoJobs()
    try bucket.directory.run("touch -d '10 days ago' \(Bucket.job)/shared/b")
    let text = try bucket.check("\(Bucket.job) --root . --lifecycle 5").text
    #expect(text.contains("  a rule of 5 days: a file is lost already"))
    #expect(text.contains("  a rule of 5 days: breaks it today; for shared/ alone, breaks it today"))
    let later = try bucket.check("\(Bucket.job)/chk-2 --root . --lifecycle 30").text
    #expect(later.contains("  a rule of 30 days: breaks it on "))
  }
}
