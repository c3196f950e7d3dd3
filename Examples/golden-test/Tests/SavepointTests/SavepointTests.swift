// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataDescription
import FlinkMetadataTesting
import Testing

/// A test of yours takes the savepoint that the job of its run has just written. This one has savepoints of a real job.
private let corpus = "../../../../corpus"

@Test func theSavepointHasTheStateOfTheLastRelease() {
  expectGolden(checkpoint: "\(corpus)/2.3.0/savepoint-canonical.metadata", golden: "job.golden")
}

/// Sizes differ from run to run, and here from release to release.
@Test func anotherReleaseOfFlinkKeepsTheState() {
  expectGolden(
    checkpoint: "\(corpus)/2.2.1/savepoint-canonical.metadata",
    golden: "\(corpus)/2.3.0/savepoint-canonical.metadata", tolerance: SizeTolerance(percent: 60))
}

@Test func aDifferenceIsNoticed() {
  withKnownIssue {
    expectGolden(
      checkpoint: "\(corpus)/2.3.0/savepoint-native.metadata", golden: "\(corpus)/2.3.0/savepoint-canonical.metadata")
  }
}
