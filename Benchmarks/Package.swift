// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

// What is measured and what measures; a package of its own, so that the library needs nothing of it.

let settings: [SwiftSetting] = [
  .enableExperimentalFeature("Lifetimes"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(name: "swift-flink-metadata", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.7.0"),
    // Without its interposers of allocation and reference counting, which change what is measured.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .target(
      name: "MetadataGenerator",
      dependencies: [.product(name: "FlinkMetadata", package: "swift-flink-metadata")],
      swiftSettings: settings),
    .executableTarget(
      name: "metadata-generate",
      dependencies: [
        "MetadataGenerator",
        .product(name: "FlinkMetadata", package: "swift-flink-metadata"),
        .product(name: "FlinkMetadataFiles", package: "swift-flink-metadata"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .target(
      name: "MeasuredOperations",
      dependencies: [
        .product(name: "FlinkMetadata", package: "swift-flink-metadata"),
        .product(name: "FlinkMetadataFiles", package: "swift-flink-metadata"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "metadata-measure",
      dependencies: [
        "MeasuredOperations",
        .product(name: "FlinkMetadata", package: "swift-flink-metadata"),
        .product(name: "FlinkMetadataFiles", package: "swift-flink-metadata"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "Codec",
      dependencies: [
        "MeasuredOperations",
        "MetadataGenerator",
        .product(name: "Benchmark", package: "benchmark"),
        .product(name: "FlinkMetadata", package: "swift-flink-metadata"),
      ],
      path: "Benchmarks/Codec",
      swiftSettings: settings,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ]
)
