import FlinkMetadata
import Testing

@Test func emptyInputIsALocatedError() {
  #expect(throws: FlinkMetadataError(.unexpectedEnd(missing: 4), offset: 0)) { try CheckpointMetadata([]) }
}
