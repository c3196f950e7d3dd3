// swift-tools-version: 6.3
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

let package = Package(
  name: "prometheus-exporter",
  platforms: [.macOS(.v26)],
  dependencies: [
    // In a package of your own: .package(url: "https://…/swift-flink-metadata", branch: "main")
    .package(name: "swift-flink-metadata", path: "../..")
  ],
  targets: [
    .executableTarget(
      name: "prometheus-exporter",
      dependencies: [
        .product(name: "FlinkMetadata", package: "swift-flink-metadata"),
        .product(name: "FlinkMetadataDescription", package: "swift-flink-metadata"),
        .product(name: "FlinkMetadataFiles", package: "swift-flink-metadata"),
      ])
  ]
)
