// SPDX-License-Identifier: Apache-2.0

package corpus.generator.constructed;

import static corpus.generator.common.Reflection.call;
import static corpus.generator.common.Reflection.callStatic;
import static corpus.generator.common.Reflection.create;
import static corpus.generator.common.Reflection.staticField;
import static corpus.generator.common.Reflection.type;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Version 1, and the parts of it in version 2. 1.9 and 1.10 still read version 1 and have kept its old writer. That
 * writer never writes legacy handles; files with some are laid out here, with handles by Flink's serializer.
 */
final class TaskStateConcepts {
    private static final String CHECKPOINT = "org.apache.flink.runtime.checkpoint.";
    private static final String OLD_WRITER = "SavepointV1Serializer.serializeOld";
    private static final String LAID_OUT = "fields laid out by the generator, handles by SavepointV1Serializer";
    private static final int MAGIC = 0x4960672D;

    private TaskStateConcepts() {}

    static void addTo(Concepts concepts) {
        if (Release.since(1, 11)) {
            return;
        }
        concepts.from(TaskStateConcepts.class);
        concepts.add("task-states-empty", "Version 1 without any task.", OLD_WRITER, 1, () -> serializeOld());
        concepts.add(
                "task-states",
                "Version 1: chained operator state, managed and raw, with gaps; managed and raw key groups.",
                OLD_WRITER,
                1,
                TaskStateConcepts::tasks);
        concepts.add(
                "task-states-many",
                "Version 1: twenty tasks of thirty subtasks.",
                OLD_WRITER,
                1,
                TaskStateConcepts::manyTasks);
        concepts.add(
                "task-states-streams",
                "Version 1: every kind of stream handle that it has, under operator state and key groups.",
                OLD_WRITER,
                1,
                TaskStateConcepts::streams);
        concepts.add(
                "task-states-legacy-handles",
                "Version 1 with a duration and legacy stream handles of each kind.",
                LAID_OUT,
                1,
                TaskStateConcepts::legacyTasks);
        concepts.add(
                "legacy-handles",
                "Version 2 with a duration, a chain length and legacy stream handles of each kind.",
                LAID_OUT,
                2,
                TaskStateConcepts::legacyOperators);
    }

