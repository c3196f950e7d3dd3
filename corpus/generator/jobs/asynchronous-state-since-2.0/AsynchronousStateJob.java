// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.v2.ValueState;
import org.apache.flink.api.common.state.v2.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** A job with asynchronous state, for which a state backend may keep its working files remotely. */
public final class AsynchronousStateJob implements Job {

    public AsynchronousStateJob() {}

    @Override
    public String name() {
        return "asynchronous state";
    }

    @Override
    public void define(StreamExecutionEnvironment environment) {
        environment.setMaxParallelism(32);
        Numbers.stream(environment, "numbers", "numbers", 2, NumberPlan.endless())
                .keyBy(number -> number % 40, Types.LONG)
                .enableAsyncState()
                .process(new Counting())
                .name("asynchrone Zähler")
                .uid("asynchrone-zähler")
                .setParallelism(3);
    }

    private static final class Counting extends KeyedProcessFunction<Long, Long, Long> {
        private static final long serialVersionUID = 1L;

        private transient ValueState<Long> count;

        @Override
        public void open(OpenContext context) {
            count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
        }

        @Override
        public void processElement(Long number, Context context, Collector<Long> out) {
            count.asyncValue().thenAccept(before -> count.asyncUpdate(before == null ? 1 : before + 1));
        }
    }
}
