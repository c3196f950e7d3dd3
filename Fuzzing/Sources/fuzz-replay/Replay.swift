// SPDX-License-Identifier: Apache-2.0

import Foundation
import FuzzTargets

/// Runs inputs through a target without libFuzzer, for coverage and where libFuzzer is missing.
///
///     fuzz-replay TARGET FILE-OR-FOLDER...
@main struct Replay {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let target = arguments.first.flatMap(FuzzTarget.init(rawValue:)), arguments.count > 1 else {
      let targets = FuzzTarget.allCases.map(\.rawValue).joined(separator: "|")
      print("usage: fuzz-replay \(targets) FILE-OR-FOLDER...")
      exit(64)
    }
    FuzzTarget.makeRepeatable()
    var broken = 0
    var count = 0
    for file in try arguments.dropFirst().flatMap(files) {
      count += 1
      do {
        try target.run([UInt8](Data(contentsOf: file)))
      } catch let error as BrokenProperty {
        broken += 1
        print("\(file.path): \(error)")
      }
    }
    print("\(target.rawValue): \(count) inputs, \(broken) broke their promise")
    exit(broken == 0 ? 0 : 1)
  }

  /// The file, or all files in the folder and below.
  private static func files(_ path: String) throws -> [URL] {
    let url = URL(filePath: path)
    guard try url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true else { return [url] }
    let below = FileManager.default.enumerator(at: url, includingPropertiesForKeys: [.isRegularFileKey])
    let files = try below?.compactMap { $0 as? URL }
      .filter { try $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true }
    return (files ?? []).sorted { $0.path < $1.path }
  }
}