    private static byte[] serializeOld(Object... tasks) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(MAGIC);
        out.writeInt(1);
        call(
                serializer(),
                "serializeOld",
                create(CHECKPOINT + "savepoint.SavepointV1", 23L, Arrays.asList(tasks)),
                out);
        return bytes.toByteArray();
    }

    private static Object serializer() {
        return staticField(type(CHECKPOINT + "savepoint.SavepointV1Serializer"), "INSTANCE");
    }

    private static Object task(int number, int parallelism, int chainLength) {
        Object id = create(
                "org.apache.flink.runtime.jobgraph.JobVertexID",
                0x2122232425262728L + number,
                0x3132333435363738L * number);
        return create(CHECKPOINT + "TaskState", id, parallelism, 128, chainLength);
    }

    private static Object subtask(List<Object> managed, List<Object> raw, Object managedKeyed, Object rawKeyed) {
        return create(CHECKPOINT + "SubtaskState", chain(managed), chain(raw), managedKeyed, rawKeyed);
    }

    private static Object chain(List<Object> handles) {
        return create("org.apache.flink.runtime.state.ChainedStateHandle", handles);
    }

    private static Object operatorState(String name) {
        return OperatorStates.over(
                Streams.bytes(name, 21), OperatorStates.someNames().add("broadcast", "BROADCAST", 7));
    }

    private static Object keyGroups(int start, int count) {
        return Keyed.keyGroups(
                start, Keyed.offsets(count), Streams.file("hdfs:/savepoint-1/keyed-" + start, 1_234), "unwritten");
    }

    private static byte[] tasks() throws IOException {
        Object chained = task(1, 4, 3);
        List<Object> none = Arrays.asList(null, null, null);
        List<Object> all = Arrays.asList(operatorState("head"), operatorState("middle"), operatorState("tail"));
        List<Object> gap = Arrays.asList(operatorState("head"), null, operatorState("tail"));
        call(chained, "putState", 0, subtask(all, none, keyGroups(0, 32), null));
        call(chained, "putState", 1, subtask(gap, gap, null, keyGroups(32, 32)));
        call(chained, "putState", 3, subtask(none, all, keyGroups(96, 1), keyGroups(96, 32)));
        return serializeOld(chained, task(2, 2, 1));
    }

    private static byte[] manyTasks() throws IOException {
        List<Object> tasks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Object task = task(i, 30, 2);
            for (int index = 0; index < 30; index++) {
                call(
                        task,
                        "putState",
                        index,
                        subtask(
                                Arrays.asList(operatorState("o" + index), null),
                                Arrays.asList(null, null),
                                keyGroups(4 * index, 4),
                                null));
            }
            tasks.add(task);
        }
        return serializeOld(tasks.toArray());
    }

    private static byte[] streams() throws IOException {
        List<Object> streams = Streams.ofEveryKind();
        Object task = task(1, streams.size(), 1);
        for (int i = 0; i < streams.size(); i++) {
            List<Object> operatorState = Arrays.asList(OperatorStates.over(streams.get(i), OperatorStates.someNames()));
            Object keyed = Keyed.keyGroups(i, Keyed.offsets(2), streams.get(i), "unwritten");
            call(task, "putState", i, subtask(operatorState, operatorState, keyed, keyed));
        }
        return serializeOld(task);
    }

    private static byte[] legacyTasks() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        header(out, 1);
        out.writeInt(1);
        task(out, 2, 3);
        for (int index = 0; index < 2; index++) {
            out.writeInt(index);
            legacyHandles(out, 3 * index);
            out.writeInt(3);
            for (int i = 0; i < 3; i++) {
                write(out, "serializeOperatorStateHandle", i == 1 ? null : operatorState("chained-" + i));
            }
            out.writeInt(0);
            write(out, "serializeKeyedStateHandle", keyGroups(0, 2));
            write(out, "serializeKeyedStateHandle", null);
        }
        return bytes.toByteArray();
    }

    private static byte[] legacyOperators() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        header(out, 2);
        out.writeInt(0);
        out.writeInt(1);
        task(out, 2, 5);
        for (int index = 0; index < 2; index++) {
            out.writeInt(index);
            legacyHandles(out, 3 * index);
            out.writeInt(1);
            write(out, "serializeOperatorStateHandle", operatorState("managed"));
            out.writeInt(0);
            write(out, "serializeKeyedStateHandle", null);
            write(out, "serializeKeyedStateHandle", keyGroups(0, 2));
        }
        return bytes.toByteArray();
    }

    private static void header(DataOutputStream out, int version) throws IOException {
        out.writeInt(MAGIC);
        out.writeInt(version);
        out.writeLong(29);
    }

    private static void task(DataOutputStream out, int subtasks, int chainLength) throws IOException {
        out.writeLong(0x4142434445464748L);
        out.writeLong(0x5152535455565758L);
        out.writeInt(subtasks);
        out.writeInt(128);
        out.writeInt(chainLength);
        out.writeInt(subtasks);
    }

    private static void legacyHandles(DataOutputStream out, int count) throws IOException {
        out.writeLong(1_480_000_000_000L);
        out.writeInt(count);
        List<Object> streams = new ArrayList<>(Streams.ofEveryKind());
        streams.add(0, null);
        for (int i = 0; i < count; i++) {
            write(out, "serializeStreamStateHandle", streams.get(i % streams.size()));
        }
    }

    private static void write(DataOutputStream out, String method, Object handle) {
        callStatic(serializer().getClass(), method, handle, out);
    }
}
