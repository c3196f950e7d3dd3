// SPDX-License-Identifier: Apache-2.0

package corpus.generator.constructed;

import static corpus.generator.common.Reflection.callStatic;
import static corpus.generator.common.Reflection.create;
import static corpus.generator.common.Reflection.type;

import java.util.ArrayList;
import java.util.List;

/** Makes the changelog's keyed state handles (1.14 and later), each with the fields of its release. */
final class Changelog {
    private static final String CHANGELOG = "org.apache.flink.runtime.state.changelog.";

    private Changelog() {}

    static boolean exists() {
        return Release.since(1, 14);
    }

    /** Materialized state and the changes since. */
    static final class Backend {
        int startKeyGroup = 0;
        int numberOfKeyGroups = 16;
        long checkpointId = 31;
        long materializationId = 7;
        long checkpointedSize = 2_222;
        List<Object> materialized = new ArrayList<>();
        List<Object> nonMaterialized = new ArrayList<>();
        String identifier = "4d0f-changelog";

        Backend materialized(Object handle) {
            materialized.add(handle);
            return this;
        }

        Backend nonMaterialized(Object handle) {
            nonMaterialized.add(handle);
            return this;
        }

        Object make() {
            Class<?> type = type(CHANGELOG + "ChangelogStateBackendHandle$ChangelogStateBackendHandleImpl");
            Object range = Keyed.range(startKeyGroup, numberOfKeyGroups);
            if (Release.before(1, 15)) {
                return create(type.getName(), materialized, nonMaterialized, range);
            }
            Object id = Keyed.identifier(identifier);
            if (Release.before(1, 16)) {
                return callStatic(
                        type, "restore", materialized, nonMaterialized, range, materializationId, checkpointedSize, id);
            }
            return callStatic(
                    type,
                    "restore",
                    materialized,
                    nonMaterialized,
                    range,
                    checkpointId,
                    materializationId,
                    checkpointedSize,
                    id);
        }
    }

    /** A key group of -1 marks a change of metadata. */
    static Object change(int keyGroup, byte[] data) {
        Class<?> type = type(CHANGELOG + "StateChange");
        if (Release.before(1, 17)) {
            return create(type.getName(), keyGroup, data);
        }
        return keyGroup == -1 ? callStatic(type, "ofMetadataChange", data) : callStatic(
                type, "ofDataChange", keyGroup, data);
    }

    static Object inMemory(
            int start, int numberOfKeyGroups, long from, long to, List<Object> changes, String identifier) {
        Class<?> type = type(CHANGELOG + "inmemory.InMemoryChangelogStateHandle");
        Class<?> sequenceNumber = type(CHANGELOG + "SequenceNumber");
        Object range = Keyed.range(start, numberOfKeyGroups);
        Object first = callStatic(sequenceNumber, "of", from);
        Object last = callStatic(sequenceNumber, "of", to);
        return Release.before(1, 15)
                ? create(type.getName(), changes, first, last, range)
                : callStatic(type, "restore", changes, first, last, range, Keyed.identifier(identifier));
    }

    /** Stream handles with the offset at which each is to be read from. */
    static final class Files {
        int startKeyGroup = 0;
        int numberOfKeyGroups = 16;
        final List<Object> streams = new ArrayList<>();
        long size = 3_000;
        long checkpointedSize = 1_500;
        String storageIdentifier = "filesystem";
        String identifier = "77aa-changelog-files";

        Files add(long offset, Object stream) {
            streams.add(callStatic(type("org.apache.flink.api.java.tuple.Tuple2"), "of", stream, offset));
            return this;
        }

        Object make() {
            Class<?> type = type(CHANGELOG + "ChangelogStateHandleStreamImpl");
            Object range = Keyed.range(startKeyGroup, numberOfKeyGroups);
            if (Release.before(1, 15)) {
                return create(type.getName(), streams, range, size);
            }
            Object id = Keyed.identifier(identifier);
            return Release.before(1, 16)
                    ? callStatic(type, "restore", streams, range, size, checkpointedSize, id)
                    : callStatic(type, "restore", streams, range, size, checkpointedSize, storageIdentifier, id);
        }
    }
}
