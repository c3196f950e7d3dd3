// SPDX-License-Identifier: Apache-2.0

/// Where the files of a storage are known from.
public enum StorageInput: Sendable {
  /// A listing: a path, or `-` for standard input. It is read a second time if relative handles lead nowhere.
  case listing(path: String, ListingOptions)
  /// A local directory, with all directories below it.
  case tree(path: String)

  /// Whether its times are exact, or can be made so.
  var isTimeZoneKnown: Bool {
    switch self {
    case .listing(_, let options): options.secondsFromUTC != nil
    case .tree: true
    }
  }

  /// What messages call it.
  public var name: String {
    switch self {
    case .listing(let path, let options): options.name(ofPath: path)
    case .tree(let path): path
    }
  }
}
