// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import java.util.Collections;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The number source as a coordinated source (FLIP-27): its coordinator's state is in the metadata. */
final class Numbers implements Source<Long, NumberSplit, Set<Integer>> {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final int parallelism;
    private final NumberPlan plan;

    private Numbers(String name, int parallelism, NumberPlan plan) {
        this.name = name;
        this.parallelism = parallelism;
        this.plan = plan;
    }

    static DataStream<Long> stream(
            StreamExecutionEnvironment environment, String name, String uid, int parallelism, NumberPlan plan) {
        // Flink 1.11 treats every such source as non-parallel, and does not let its parallelism be set.
        environment.setParallelism(parallelism);
        return environment
                .fromSource(
                        new Numbers(name, parallelism, plan), WatermarkStrategy.noWatermarks(), name, Types.LONG)
                .uid(uid);
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<Long, NumberSplit> createReader(SourceReaderContext context) {
        return new NumberReader(name, parallelism, plan, context);
    }

    @Override
    public SplitEnumerator<NumberSplit, Set<Integer>> createEnumerator(SplitEnumeratorContext<NumberSplit> context) {
        return new NumberEnumerator(context, Collections.emptySet());
    }

    @Override
    public SplitEnumerator<NumberSplit, Set<Integer>> restoreEnumerator(
            SplitEnumeratorContext<NumberSplit> context, Set<Integer> assigned) {
        StateReport.add("coordinator " + name + " assigned=" + assigned);
        return new NumberEnumerator(context, assigned);
    }

    @Override
    public SimpleVersionedSerializer<NumberSplit> getSplitSerializer() {
        return new NumberSplit.Serializer();
    }

    @Override
    public SimpleVersionedSerializer<Set<Integer>> getEnumeratorCheckpointSerializer() {
        return new NumberEnumerator.Serializer();
    }
}
