// swift-tools-version: 6.3
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

/// Settings of every target. `Lifetimes` lets a view of borrowed bytes be a type that cannot outlive them.
let settings: [SwiftSetting] = [
  .enableExperimentalFeature("Lifetimes"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "swift-flink-metadata",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "FlinkMetadata", targets: ["FlinkMetadata"]),
    .library(name: "FlinkMetadataFiles", targets: ["FlinkMetadataFiles"]),
    .library(name: "FlinkMetadataDescription", targets: ["FlinkMetadataDescription"]),
    .library(name: "FlinkMetadataStorage", targets: ["FlinkMetadataStorage"]),
    .library(name: "FlinkMetadataTesting", targets: ["FlinkMetadataTesting"]),
    .executable(name: "metadata-dump", targets: ["metadata-dump"]),
    .executable(name: "metadata-rewrite", targets: ["metadata-rewrite"]),
    .executable(name: "metadata-check", targets: ["metadata-check"]),
    // For the package in Fuzzing alone.
    .library(name: "_FuzzTargets", targets: ["FuzzTargets"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.7.0"),
  ],
  targets: [
    .target(name: "FlinkMetadata", swiftSettings: settings + [.strictMemorySafety()]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .target(
      name: "FlinkMetadataFiles",
      dependencies: [
        "FlinkMetadata", "CZlib", .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .target(
      name: "FlinkMetadataDescription", dependencies: ["FileTable", "FlinkMetadata", "CZlib"], swiftSettings: settings),
    // A table for many millions of files.
    .target(name: "FileTable", swiftSettings: settings),
    .target(
      name: "FlinkMetadataStorage",
      dependencies: [
        "FileTable", "FlinkMetadata", "FlinkMetadataDescription", "FlinkMetadataFiles",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    // For tests of other packages. It links Swift Testing, so nothing but tests can depend on it.
    .target(
      name: "FlinkMetadataTesting",
      dependencies: [
        "FlinkMetadata", "FlinkMetadataDescription", "FlinkMetadataFiles",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    // What the tools share.
    .target(
      name: "ToolSupport",
      dependencies: [
        "FlinkMetadata", "FlinkMetadataFiles",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "metadata-dump",
      dependencies: [
        "FlinkMetadata", "FlinkMetadataDescription", "FlinkMetadataFiles", "ToolSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "metadata-rewrite",
      dependencies: [
        "FlinkMetadata", "FlinkMetadataFiles", "ToolSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "metadata-check",
      dependencies: [
        "FlinkMetadata", "FlinkMetadataDescription", "FlinkMetadataFiles", "FlinkMetadataStorage", "ToolSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .target(
      name: "CorpusSupport", dependencies: ["CZlib"], path: "Tests/CorpusSupport", swiftSettings: settings),
    // What several test targets share: processes, pseudoterminals, temporary directories, gzip.
    .target(
      name: "TestSupport",
      dependencies: ["FlinkMetadata", "CZlib", .product(name: "SystemPackage", package: "swift-system")],
      path: "Tests/TestSupport", swiftSettings: settings),
    .executableTarget(
      name: "InteropTool", dependencies: ["FlinkMetadata", "CorpusSupport", "CZlib", "FuzzTargets"],
      path: "Tests/Interop/Tool",
      swiftSettings: settings),
    // What the fuzzers promise; the fuzzers themselves are a package of their own, which needs libFuzzer.
    // This target belongs here, because it uses what only this package sees.
    .target(
      name: "FuzzTargets",
      dependencies: [
        "FileTable", "FlinkMetadata", "FlinkMetadataDescription", "FlinkMetadataFiles", "FlinkMetadataStorage",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      path: "Fuzzing/Sources/FuzzTargets", swiftSettings: settings),
    .testTarget(name: "FuzzTargetsTests", dependencies: ["FuzzTargets", "CorpusSupport"], swiftSettings: settings),
    .testTarget(
      name: "FlinkMetadataTests", dependencies: ["FlinkMetadata", "CorpusSupport", "FuzzTargets", "TestSupport"],
      swiftSettings: settings),
    // What the tests of descriptions and of the tool that prints them share.
    .target(
      name: "DescriptionSupport", dependencies: ["FlinkMetadata", "FlinkMetadataDescription", "CorpusSupport"],
      path: "Tests/DescriptionSupport", swiftSettings: settings),
    .testTarget(
      name: "FlinkMetadataDescriptionTests",
      dependencies: ["FlinkMetadata", "FlinkMetadataDescription", "CorpusSupport", "DescriptionSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "MetadataDumpTests",
      dependencies: [
        "FlinkMetadata", "FlinkMetadataDescription", "ToolSupport", "CorpusSupport", "DescriptionSupport",
        "metadata-check", "metadata-dump", "metadata-rewrite",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "FlinkMetadataFilesTests",
      dependencies: [
        "FlinkMetadata", "FlinkMetadataFiles", "TestSupport",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "MetadataCheckTests",
      dependencies: [
        "FlinkMetadata", "CorpusSupport", "DescriptionSupport", "TestSupport", "metadata-check", "metadata-dump",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .testTarget(name: "FileTableTests", dependencies: ["FileTable", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "FlinkMetadataStorageTests",
      dependencies: [
        "FileTable", "FlinkMetadata", "FlinkMetadataFiles", "FlinkMetadataStorage", "CorpusSupport", "TestSupport",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "FlinkMetadataTestingTests",
      dependencies: [
        "FlinkMetadata", "FlinkMetadataDescription", "FlinkMetadataTesting", "CorpusSupport", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ToolSupportTests",
      dependencies: [
        "FlinkMetadata", "FlinkMetadataFiles", "ToolSupport", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "MetadataRewriteTests",
      dependencies: [
        "FlinkMetadata", "FlinkMetadataFiles", "ToolSupport", "CorpusSupport", "TestSupport", "metadata-dump",
        "metadata-rewrite", .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
  ]
)

// For scripts/documentation alone: packages that depend on this one shall not have to fetch it.
if Context.environment["FLINK_METADATA_DOCUMENTATION"] != nil {
  package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0"))
}
