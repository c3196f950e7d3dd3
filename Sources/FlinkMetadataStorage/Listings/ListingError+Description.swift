// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles
import SystemPackage

extension ListingError: CustomStringConvertible {
  /// One line: the name, the line, what was expected and found, and what to do. Characters of names and keys that could
  /// affect a terminal are escaped.
  public var description: String {
    let place = (name.map { "\($0): " } ?? "") + (line.map { "line \($0): " } ?? "")
    return (place + problem.description).escapedForTerminal
  }
}

extension ListingError.Problem: CustomStringConvertible {
  /// What was expected and found, and what to do, without the place. Not escaped.
  public var description: String {
    switch self {
    case .empty: "lists no file; see whether the command that made it failed, and list again"
    case .allDeleted:
      "every file that it lists is deleted, and none is present; list the right directory, or bring versions back"
    case .cannotRead(let kind): "cannot read: \(Self.reason(kind))"
    case .unknownForm:
      "expected a listing, found none of the known forms (\(Self.allForms)); give the form, or list again with: "
        + ListingForm.awsLs.command
    case .utf16: "is in UTF-16; save it as UTF-8, or list again in a shell that writes UTF-8"
    case .malformed(let form, let expected): "expected \(expected), as of \(form.rawValue)\(Self.again(form))"
    case .cut(let form): "is cut off in the middle of a line or document of \(form.rawValue)\(Self.again(form))"
    case .incomplete(let form, let sign):
      "the client stopped before the end of the storage, as \(sign) shows\(Self.again(form))"
    case .startsLate(let form, let sign):
      "begins in the middle of the storage, as \(sign) shows\(Self.again(form))"
    case .notRecursive(let form): "lists one level only, expected all files below it\(Self.again(form))"
    case .roundedSizes(let form): "has rounded sizes, expected sizes in bytes\(Self.again(form))"
    case .wrongTotal(let form, let declared, let found):
      "the total says \(declared), but what is listed gives \(found): it is not whole\(Self.again(form))"
    case .mixedForms(let form, let other):
      "expected a line of \(form.rawValue), found one of \(other.rawValue): "
        + "give one file for each listing\(Self.again(form))"
    case .needsBase(let form):
      "the keys of \(form.rawValue) lack what comes before them; give the base, such as \(form.exampleOfBase)"
    case .clientError(let form, let message) where form == .hdfsLs || form == .hdfsImage:
      "the listing is incomplete: hdfs reported an error: \(message); solve it, send errors elsewhere (2>errors), and "
        + "list again with: \(form.command)"
    case .clientError(let form, let message):
      "expected a file, found an error of the client: \(message); solve it, then list again with: \(form.command)"
    case .incremental: "holds only what changed; configure a full inventory, or list the bucket"
    case .missingData(let file):
      "a data file of the inventory is missing: \(file); copy it into the directory of the manifest, or into data"
    case .dataSize(let file, let declared, let found):
      "the manifest says that \(file) has \(declared) bytes, but it has \(found); copy it again"
    case .contradiction(let location):
      "\(location) is listed twice, and the lines differ; give one listing, taken at one time, without old versions"
    case .unsupported(let hint): hint
    }
  }

  private static func again(_ form: ListingForm) -> String { "; list again with: \(form.command)" }

  private static var allForms: String { ListingForm.allCases.map(\.rawValue).joined(separator: ", ") }

  private static func reason(_ kind: FlinkMetadataError.Kind) -> String {
    if case .sourceFailed(let code) = kind, code != 0 { return "\(Errno(rawValue: code))" }
    return kind.description
  }
}
