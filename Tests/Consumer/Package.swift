// swift-tools-version: 6.3
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

// A program that uses the library as any other package would: the examples of docs/library.md, and what the checks of
// scripts/ run.
let package = Package(
  name: "consumer",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "swift-flink-metadata", path: "../..")],
  targets: [
    .executableTarget(
      name: "consumer", dependencies: [.product(name: "FlinkMetadata", package: "swift-flink-metadata")],
      path: "Sources", swiftSettings: [.enableUpcomingFeature("MemberImportVisibility")])
  ]
)
