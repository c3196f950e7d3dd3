// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataFiles
import Testing

struct StorageClientTests {
  @Test(arguments: [
    ("s3a://b/ck/", "s3a://b/ck", "aws s3 cp s3://b/ck/_metadata -"),
    ("gs://b/ck/_metadata", "gs://b/ck", "gcloud storage cat gs://b/ck/_metadata"),
    ("hdfs://n:8020//ck/_metadata.bak//", "hdfs://n:8020/ck", "hdfs dfs -cat hdfs://n:8020//ck/_metadata.bak"),
    // A combining mark after a slash, and a letter in front of one that a character joins with it.
    ("gs://\u{334}", "'gs://\u{334}'", "gcloud storage cat 'gs://\u{334}/_metadata'"),
    ("gs://b/\u{301}/_metadata", "'gs://b/\u{301}'", "gcloud storage cat 'gs://b/\u{301}/_metadata'"),
    ("gs://b/\u{600}/_metadata", "'gs://b/\u{600}'", "gcloud storage cat 'gs://b/\u{600}/_metadata'"),
  ])
  func aURINamesItsClient(_ uri: String, _ directory: String, _ command: String) throws {
    let client = try #require(StorageClient(uri: uri))
    #expect(client.directory.utf8.elementsEqual(directory.utf8))
    #expect(try #require(client.command).utf8.elementsEqual(command.utf8))
  }

  @Test func aSchemeNeedsNoKnownClient() throws {
    let client = try #require(StorageClient(uri: "x+y://\u{334}"))
    #expect(client.directory.utf8.elementsEqual("'x+y://\u{334}'".utf8) && client.command == nil)
  }

  @Test(arguments: ["", "://b", "s3:", "s3:/b", "s3:\u{301}//b", "/s3://b", "s\u{301}3://b", "b/ck"])
  func whatHasNoSchemeOrNoAuthorityHasNone(_ text: String) { #expect(StorageClient(uri: text) == nil) }
}
