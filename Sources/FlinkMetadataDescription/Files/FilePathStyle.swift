// SPDX-License-Identifier: Apache-2.0

/// How a list of files writes the paths of local files, which metadata can have with and without the scheme `file:`.
/// Paths of other file systems are always written as the metadata has them.
public enum FilePathStyle: Sendable, Hashable, CaseIterable {
  /// As the metadata has it. A file that is named as `/a` and as `file:/a` counts as two.
  case asRecorded
  /// Without the scheme: `/a`. What local tools such as `cp` and `xargs` need.
  case plain
  /// With the scheme, as Flink writes it: `file:/a`.
  case uri

  /// The style that suits the place of the metadata file: plain paths in a directory that is a plain path, else as
  /// the metadata has them.
  public static func standard(for location: FileLocation?) -> FilePathStyle {
    location?.prefix.first == UInt8(ascii: "/") ? .plain : .asRecorded
  }
}
