// SPDX-License-Identifier: Apache-2.0

import FileTable
import FlinkMetadata
import Testing

@testable import FlinkMetadataStorage

struct LocationTests {
  private func canonical(_ text: String, _ origin: LocationForm.Origin, _ equality: LocationEquality = .init())
    -> String
  {
    let form = LocationForm(equality: equality, rules: PathRules(), origin: origin)
    return String(decoding: form.canonical(Array(text.utf8)), as: UTF8.self)
  }

  @Test(arguments: [
    ("s3://b/x", "s3://b/x"), ("s3a://b/x", "s3://b/x"), ("s3n://b/x", "s3://b/x"), ("s3p://b/x", "s3://b/x"),
    ("S3A://b/x", "s3://b/x"), ("/x/y", "file:/x/y"), ("file:/x/y", "file:/x/y"), ("file:///x/y", "file:/x/y"),
    ("file://host/x", "file://host/x"), ("hdfs:///x", "hdfs:///x"), ("hdfs://nn:8020/x", "hdfs://nn:8020/x"),
    ("wasbs://c@a.blob.core.windows.net/x", "abfs://c@a.dfs.core.windows.net/x"),
    ("abfss://c@a.dfs.core.windows.net/x", "abfs://c@a.dfs.core.windows.net/x"), ("x/y", "x/y"),
    ("s3://b", "s3://b"), ("", ""), (":", ":"), ("a b:c", "a b:c"),
  ])
  func spellingsOfAPlaceAreEqual(_ text: String, _ expected: String) {
    #expect(canonical(text, .storage) == expected)
  }

  @Test(arguments: [
    ("s3://b//x", "s3://b/x"), ("s3://b/a/./x", "s3://b/a/x"), ("s3://b/a/../x", "s3://b/x"),
    ("s3://b/a/b/../../x", "s3://b/x"), ("s3://b/x/", "s3://b/x"), ("s3://b\\x", "s3://b\\x"),
    ("s3://b/a\\x", "s3://b/a/x"), ("s3://b/ x ", "s3://b/ x "), ("s3://b/%41", "s3://b/%41"),
    ("s3://b/..x/.y", "s3://b/..x/.y"), ("s3://b/...", "s3://b/..."), ("s3://b/../x", "s3://b/../x"),
    ("s3://b/", "s3://b/"), ("s3://b/.", "s3://b/"), ("s3://b/x/..", "s3://b/"), ("s3://b/x//", "s3://b/x"),
  ])
  func metadataMeansTheFormThatFlinkOpens(_ text: String, _ expected: String) {
    #expect(canonical(text, .metadata) == expected)
  }

  @Test(arguments: ["s3://b//x", "s3://b/a/../x", "s3://b/x/", "s3://b/a\\x"])
  func aStorageMeansWhatItSays(_ text: String) {
    #expect(canonical(text, .storage) == text)
  }

  @Test func furtherEqualities() throws {
    let equality = try LocationEquality([
      ("oss", "s3"), ("hdfs://nn1:8020", "hdfs://cluster"), ("hdfs://nn2:8020/", "hdfs://cluster"), ("s3", "obs"),
    ])
    let places = ["oss://b/x", "s3a://b/x", "obs://b/x", "s3://b/x"].map { canonical($0, .storage, equality) }
    #expect(Set(places).count == 1)
    let names = ["hdfs://nn1:8020/x", "hdfs://nn2:8020/x", "hdfs://cluster/x"].map { canonical($0, .storage, equality) }
    #expect(Set(names).count == 1)
    #expect(canonical("hdfs://nn3:8020/x", .storage, equality) != names[0])
  }

  @Test func anEqualityIsOfOneSpelling() throws {
    let equality = try LocationEquality([("hdfs://\u{E9}", "hdfs://cluster")])
    #expect(canonical("hdfs://\u{E9}/x", .storage, equality) == "hdfs://cluster/x")
    #expect(canonical("hdfs://e\u{301}/x", .storage, equality).utf8.elementsEqual("hdfs://e\u{301}/x".utf8))
  }

  @Test(arguments: [
    ("", "s3"), ("s3", ""), ("s3://b/x", "s3://c"), ("a b", "s3"), ("s3:", "s3"), ("s3", "s3://b"),
    ("s3:\u{301}", "s3://b"), ("s3://b/\u{301}", "s3://c"),
  ])
  func wrongEqualitiesAreRefused(_ first: String, _ second: String) {
    #expect(throws: LocationEquality.Problem.self) { try LocationEquality([(first, second)]) }
  }

  /// A directory that is remembered gives the same keys as one that is looked at again.
  @Test func keysDoNotDependOnWhatCameBefore() {
    let hash = KeyHash()
    let texts = [
      "s3://b/d/aaaaaaaaaaaa", "s3a://b/d/aaaaaaaaaaaa", "s3://b/d/bbb", "s3://b/d/b", "s3://b/d/..", "s3://b/d/c/e",
      "s3://b/d/é", "s3://b/d/x\\y", "s3://b/dd/aaaaaaaaaaaa", "s3://b/d//aaaaaaaaaaaa", "/d/aaaaaaaaaaaa",
      "aaaaaaaaaaaa",
    ]
    for origin in [LocationForm.Origin.metadata, .storage] {
      let form = LocationForm(equality: LocationEquality(), rules: PathRules(), origin: origin)
      var remembering = LocationKeys(hash, form)
      for first in texts {
        for second in texts {
          _ = Array(first.utf8).withUnsafeBytes { remembering($0) }
          let key = Array(second.utf8).withUnsafeBytes { remembering($0) }
          var fresh = LocationKeys(hash, form)
          #expect(key == Array(second.utf8).withUnsafeBytes { fresh($0) }, "\(first) then \(second)")
        }
      }
    }
  }

  @Test func keysOfMetadataAndStorageMeet() {
    let hash = KeyHash()
    var metadata = LocationKeys(hash, LocationForm(equality: .init(), rules: PathRules(), origin: .metadata))
    var storage = LocationKeys(hash, LocationForm(equality: .init(), rules: PathRules(), origin: .storage))
    func meet(_ handle: [UInt8], _ listed: [UInt8]) -> Bool {
      handle.withUnsafeBytes { metadata($0) } == listed.withUnsafeBytes { storage($0) }
    }
    #expect(meet(Array("s3a://b//d/x".utf8), Array("s3://b/d/x".utf8)))
    #expect(!meet(Array("s3://b/d/x".utf8), Array("s3://b//d/x".utf8)))
    // A character beyond the 16-bit plane: six bytes of modified UTF-8, four of UTF-8.
    let clef: [UInt8] = [0xED, 0xA0, 0xB4, 0xED, 0xB4, 0x9E]
    #expect(meet(Array("s3://b/d/".utf8) + clef, Array("s3://b/d/\u{1D11E}".utf8)))
    // Composed and decomposed are two files.
    #expect(!meet(Array("s3://b/d/\u{E9}".utf8), Array("s3://b/d/e\u{301}".utf8)))
  }

  @Test func rulesApplyBeforeTheKey() throws {
    let rules = try PathRules([.init(from: "s3://old", to: "s3://new/copy")])
    var keys = LocationKeys(KeyHash(), LocationForm(equality: .init(), rules: rules, origin: .metadata))
    func key(_ text: String) -> FileKey { Array(text.utf8).withUnsafeBytes { keys($0) } }
    let moved = key("s3://old/d/xxx")
    #expect(moved == key("s3://new/copy/d/xxx"))
    #expect(key("s3://old/d/yyy") == key("s3://new/copy/d/yyy"))
    #expect(key("s3://older/d/xxx") != moved)
  }
}
