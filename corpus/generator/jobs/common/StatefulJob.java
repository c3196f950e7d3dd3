// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import java.util.Collections;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A job that has every kind of state a program can have: keyed, operator, broadcast, raw and a source's. */
final class StatefulJob implements Job {

    private static final int NUMBERS_PARALLELISM = 2;
    private static final int KEYED_PARALLELISM = 3;
    private static final int MAX_PARALLELISM = 32;
    private static final int KEYS = 40;
    private static final int RULES = 6;

    private final NumberPlan numbers;
    private final NumberPlan rules;
    /** How much the operators have processed, or reported, when the job has nothing left to do. */
    private final long expectedRecords;
    /** New uids of operators, instead of those in {@link #define}. */
    private final Map<String, String> otherUids;
    /** Whether the job has the operator with raw state, which only passes records on. */
    private final boolean hasRawState;

    /** How many subtasks most operators have, without a maximum; or null for the usual numbers. */
    private final Integer parallelism;

    private StatefulJob(
            NumberPlan numbers,
            NumberPlan rules,
            long expectedRecords,
            Map<String, String> otherUids,
            boolean hasRawState,
            Integer parallelism) {
        this.numbers = numbers;
        this.rules = rules;
        this.expectedRecords = expectedRecords;
        this.otherUids = otherUids;
        this.hasRawState = hasRawState;
        this.parallelism = parallelism;
    }

    /** Changes its state as long as it runs. */
    static StatefulJob endless() {
        return new StatefulJob(
                NumberPlan.endless(), rules(0, RULES), Long.MAX_VALUE, Collections.emptyMap(), true, null);
    }

    /** Reads a fixed input and then stays idle, so that its state is the same in every run. */
    static StatefulJob withFixedInput() {
        int numbersPerSubtask = 300;
        return new StatefulJob(
                NumberPlan.range(0, numbersPerSubtask, NumberPlan.Afterwards.IDLE),
                rules(0, RULES),
                NUMBERS_PARALLELISM * numbersPerSubtask + KEYED_PARALLELISM * RULES,
                Collections.emptyMap(),
                true,
                null);
    }

    /** Reads no input; its operators report the restored state to {@link StateReport}. */
    static StatefulJob reportingState(Map<String, String> otherUids, boolean hasRawState, Integer parallelism) {
        return new StatefulJob(
                NumberPlan.range(0, 0, NumberPlan.Afterwards.IDLE),
                rules(RULES, RULES + 1),
                Long.MAX_VALUE,
                otherUids,
                hasRawState,
                parallelism);
    }

    private String uid(String uid) {
        return otherUids.getOrDefault(uid, uid);
    }

    private static NumberPlan rules(long first, long end) {
        return NumberPlan.range(first, end, NumberPlan.Afterwards.IDLE);
    }

    long expectedRecords() {
        return expectedRecords;
    }

    /** How many subtasks report: those of two sources and of two or three operators after them. */
    int reporters() {
        int withNumbers = hasRawState ? 3 : 2;
        return withNumbers * parallelism(NUMBERS_PARALLELISM) + 1 + parallelism(KEYED_PARALLELISM);
    }

    private int parallelism(int usual) {
        return parallelism == null ? usual : parallelism;
    }

    @Override
    public String name() {
        return "stateful";
    }

    @Override
    public void define(StreamExecutionEnvironment environment) {
        int ofNumbers = parallelism(NUMBERS_PARALLELISM);
        if (parallelism == null) {
            environment.setMaxParallelism(MAX_PARALLELISM);
        }
        DataStream<Long> rules = Numbers.stream(environment, "rules", uid("rules"), 1, this.rules);
        DataStream<Long> counted = Numbers.stream(environment, "numbers", uid("numbers"), ofNumbers, numbers)
                .map(new OperatorState())
                .name("Zähler \uD83E\uDDEE 計數")
                .uid(uid("zähler-計數-\uD83E\uDDEE"))
                .returns(Types.LONG)
                .setParallelism(ofNumbers);
        DataStream<Long> passedOn = !hasRawState
                ? counted
                : counted.transform("raw operator state", Types.LONG, new RawOperatorState())
                        .uid(uid("raw-operator-state"))
                        .setParallelism(ofNumbers);
        passedOn.keyBy(new ByRemainder(), Types.LONG)
                .connect(rules.broadcast(KeyedAndBroadcastState.RULES))
                .process(new KeyedAndBroadcastState(RULES), Types.LONG)
                .name("keyed and broadcast state")
                .uid(uid("keyed-and-broadcast-state"))
                .setParallelism(parallelism(KEYED_PARALLELISM));
    }

    private static final class ByRemainder implements KeySelector<Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long getKey(Long number) {
            return number % KEYS;
        }
    }
}
