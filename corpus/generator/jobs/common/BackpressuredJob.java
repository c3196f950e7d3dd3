// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A job whose channels are full of records that wait for two slow operators. */
final class BackpressuredJob implements Job {

    private static final int PARALLELISM = 2;

    @Override
    public String name() {
        return "backpressured";
    }

    @Override
    public void define(StreamExecutionEnvironment environment) {
        environment.setMaxParallelism(8);
        Numbers.stream(environment, "numbers", "numbers", PARALLELISM, NumberPlan.endlessWithoutPause())
                .rebalance()
                .map(new OperatorState())
                .name("first \u2192 operator state")
                .uid("first")
                .returns(Types.LONG)
                .setParallelism(PARALLELISM)
                .rebalance()
                .map(new Slow())
                .name("slow")
                .uid("slow")
                .returns(Types.LONG)
                .setParallelism(PARALLELISM)
                .rebalance()
                .map(new Slow())
                .name("slow as well")
                .uid("slow-as-well")
                .returns(Types.LONG)
                .setParallelism(PARALLELISM);
    }

    private static final class Slow implements MapFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long map(Long number) throws Exception {
            Thread.sleep(2);
            return number;
        }
    }
}
