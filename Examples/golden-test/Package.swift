// swift-tools-version: 6.3
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

let package = Package(
  name: "golden-test",
  platforms: [.macOS(.v26)],
  dependencies: [
    // In a package of your own: .package(url: "https://…/swift-flink-metadata", branch: "main")
    .package(name: "swift-flink-metadata", path: "../..")
  ],
  targets: [
    .testTarget(
      name: "SavepointTests",
      dependencies: [
        .product(name: "FlinkMetadataDescription", package: "swift-flink-metadata"),
        .product(name: "FlinkMetadataTesting", package: "swift-flink-metadata"),
      ],
      exclude: ["job.golden"])
  ]
)
