// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

/// As in the package that is fuzzed.
let settings: [SwiftSetting] = [
  .enableExperimentalFeature("Lifetimes"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let fuzzTargets = Target.Dependency.product(name: "_FuzzTargets", package: "swift-flink-metadata")

let targets = [
  "walk", "roundtrip", "stream", "rewrite", "properties", "gzip", "convert", "listing", "describe", "check", "files",
]

// The libFuzzer executables, one for each target, and a program that runs inputs without libFuzzer. `scripts/fuzz` builds
// and runs them.
let package = Package(
  name: "fuzzing",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "swift-flink-metadata", path: "..")],
  targets: [
    .systemLibrary(name: "CLibFuzzer"),
    .target(name: "FuzzDriver", dependencies: [fuzzTargets, "CLibFuzzer"], swiftSettings: settings),
    .executableTarget(name: "fuzz-replay", dependencies: [fuzzTargets], swiftSettings: settings),
  ]
    + targets.map { name in
      .executableTarget(name: "fuzz-\(name)", dependencies: ["FuzzDriver", fuzzTargets], swiftSettings: settings)
    }
)
