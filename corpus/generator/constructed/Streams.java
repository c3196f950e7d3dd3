// SPDX-License-Identifier: Apache-2.0

package corpus.generator.constructed;

import static corpus.generator.common.Reflection.create;
import static corpus.generator.common.Reflection.enumConstant;
import static corpus.generator.common.Reflection.staticField;
import static corpus.generator.common.Reflection.type;

import java.util.ArrayList;
import java.util.List;

/** Makes stream state handles: where bytes of state are, or the bytes themselves. */
final class Streams {
    private static final String STATE = "org.apache.flink.runtime.state.";

    private Streams() {}

    static Object path(String path) {
        return create("org.apache.flink.core.fs.Path", path);
    }

    static Object bytes(String handleName, byte[] data) {
        return create(STATE + "memory.ByteStreamStateHandle", handleName, data);
    }

    static Object bytes(String handleName, int size) {
        return bytes(handleName, payload(size));
    }

    /** Bytes that reveal a reader at a wrong offset: they never repeat with a short period. */
    static byte[] payload(int size) {
        byte[] payload = new byte[size];
        for (int i = 0; i < size; i++) {
            payload[i] = (byte) (i * 31 + (i >> 8) * 7);
        }
        return payload;
    }

    static Object file(String path, long size) {
        return create(STATE + "filesystem.FileStateHandle", path(path), size);
    }

    static boolean canBeRelative() {
        return Release.since(1, 11);
    }

    static Object relative(String relativePath, long size) {
        Object resolved = create("org.apache.flink.core.fs.Path", "file:/checkpoints/chk-1", relativePath);
        return create(STATE + "filesystem.RelativeFileStateHandle", resolved, relativePath, size);
    }

    static boolean canBeKeyGroups() {
        return Release.since(1, 13);
    }

    static boolean canBeSegments() {
        return Release.since(1, 20);
    }

    static Object segment(String path, long startPosition, long size, String scope, String logicalFileId) {
        return create(
                STATE + "filemerging.SegmentFileStateHandle",
                path(path),
                startPosition,
                size,
                enumConstant(STATE + "CheckpointedStateScope", scope),
                create("org.apache.flink.runtime.checkpoint.filemerging.LogicalFile$LogicalFileId", logicalFileId));
    }

    static Object emptySegment() {
        return staticField(type(STATE + "filemerging.EmptySegmentFileStateHandle"), "INSTANCE");
    }

    /** One handle of every kind that this release writes in stream position. */
    static List<Object> ofEveryKind() {
        List<Object> streams = new ArrayList<>();
        streams.add(bytes("file:/checkpoints/chk-7/0b6a2f6c", 40));
        streams.add(bytes("", 0));
        streams.add(file("hdfs://namenode:8020/checkpoints/shared/2c9e", 1_048_576));
        if (canBeRelative()) {
            streams.add(relative("5f0c1d2e-0001", 4_096));
        }
        if (canBeKeyGroups()) {
            streams.add(Keyed.keyGroups(4, new long[] {0, 17, 99}, file("s3://bucket/chk-7/8d1f", 123), "unwritten"));
            streams.add(Keyed.keyGroups(0, new long[] {5}, bytes("inlined", 9), "unwritten"));
        }
        if (canBeSegments()) {
            streams.add(segment("s3://bucket/taskowned/merged-1", 128, 64, "EXCLUSIVE", "logical-1"));
            streams.add(segment("s3://bucket/shared/merged-2", 0, 32, "SHARED", "logical-2"));
            streams.add(emptySegment());
        }
        return streams;
    }
}
