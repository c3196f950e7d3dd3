// SPDX-License-Identifier: Apache-2.0

package corpus.generator.common;

import static corpus.generator.common.Json.object;
import static corpus.generator.common.Reflection.call;
import static corpus.generator.common.Reflection.has;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Describes Flink's state handles: streams, operator state, keyed state and channel state. An unknown class is an
 * error, never left out. A member is absent if the release's class has no such property.
 */
final class HandleDescription {
    private HandleDescription() {}

    static Object bytes(byte[] data) {
        CRC32 checksum = new CRC32();
        checksum.update(data);
        return object("size", data.length, "crc32", String.format("%08x", checksum.getValue()));
    }

    static Object stream(Object handle) {
        if (handle == null) {
            return null;
        }
        String type = handle.getClass().getSimpleName();
        switch (type) {
            case "ByteStreamStateHandle":
                return object(
                        "type", type,
                        "handleName", call(handle, "getHandleName"),
                        "data", bytes((byte[]) call(handle, "getData")));
            case "FileStateHandle":
                return object(
                        "type", type,
                        "filePath", text(handle, "getFilePath"),
                        "stateSize", call(handle, "getStateSize"));
            case "RelativeFileStateHandle":
                return object(
                        "type", type,
                        "relativePath", call(handle, "getRelativePath"),
                        "stateSize", call(handle, "getStateSize"));
            case "SegmentFileStateHandle":
                return object(
                        "type", type,
                        "filePath", text(handle, "getFilePath"),
                        "startPos", call(handle, "getStartPos"),
                        "stateSize", call(handle, "getStateSize"),
                        "scope", text(handle, "getScope"),
                        "logicalFileId", call(call(handle, "getLogicalFileId"), "getKeyString"));
            case "EmptySegmentFileStateHandle":
                return object("type", type);
            case "KeyGroupsStateHandle":
                return keyGroups(handle);
            default:
                throw unknown(handle);
        }
    }

    static Object operatorState(Object handle) {
        if (handle == null) {
            return null;
        }
        String type = handle.getClass().getSimpleName();
        List<Object> states = new ArrayList<>();
        for (Map.Entry<?, ?> state : ((Map<?, ?>) call(handle, "getStateNameToPartitionOffsets")).entrySet()) {
            states.add(
                    object(
                            "name", state.getKey(),
                            "distributionMode", text(state.getValue(), "getDistributionMode"),
                            "offsets", longs((long[]) call(state.getValue(), "getOffsets"))));
        }
        Map<String, Object> description =
                object(
                        "type", type,
                        "stateNameToPartitionOffsets", states,
                        "delegateStateHandle", stream(call(handle, "getDelegateStateHandle")));
        switch (type) {
            case "OperatorStreamStateHandle":
                return description;
            case "FileMergingOperatorStreamStateHandle":
            case "EmptyFileMergingOperatorStreamStateHandle":
                description.put("taskOwnedDirectory", text(call(handle, "getTaskOwnedDirHandle"), "getDirectory"));
                description.put("sharedDirectory", text(call(handle, "getSharedDirHandle"), "getDirectory"));
                return description;
            default:
                throw unknown(handle);
        }
    }

    static Object keyedState(Object handle) {
        if (handle == null) {
            return null;
        }
        Map<String, Object> description;
        switch (handle.getClass().getSimpleName()) {
            case "KeyGroupsSavepointStateHandle":
                // Flink gives it a random identifier on reading; the file holds none.
                return keyGroups(handle);
            case "KeyGroupsStateHandle":
                description = keyGroups(handle);
                break;
            case "IncrementalRemoteKeyedStateHandle":
                description = incremental(handle);
                break;
            case "ChangelogStateBackendHandleImpl":
                description = changelog(handle);
                break;
            case "InMemoryChangelogStateHandle":
                description = inMemoryChangelog(handle);
                break;
            case "ChangelogStateHandleStreamImpl":
                description = changelogStream(handle);
                break;
            default:
                throw unknown(handle);
        }
        if (has(handle, "getStateHandleId")) {
            description.put("stateHandleId", call(call(handle, "getStateHandleId"), "getKeyString"));
        }
        return description;
    }

    private static Map<String, Object> keyGroups(Object handle) {
        Map<String, Object> description = keyed(handle);
        Object offsets = call(handle, "getGroupRangeOffsets");
        List<Object> values = new ArrayList<>();
        for (Object keyGroup : (Iterable<?>) call(handle, "getKeyGroupRange")) {
            values.add(call(offsets, "getKeyGroupOffset", keyGroup));
        }
        description.put("offsets", values);
        description.put("stateHandle", stream(call(handle, "getDelegateStateHandle")));
        return description;
    }

    private static Map<String, Object> incremental(Object handle) {
        Map<String, Object> description = keyed(handle);
        description.put("checkpointId", call(handle, "getCheckpointId"));
        description.put("backendIdentifier", text(handle, "getBackendIdentifier"));
        putIfKept(description, "checkpointedSize", handle, "getCheckpointedSize");
        String metaState = has(handle, "getMetaStateHandle") ? "getMetaStateHandle" : "getMetaDataStateHandle";
        description.put("metaStateHandle", stream(call(handle, metaState)));
        description.put("sharedState", handlesByLocalPath(call(handle, "getSharedState")));
        description.put("privateState", handlesByLocalPath(call(handle, "getPrivateState")));
        return description;
    }

