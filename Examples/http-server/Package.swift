// swift-tools-version: 6.3
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

let package = Package(
  name: "http-server",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    // In a package of your own: .package(url: "https://…/swift-flink-metadata", branch: "main")
    .package(name: "swift-flink-metadata", path: "../.."),
  ],
  targets: [
    .executableTarget(
      name: "http-server",
      dependencies: [
        .product(name: "FlinkMetadata", package: "swift-flink-metadata"),
        .product(name: "FlinkMetadataDescription", package: "swift-flink-metadata"),
        .product(name: "FlinkMetadataFiles", package: "swift-flink-metadata"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ])
  ]
)
