// SPDX-License-Identifier: Apache-2.0

package corpus.generator.constructed;

import static corpus.generator.common.Reflection.call;
import static corpus.generator.common.Reflection.callStatic;
import static corpus.generator.common.Reflection.create;
import static corpus.generator.common.Reflection.staticField;
import static corpus.generator.common.Reflection.type;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes operator states and the subtask states in them. */
final class Operators {
    private static final String CHECKPOINT = "org.apache.flink.runtime.checkpoint.";

    private Operators() {}

    static boolean canBeFinished() {
        return Release.since(1, 14);
    }

    static boolean haveCoordinators() {
        return Release.since(1, 11);
    }

    static boolean haveNames() {
        return Release.since(2, 0);
    }

    /** The state of one subtask: at most one handle of each of the first four, any number of channel state handles. */
    static final class Subtask {
        Object managedOperatorState;
        Object rawOperatorState;
        Object managedKeyedState;
        Object rawKeyedState;
        final List<Object> inputChannelState = new ArrayList<>();
        final List<Object> resultSubpartitionState = new ArrayList<>();

        Object make() {
            if (Release.before(1, 11)) {
                return create(
                        CHECKPOINT + "OperatorSubtaskState",
                        collection(managedOperatorState),
                        collection(rawOperatorState),
                        collection(managedKeyedState),
                        collection(rawKeyedState));
            }
            if (Release.before(1, 12)) {
                return create(
                        CHECKPOINT + "OperatorSubtaskState",
                        collection(managedOperatorState),
                        collection(rawOperatorState),
                        collection(managedKeyedState),
                        collection(rawKeyedState),
                        collection(inputChannelState),
                        collection(resultSubpartitionState));
            }
            Object builder = callStatic(type(CHECKPOINT + "OperatorSubtaskState"), "builder");
            call(builder, "setManagedOperatorState", collection(managedOperatorState));
            call(builder, "setRawOperatorState", collection(rawOperatorState));
            call(builder, "setManagedKeyedState", collection(managedKeyedState));
            call(builder, "setRawKeyedState", collection(rawKeyedState));
            call(builder, "setInputChannelState", collection(inputChannelState));
            call(builder, "setResultSubpartitionState", collection(resultSubpartitionState));
            return call(builder, "build");
        }

        private static Object collection(Object singleton) {
            return collection(singleton == null ? Collections.emptyList() : Collections.singletonList(singleton));
        }

        private static Object collection(List<?> handles) {
            return create(CHECKPOINT + "StateObjectCollection", handles);
        }
    }

    static Object finishedSubtask() {
        return staticField(type(CHECKPOINT + "FinishedOperatorSubtaskState"), "INSTANCE");
    }

    static Subtask managedOperator(Object handle) {
        Subtask subtask = new Subtask();
        subtask.managedOperatorState = handle;
        return subtask;
    }

    static Subtask rawOperator(Object handle) {
        Subtask subtask = new Subtask();
        subtask.rawOperatorState = handle;
        return subtask;
    }

    static Subtask managedKeyed(Object handle) {
        Subtask subtask = new Subtask();
        subtask.managedKeyedState = handle;
        return subtask;
    }

    static Subtask rawKeyed(Object handle) {
        Subtask subtask = new Subtask();
        subtask.rawKeyedState = handle;
        return subtask;
    }

    static Subtask channels(List<?> input, List<?> result) {
        Subtask subtask = new Subtask();
        subtask.inputChannelState.addAll(input);
        subtask.resultSubpartitionState.addAll(result);
        return subtask;
    }

    /** An operator whose subtasks are at any indexes below its parallelism. */
    static final class Operator {
        private final long lower;
        private final long upper;
        private final Map<Integer, Object> subtasks = new TreeMap<>();
        int parallelism;
        int maxParallelism = 128;
        Object coordinatorState;
        String name;
        String uid;
        boolean fullyFinished;

        private Operator(long lower, long upper) {
            this.lower = lower;
            this.upper = upper;
        }

        Operator subtask(int index, Subtask state) {
            return subtask(index, state.make());
        }

        Operator subtask(int index, Object state) {
            subtasks.put(index, state);
            parallelism = Math.max(parallelism, index + 1);
            maxParallelism = Math.max(maxParallelism, parallelism);
            return this;
        }

        Operator coordinator(Object state) {
            coordinatorState = state;
            return this;
        }

        Operator named(String operatorName, String operatorUid) {
            name = operatorName;
            uid = operatorUid;
            return this;
        }

        Operator parallelism(int value, int maximum) {
            parallelism = value;
            maxParallelism = maximum;
            return this;
        }

        Operator fullyFinished() {
            fullyFinished = true;
            return this;
        }

        Object make() {
            Object id = create("org.apache.flink.runtime.jobgraph.OperatorID", lower, upper);
            String type = CHECKPOINT + (fullyFinished ? "FullyFinishedOperatorState" : "OperatorState");
            int written = Math.max(1, parallelism);
            Object operator =
                    haveNames()
                            ? create(type, name, uid, id, written, maxParallelism)
                            : create(type, id, written, maxParallelism);
            subtasks.forEach((index, state) -> call(operator, "putState", index, state));
            if (coordinatorState != null) {
                call(operator, "setCoordinatorState", coordinatorState);
            }
            return operator;
        }
    }

    static Operator operator(long lower, long upper) {
        return new Operator(lower, upper);
    }

    static Operator operator(int number) {
        return operator(0x0102030405060708L + number, 0x1112131415161718L * (number + 1));
    }

    /** An operator with these subtasks at the indexes 0, 1, 2, ... */
    static Operator operator(int number, Subtask... subtasks) {
        return operator(number, Arrays.asList(subtasks));
    }

    static Operator operator(int number, List<Subtask> subtasks) {
        Operator operator = operator(number);
        for (int i = 0; i < subtasks.size(); i++) {
            operator.subtask(i, subtasks.get(i));
        }
        return operator;
    }
}
