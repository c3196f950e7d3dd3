// SPDX-License-Identifier: Apache-2.0

import Foundation

func fail(_ lines: [String], status: Int32) -> Never {
  for line in lines { FileHandle.standardError.write(Data("backup: \(line)\n".utf8)) }
  exit(status)
}

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count == 4 else { fail(["usage: backup CHECKPOINT RECORDED-ROOT LOCAL-ROOT TARGET"], status: 64) }
let paths = arguments.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
guard paths[0].hasPrefix(paths[2] + "/") else { fail(["the checkpoint is not in LOCAL-ROOT"], status: 64) }
let backup = Backup(checkpoint: paths[0], recorded: arguments[2], local: paths[2], target: paths[3])
do {
  let problems = try backup.run()
  if !problems.isEmpty { fail(problems + ["not whole: its metadata was not written"], status: 1) }
  print("whole: \(backup.target)")
} catch {
  fail(["\(error)"], status: 65)
}
