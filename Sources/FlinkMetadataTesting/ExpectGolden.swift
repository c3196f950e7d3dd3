// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataFiles
import Testing

/// Expects that a checkpoint is as its golden file says, in a test of Swift Testing.
///
/// If it is not, this records one issue, which has a line for each difference. So does a file that cannot be read. With
/// `RECORD=1` in the environment nothing is compared: the golden file is written, and a warning says so.
///
/// ```swift
/// import FlinkMetadata
/// import FlinkMetadataFiles
/// import FlinkMetadataTesting
/// import Testing
///
/// @Test func theSavepointOfTheTestRun() throws {
///   expectGolden(try MetadataFile(path: "savepoint/_metadata"), golden: "Golden/orders.golden")
/// }
/// ```
///
/// - Parameters:
///   - file: the checkpoint.
///   - golden: the path of the golden file: a text that was recorded, or a `_metadata` file, compressed or not, which is
///     never written. A relative path begins in the directory of the test's source file.
///   - tolerance: by how much sizes can differ. If it is nil, they are compared only if the text was recorded with a
///     tolerance, and then with that one.
///   - testFile: the path of the test's source file.
///   - sourceLocation: where an issue is shown.
/// - Returns: whether nothing differs.
@discardableResult
public func expectGolden(
  _ file: MetadataFile, golden: String, tolerance: SizeTolerance? = nil, testFile: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) -> Bool {
  let expectation = GoldenExpectation(golden, tolerance: tolerance, testFile: testFile)
  return expectation.check { try GoldenCheckpoint(file, tolerance: tolerance) }.record(at: sourceLocation)
}

/// Expects that the checkpoint with a path is as its golden file says; otherwise as ``expectGolden(_:golden:tolerance:testFile:sourceLocation:)``.
///
/// - Parameters:
///   - checkpoint: the path of a `_metadata` file, or of a directory that holds one, compressed or not. A relative path
///     begins in the directory of the test's source file.
///   - golden: the path of the golden file.
///   - tolerance: by how much sizes can differ.
///   - testFile: the path of the test's source file.
///   - sourceLocation: where an issue is shown.
/// - Returns: whether nothing differs.
@discardableResult
public func expectGolden(
  checkpoint: String, golden: String, tolerance: SizeTolerance? = nil, testFile: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) -> Bool {
  let expectation = GoldenExpectation(golden, tolerance: tolerance, testFile: testFile)
  return expectation.check { try expectation.found(checkpoint) }.record(at: sourceLocation)
}

extension GoldenExpectation.Outcome {
  /// Shows the outcome in the test. Returns whether nothing differs.
  fileprivate func record(at sourceLocation: SourceLocation) -> Bool {
    switch self {
    case .same: return true
    case .recorded(let message):
      Issue.record("\(message)", severity: .warning, sourceLocation: sourceLocation)
      return true
    case .failed(let message):
      Issue.record("\(message)", sourceLocation: sourceLocation)
      return false
    }
  }
}
