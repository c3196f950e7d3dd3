// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Puts the names and uids of a list where the fields of an operator have none: `operatorName` and `operatorUid`, which
/// follow the id from version 5 on.
struct ListedNames {
  private var entry: OperatorList.Entry?

  /// The id of an operator has been written. Before version 5 the members that the list knows follow at once.
  mutating func follow(_ id: OperatorID, of list: OperatorList, _ version: FormatVersion, _ writer: inout JSONWriter) {
    entry = list[id]
    guard let entry, version > .version1, version < .version5 else { return }
    if let name = entry.name { writer.member("operatorName", text: name) }
    if let uid = entry.uid { writer.member("operatorUid", text: uid) }
  }

  /// What a null field has in the list.
  func value(of name: StaticString) -> String? {
    guard let entry else { return nil }
    return switch name.description {
    case "operatorName": entry.name
    case "operatorUid": entry.uid
    default: nil
    }
  }
}
