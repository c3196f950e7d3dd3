// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import java.util.Collections;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.source.RichParallelSourceFunction;

/** The number source for releases without coordinated sources (FLIP-27). */
final class Numbers extends RichParallelSourceFunction<Long> implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    private final NumberPlan plan;
    private final String name;
    private transient ListState<Long> positions;
    private long next;
    private volatile boolean cancelled;

    private Numbers(String name, NumberPlan plan) {
        this.name = name;
        this.plan = plan;
    }

    static DataStream<Long> stream(
            StreamExecutionEnvironment environment, String name, String uid, int parallelism, NumberPlan plan) {
        return environment
                .addSource(new Numbers(name, plan), name, Types.LONG)
                .setParallelism(parallelism)
                .uid(uid);
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        positions = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("positions", Types.LONG));
        next = plan.first;
        int subtask = Environments.subtaskIndex(getRuntimeContext());
        for (long restored : positions.get()) {
            StateReport.add("source " + name + " split=" + subtask + " next=" + restored);
            next = Math.max(restored, plan.first);
        }
        StateReport.reporterIsDone();
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        positions.update(Collections.singletonList(next));
    }

    @Override
    public void run(SourceContext<Long> context) throws Exception {
        int subtask = Environments.subtaskIndex(getRuntimeContext());
        int parallelism = getRuntimeContext().getNumberOfParallelSubtasks();
        while (!cancelled) {
            if (next >= plan.end && plan.finishes(subtask)) {
                return;
            }
            for (int emitted = 0; emitted < plan.batch && next < plan.end && !cancelled; emitted++) {
                synchronized (context.getCheckpointLock()) {
                    context.collect(NumberPlan.number(next, subtask, parallelism));
                    next++;
                }
            }
            Thread.sleep(NumberPlan.PAUSE_MILLIS);
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
    }
}
