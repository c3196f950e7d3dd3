// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.runtime.state.KeyedStateFunction;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/** Value state, map state and a timer of each key, and broadcast state. */
final class KeyedAndBroadcastState extends KeyedBroadcastProcessFunction<Long, Long, Long, Long>
        implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    static final MapStateDescriptor<Long, String> RULES =
            new MapStateDescriptor<>("rules", Types.LONG, Types.STRING);
    private static final ValueStateDescriptor<Long> COUNT = new ValueStateDescriptor<>("count", Types.LONG);
    private static final MapStateDescriptor<Long, Long> SUMS =
            new MapStateDescriptor<>("Summen Σ", Types.LONG, Types.LONG);

    private static final long YEAR_2200_MILLIS = 7_258_118_400_000L;

    /** The rule that asks for a report of the state instead of being kept. */
    private final long reportRequest;
    private transient ValueState<Long> count;
    private transient MapState<Long, Long> sums;

    KeyedAndBroadcastState(long reportRequest) {
        this.reportRequest = reportRequest;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        count = context.getKeyedStateStore().getState(COUNT);
        sums = context.getKeyedStateStore().getMapState(SUMS);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) {}

    @Override
    public void processElement(Long number, ReadOnlyContext context, Collector<Long> out) throws Exception {
        Long before = count.value();
        count.update(before == null ? 1 : before + 1);
        long entry = number % 7;
        Long sum = sums.get(entry);
        sums.put(entry, sum == null ? number : sum + number);
        context.timerService().registerProcessingTimeTimer(YEAR_2200_MILLIS + context.getCurrentKey());
        StateReport.recordIsProcessed();
    }

    @Override
    public void processBroadcastElement(Long rule, Context context, Collector<Long> out) throws Exception {
        BroadcastState<Long, String> rules = context.getBroadcastState(RULES);
        if (rule == reportRequest) {
            report(context, rules);
        } else {
            rules.put(rule, "Regel № " + rule);
            StateReport.recordIsProcessed();
        }
    }

    private void report(Context context, BroadcastState<Long, String> rules) throws Exception {
        int subtask = Environments.subtaskIndex(getRuntimeContext());
        for (Map.Entry<Long, String> rule : rules.entries()) {
            StateReport.add("broadcast subtask=" + subtask + " rule=" + rule.getKey() + " value=" + rule.getValue());
        }
        context.applyToKeyedState(COUNT, new KeyedStateFunction<Long, ValueState<Long>>() {
            @Override
            public void process(Long key, ValueState<Long> state) throws Exception {
                StateReport.add("value key=" + key + " count=" + state.value());
            }
        });
        context.applyToKeyedState(SUMS, new KeyedStateFunction<Long, MapState<Long, Long>>() {
            @Override
            public void process(Long key, MapState<Long, Long> state) throws Exception {
                for (Map.Entry<Long, Long> entry : state.entries()) {
                    StateReport.add("map key=" + key + " entry=" + entry.getKey() + " sum=" + entry.getValue());
                }
            }
        });
        StateReport.reporterIsDone();
    }
}
