// SPDX-License-Identifier: Apache-2.0

package corpus.generator.common;

import static corpus.generator.common.Json.object;
import static corpus.generator.common.Reflection.call;
import static corpus.generator.common.Reflection.field;
import static corpus.generator.common.Reflection.has;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Describes everything above the state handles: the file, its operators or tasks, their subtasks, the properties. */
public final class MetadataDescription {
    private MetadataDescription() {}

    public static Object of(FlinkReader file) {
        Map<String, Object> description = object("checkpointId", call(file.metadata, "getCheckpointId"));
        if (file.version == 1) {
            description.put("taskStates", each(call(file.metadata, "getTaskStates"), MetadataDescription::task));
            return description;
        }
        description.put("masterStates", each(call(file.metadata, "getMasterStates"), MetadataDescription::masterState));
        description.put(
                "operatorStates",
                each(call(file.metadata, "getOperatorStates"), state -> operator(state, file.version)));
        boolean keepsProperties = has(file.metadata, "getCheckpointProperties");
        description.put(
                "checkpointProperties",
                keepsProperties ? properties(call(file.metadata, "getCheckpointProperties")) : null);
        return description;
    }

    private static Object masterState(Object state) {
        return object(
                "version", call(state, "version"),
                "name", call(state, "name"),
                "bytes", HandleDescription.bytes((byte[]) call(state, "bytes")));
    }

    /** Version 1: one state for all the operators of a job vertex. Values that the reader drops are not described. */
    private static Object task(Object task) {
        List<Object> subtasks = new ArrayList<>();
        for (Map.Entry<?, ?> subtask : ((Map<?, ?>) call(task, "getSubtaskStates")).entrySet()) {
            Object state = subtask.getValue();
            subtasks.add(
                    object(
                            "index", subtask.getKey(),
                            "managedOperatorState", chain(call(state, "getManagedOperatorState")),
                            "rawOperatorState", chain(call(state, "getRawOperatorState")),
                            "managedKeyedState", HandleDescription.keyedState(call(state, "getManagedKeyedState")),
                            "rawKeyedState", HandleDescription.keyedState(call(state, "getRawKeyedState"))));
        }
        return object(
                "jobVertexID", call(task, "getJobVertexID").toString(),
                "parallelism", call(task, "getParallelism"),
                "maxParallelism", call(task, "getMaxParallelism"),
                "chainLength", call(task, "getChainLength"),
                "subtaskStates", subtasks);
    }

    private static List<Object> chain(Object states) {
        List<Object> descriptions = new ArrayList<>();
        for (int i = 0; i < (int) call(states, "getLength"); i++) {
            descriptions.add(HandleDescription.operatorState(call(states, "get", i)));
        }
        return descriptions;
    }

    private static Object operator(Object state, int version) {
        Map<String, Object> description = object("operatorID", call(state, "getOperatorID").toString());
        if (version >= 5) {
            description.put("operatorName", field(state, "operatorName"));
            description.put("operatorUid", field(state, "operatorUid"));
        }
        description.put("parallelism", call(state, "getParallelism"));
        description.put("maxParallelism", call(state, "getMaxParallelism"));
        description.put("fullyFinished", has(state, "isFullyFinished") && (boolean) call(state, "isFullyFinished"));
        Object coordinatorState = has(state, "getCoordinatorState") ? call(state, "getCoordinatorState") : null;
        description.put("coordinatorState", HandleDescription.stream(coordinatorState));
        List<Object> subtasks = new ArrayList<>();
        for (Map.Entry<?, ?> subtask : ((Map<?, ?>) call(state, "getSubtaskStates")).entrySet()) {
            subtasks.add(subtask((Integer) subtask.getKey(), subtask.getValue()));
        }
        description.put("subtaskStates", subtasks);
        return description;
    }

    private static Object subtask(int index, Object state) {
        if (has(state, "isFinished") && (boolean) call(state, "isFinished")) {
            return object("index", index, "finished", true);
        }
        Map<String, Object> description =
                object(
                        "index", index,
                        "finished", false,
                        "managedOperatorState", each(
                                call(state, "getManagedOperatorState"), HandleDescription::operatorState),
                        "rawOperatorState", each(call(state, "getRawOperatorState"), HandleDescription::operatorState),
                        "managedKeyedState", each(call(state, "getManagedKeyedState"), HandleDescription::keyedState),
                        "rawKeyedState", each(call(state, "getRawKeyedState"), HandleDescription::keyedState));
        if (has(state, "getInputChannelState")) {
            description.put(
                    "inputChannelState", each(call(state, "getInputChannelState"), HandleDescription::channelState));
            description.put(
                    "resultSubpartitionState",
                    each(call(state, "getResultSubpartitionState"), HandleDescription::channelState));
        }
        return description;
    }

    private static Object properties(Object properties) {
        if (properties == null) {
            return null;
        }
        Map<String, Object> description = object("forced", field(properties, "forced"));
        for (String event : new String[] {"Subsumed", "Finished", "Cancelled", "Failed", "Suspended"}) {
            description.put("discard" + event, field(properties, "discard" + event));
        }
        description.put("unclaimed", field(properties, "unclaimed"));
        description.put("checkpointType", snapshotType(field(properties, "checkpointType")));
        return description;
    }

    private static Object snapshotType(Object snapshot) {
        String type = snapshot.getClass().getSimpleName();
        Object name = call(snapshot, "getName");
        switch (type) {
            case "CheckpointType":
                return object(
                        "type",
                        type,
                        "name",
                        name,
                        "sharingFilesStrategy",
                        call(snapshot, "getSharingFilesStrategy").toString());
            case "SavepointType":
                return object(
                        "type", type,
                        "name", name,
                        "formatType", ((Enum<?>) call(snapshot, "getFormatType")).name(),
                        "postCheckpointAction", call(snapshot, "getPostCheckpointAction").toString());
            default:
                throw HandleDescription.unknown(snapshot);
        }
    }

    private static List<Object> each(Object elements, Function<Object, Object> describe) {
        List<Object> descriptions = new ArrayList<>();
        for (Object element : (Collection<?>) elements) {
            descriptions.add(describe.apply(element));
        }
        return descriptions;
    }
}