    /** Up to 1.15 a map from StateHandleID, since 1.16 a list of HandleAndLocalPath. */
    private static List<Object> handlesByLocalPath(Object handles) {
        List<Object> descriptions = new ArrayList<>();
        if (handles instanceof Map) {
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) handles).entrySet()) {
                Object localPath = call(entry.getKey(), "getKeyString");
                descriptions.add(object("localPath", localPath, "handle", stream(entry.getValue())));
            }
        } else {
            for (Object entry : (List<?>) handles) {
                Object localPath = call(entry, "getLocalPath");
                descriptions.add(object("localPath", localPath, "handle", stream(call(entry, "getHandle"))));
            }
        }
        return descriptions;
    }

    private static Map<String, Object> changelog(Object handle) {
        Map<String, Object> description = keyed(handle);
        putIfKept(description, "checkpointId", handle, "getCheckpointId");
        putIfKept(description, "checkpointedSize", handle, "getCheckpointedSize");
        putIfKept(description, "materializationId", handle, "getMaterializationID");
        description.put("materialized", keyedStates(call(handle, "getMaterializedStateHandles")));
        description.put("nonMaterialized", keyedStates(call(handle, "getNonMaterializedStateHandles")));
        return description;
    }

    static List<Object> keyedStates(Object handles) {
        List<Object> descriptions = new ArrayList<>();
        for (Object handle : (Collection<?>) handles) {
            descriptions.add(keyedState(handle));
        }
        return descriptions;
    }

    private static Map<String, Object> inMemoryChangelog(Object handle) {
        Map<String, Object> description = keyed(handle);
        description.put("from", call(handle, "getFrom"));
        description.put("to", call(handle, "getTo"));
        List<Object> changes = new ArrayList<>();
        for (Object change : (List<?>) call(handle, "getChanges")) {
            Object data = bytes((byte[]) call(change, "getChange"));
            changes.add(object("keyGroup", call(change, "getKeyGroup"), "change", data));
        }
        description.put("changes", changes);
        return description;
    }

    private static Map<String, Object> changelogStream(Object handle) {
        Map<String, Object> description = keyed(handle);
        List<Object> streams = new ArrayList<>();
        for (Object pair : (List<?>) call(handle, "getHandlesAndOffsets")) {
            Object offset = Reflection.field(pair, "f1");
            streams.add(object("offset", offset, "handle", stream(Reflection.field(pair, "f0"))));
        }
        description.put("streamStateHandles", streams);
        description.put("stateSize", call(handle, "getStateSize"));
        putIfKept(description, "checkpointedSize", handle, "getCheckpointedSize");
        putIfKept(description, "storageIdentifier", handle, "getStorageIdentifier");
        return description;
    }

    private static Map<String, Object> keyed(Object handle) {
        Object range = call(handle, "getKeyGroupRange");
        return object(
                "type", handle.getClass().getSimpleName(),
                "startKeyGroup", call(range, "getStartKeyGroup"),
                "numberOfKeyGroups", call(range, "getNumberOfKeyGroups"));
    }

    static Object channelState(Object handle) {
        String type = handle.getClass().getSimpleName();
        Map<String, Object> description = object("type", type);
        putIfKept(description, "subtaskIndex", handle, "getSubtaskIndex");
        switch (type) {
            case "InputChannelStateHandle":
            case "ResultSubpartitionStateHandle":
                description.putAll(channel(handle));
                description.put("delegate", stream(call(handle, "getDelegate")));
                return description;
            case "MergedInputChannelStateHandle":
            case "MergedResultSubpartitionStateHandle":
                description.put("stateSize", call(handle, "getStateSize"));
                description.put("delegate", stream(call(handle, "getDelegate")));
                description.put(
                        "serializedChannelOffsets", bytes((byte[]) call(handle, "getSerializedChannelOffsets")));
                description.put("unmerged", unmerged(handle));
                return description;
            default:
                throw unknown(handle);
        }
    }

    /** Flink reads the file without decoding the offsets; null if it cannot decode them. */
    private static List<Object> unmerged(Object handle) {
        Collection<?> channels;
        try {
            channels = (Collection<?>) call(handle, "getUnmergedHandles");
        } catch (RuntimeException | OutOfMemoryError corrupted) {
            return null;
        }
        List<Object> unmerged = new ArrayList<>();
        for (Object channel : channels) {
            unmerged.add(channel(channel));
        }
        return unmerged;
    }

    private static Map<String, Object> channel(Object handle) {
        Object info = call(handle, "getInfo");
        return object(
                "info",
                has(info, "getGateIdx")
                        ? object(
                                "gateIdx",
                                call(info, "getGateIdx"),
                                "inputChannelIdx",
                                call(info, "getInputChannelIdx"))
                        : object(
                                "partitionIdx",
                                call(info, "getPartitionIdx"),
                                "subPartitionIdx",
                                call(info, "getSubPartitionIdx")),
                "stateSize",
                call(handle, "getStateSize"),
                "offsets",
                call(handle, "getOffsets"));
    }

    private static void putIfKept(Map<String, Object> description, String name, Object handle, String getter) {
        if (has(handle, getter)) {
            description.put(name, call(handle, getter));
        }
    }

    private static String text(Object target, String getter) {
        return call(target, getter).toString();
    }

    private static List<Object> longs(long[] values) {
        List<Object> list = new ArrayList<>();
        for (long value : values) {
            list.add(value);
        }
        return list;
    }

    static IllegalStateException unknown(Object handle) {
        return new IllegalStateException("no description is known for " + handle.getClass().getName());
    }
}
