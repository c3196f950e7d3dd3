// SPDX-License-Identifier: Apache-2.0

package corpus.generator.constructed;

import static corpus.generator.common.Reflection.callStatic;
import static corpus.generator.common.Reflection.create;
import static corpus.generator.common.Reflection.type;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Makes keyed state handles other than the changelog's. Since 1.15 they carry an identifier, random unless the handle is
 * made by its {@code restore} method; this uses {@code restore}, so that every run writes the same bytes.
 */
final class Keyed {
    private static final String STATE = "org.apache.flink.runtime.state.";

    private Keyed() {}

    static Object range(int start, int numberOfKeyGroups) {
        return callStatic(type(STATE + "KeyGroupRange"), "of", start, start + numberOfKeyGroups - 1);
    }

    static Object identifier(String text) {
        return create(STATE + "StateHandleID", text);
    }

    static Object keyGroups(int start, long[] offsets, Object stream, String identifier) {
        Object rangeOffsets = create(STATE + "KeyGroupRangeOffsets", range(start, offsets.length), offsets);
        if (Release.before(1, 15)) {
            return create(STATE + "KeyGroupsStateHandle", rangeOffsets, stream);
        }
        return callStatic(
                type(STATE + "KeyGroupsStateHandle"), "restore", rangeOffsets, stream, identifier(identifier));
    }

    static boolean canBeSavepointKeyGroups() {
        return Release.since(1, 13);
    }

    static Object savepointKeyGroups(int start, long[] offsets, Object stream) {
        Object rangeOffsets = create(STATE + "KeyGroupRangeOffsets", range(start, offsets.length), offsets);
        return create(STATE + "KeyGroupsSavepointStateHandle", rangeOffsets, stream);
    }

    /** Offsets that grow by different steps. */
    static long[] offsets(int count) {
        long[] offsets = new long[count];
        for (int i = 1; i < count; i++) {
            offsets[i] = offsets[i - 1] + 10 + i % 7;
        }
        return offsets;
    }

    /** Offsets that grow only every 256th time: many of them, in a file that compresses well. */
    static long[] steps(int count) {
        long[] offsets = new long[count];
        for (int i = 0; i < count; i++) {
            offsets[i] = i / 256 * 4_096L;
        }
        return offsets;
    }

    /** The files of an incremental handle: local path and stream handle, in this order. */
    static final class Files {
        private final List<String> localPaths = new ArrayList<>();
        private final List<Object> streams = new ArrayList<>();

        Files add(String localPath, Object stream) {
            localPaths.add(localPath);
            streams.add(stream);
            return this;
        }

        /** Up to 1.15 a map from StateHandleID, since 1.16 a list of HandleAndLocalPath. */
        private Object flinkForm() {
            if (Release.before(1, 16)) {
                Map<Object, Object> map = new LinkedHashMap<>();
                for (int i = 0; i < streams.size(); i++) {
                    map.put(identifier(localPaths.get(i)), streams.get(i));
                }
                return map;
            }
            Class<?> pair = type(STATE + "IncrementalKeyedStateHandle$HandleAndLocalPath");
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < streams.size(); i++) {
                list.add(callStatic(pair, "of", streams.get(i), localPaths.get(i)));
            }
            return list;
        }
    }

    static Files files() {
        return new Files();
    }

    /** The contents of an incremental handle; checkpointed size and identifier are written since 1.15. */
    static final class Incremental {
        long checkpointId = 42;
        UUID backendIdentifier = uuid("backend");
        int startKeyGroup = 0;
        int numberOfKeyGroups = 64;
        long checkpointedSize = 4_711;
        Object metaState = Streams.bytes("file:/checkpoints/chk-42/meta", 80);
        Files sharedState = files();
        Files privateState = files();
        String identifier = "2f1a7f9e-incremental";

        Object make() {
            Object range = range(startKeyGroup, numberOfKeyGroups);
            Class<?> type = type(STATE + "IncrementalRemoteKeyedStateHandle");
            Object shared = sharedState.flinkForm();
            Object exclusive = privateState.flinkForm();
            if (Release.before(1, 15)) {
                return create(type.getName(), backendIdentifier, range, checkpointId, shared, exclusive, metaState);
            }
            return callStatic(
                    type,
                    "restore",
                    backendIdentifier,
                    range,
                    checkpointId,
                    shared,
                    exclusive,
                    metaState,
                    checkpointedSize,
                    identifier(identifier));
        }
    }

    static UUID uuid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** An incremental handle as RocksDB makes it: sorted-table files shared, the rest private. */
    static Object rocksIncremental(long checkpointId, int start, int numberOfKeyGroups, int sortedTables) {
        Incremental incremental = new Incremental();
        incremental.checkpointId = checkpointId;
        incremental.startKeyGroup = start;
        incremental.numberOfKeyGroups = numberOfKeyGroups;
        incremental.backendIdentifier = uuid("rocks-" + start);
        incremental.identifier = uuid("handle-" + checkpointId + "-" + start).toString();
        for (int i = 0; i < sortedTables; i++) {
            String number = String.format("%06d", 9 + 3 * i);
            String path = "hdfs:/checkpoints/job/shared/" + uuid("shared-" + start) + "-" + number;
            incremental.sharedState.add(number + ".sst", Streams.file(path, 1_000 + i));
        }
        incremental.privateState.add("MANIFEST-000004", Streams.bytes("manifest-" + start, 57));
        incremental.privateState.add(
                "OPTIONS-000010", Streams.file("hdfs:/checkpoints/job/chk-" + checkpointId + "/options", 20_480));
        incremental.privateState.add("CURRENT", Streams.bytes("current-" + start, 16));
        return incremental.make();
    }
}
