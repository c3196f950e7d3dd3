// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import Foundation

/// What `scripts/interop` needs of FlinkMetadata: files for a real Flink to read, and checks of what it has written.
@main struct InteropTool {
  static let usage = """
    usage: InteropTool prepare RELEASE FOLDER     leaves files for that Flink release to read
           InteropTool verify RELEASE FOLDER      checks what the release has written of them
           InteropTool reencode IN OUT            decodes and encodes
           InteropTool convert IN OUT RELEASE     converts to the version of that release, without names if need be
           InteropTool remove-operator IN OUT UID
           InteropTool remove-state IN OUT UID    empties the operator's subtasks and takes its coordinator's state
           InteropTool remove-subtask-state IN OUT UID
           InteropTool change-uid IN OUT UID NEW_UID
           InteropTool rewrite IN OUT OLD NEW     changes the beginnings of paths
           InteropTool operator-id UID
           InteropTool differential RELEASE INPUTS SEED FOLDER COMMAND [ARGUMENT...]
                                                  compares mutated inputs, and what is made of them, as that release
                                                  reads them by the command
    """

  static func main() {
    do {
      try run(Array(CommandLine.arguments.dropFirst()))
    } catch {
      complain("InteropTool: \(error)")
      exit(1)
    }
  }

  private static func run(_ arguments: [String]) throws {
    switch (arguments.first, arguments.count) {
    case ("prepare", 3):
      try Preparation(release: release(arguments[1]), folder: url(arguments[2])).run()
    case ("verify", 3):
      try Verification(release: release(arguments[1]), releaseName: arguments[1], folder: url(arguments[2])).run()
    case ("reencode", 3):
      try edit(arguments) { _ in }
    case ("convert", 4):
      let release = try release(arguments[3])
      try edit(arguments) {
        $0 = try $0.converted(to: release.ownVersion, for: release, accepting: [.operatorNames])
      }
    case ("remove-operator", 4):
      try edit(arguments) { try $0.removeOperatorState(OperatorID(uid: arguments[3])) }
    case ("remove-state", 4):
      try edit(arguments) { try StateRemoval.run(&$0, OperatorID(uid: arguments[3]), all: true) }
    case ("remove-subtask-state", 4):
      try edit(arguments) { try StateRemoval.run(&$0, OperatorID(uid: arguments[3]), all: false) }
    case ("change-uid", 5):
      try edit(arguments) { try $0.changeUid(of: OperatorID(uid: arguments[3]), to: arguments[4]) }
    case ("rewrite", 5):
      try rewrite(arguments)
    case ("operator-id", 2):
      print(OperatorID(uid: arguments[1]))
    case ("differential", 6...):
      try differential(arguments)
    default:
      complain(usage)
      exit(64)
    }
  }

  private static func edit(_ arguments: [String], _ change: (inout CheckpointMetadata) throws -> Void) throws {
    var metadata = try MetadataFile([UInt8](Data(contentsOf: url(arguments[1])))).metadata()
    print("\(arguments[1]): version \(metadata.version.rawValue), \(metadata.operatorStates.count) operators")
    try change(&metadata)
    try Data(metadata.encode()).write(to: url(arguments[2]))
    print("\(arguments[2]): version \(metadata.version.rawValue), \(metadata.operatorStates.count) operators")
  }

  private static func rewrite(_ arguments: [String]) throws {
    let rewriter = try PathRewriter(PathRules([.init(from: arguments[3], to: arguments[4])]))
    let rewritten = try rewriter.rewrite([UInt8](Data(contentsOf: url(arguments[1]))))
    try Data(rewritten.bytes).write(to: url(arguments[2]))
    print("\(arguments[2]): \(rewritten.report)")
  }

  private static func differential(_ arguments: [String]) throws {
    guard let inputCount = Int(arguments[2]), let seed = UInt64(arguments[3]) else {
      complain(usage)
      exit(64)
    }
    try Differential(
      release: release(arguments[1]), releaseName: arguments[1], inputCount: inputCount, seed: seed,
      folder: url(arguments[4]), command: Array(arguments[5...])
    ).run()
  }

  private static func url(_ path: String) -> URL { URL(filePath: path) }

  private static func release(_ name: String) throws -> FlinkRelease {
    guard let release = FlinkRelease(name: name) else { throw UnknownRelease(name: name) }
    return release
  }
}

struct UnknownRelease: Error {
  var name: String
}

func complain(_ message: String) {
  FileHandle.standardError.write(Data((message + "\n").utf8))
}
