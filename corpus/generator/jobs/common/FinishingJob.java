// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A job in which some tasks finish while the others go on. */
final class FinishingJob implements Job {

    private final NumberPlan.Afterwards afterwards;

    FinishingJob(NumberPlan.Afterwards afterwards) {
        this.afterwards = afterwards;
    }

    @Override
    public String name() {
        return "finishing";
    }

    @Override
    public void define(StreamExecutionEnvironment environment) {
        environment.setMaxParallelism(8);
        pipeline(environment, "bounded", NumberPlan.range(0, 20, afterwards));
        pipeline(environment, "endless", NumberPlan.endless());
    }

    private static void pipeline(StreamExecutionEnvironment environment, String name, NumberPlan plan) {
        Numbers.stream(environment, name + " source", name + "-source", 2, plan)
                .map(new Counting())
                .name(name + " count")
                .uid(name + "-count")
                .returns(Types.LONG)
                .setParallelism(2);
    }

    /** Split list state only: union list state forbids checkpoints of a partly finished operator. */
    private static final class Counting implements MapFunction<Long, Long>, CheckpointedFunction {
        private static final long serialVersionUID = 1L;

        private transient ListState<Long> counts;
        private long count;

        @Override
        public void initializeState(FunctionInitializationContext context) throws Exception {
            counts = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("counts", Types.LONG));
            for (long restored : counts.get()) {
                count += restored;
            }
        }

        @Override
        public Long map(Long number) {
            count++;
            return number;
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) throws Exception {
            counts.clear();
            counts.add(count);
        }
    }
}
