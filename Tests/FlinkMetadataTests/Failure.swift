import FlinkMetadata

/// The error that something ends with, or nil.
func failure<Result>(_ body: () throws(FlinkMetadataError) -> Result) -> FlinkMetadataError? {
  do throws(FlinkMetadataError) {
    _ = try body()
    return nil
  } catch {
    return error
  }
}
