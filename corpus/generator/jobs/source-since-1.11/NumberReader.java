// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;

/** Emits the numbers of one split, in batches with a pause between them. */
final class NumberReader implements SourceReader<Long, NumberSplit> {

    private static final Executor AFTER_A_PAUSE =
            CompletableFuture.delayedExecutor(NumberPlan.PAUSE_MILLIS, TimeUnit.MILLISECONDS);

    private final String name;
    private final int parallelism;
    private final NumberPlan plan;
    private final SourceReaderContext context;
    private CompletableFuture<Void> available = new CompletableFuture<>();
    private NumberSplit split;
    private int emittedInBatch;

    NumberReader(String name, int parallelism, NumberPlan plan, SourceReaderContext context) {
        this.name = name;
        this.parallelism = parallelism;
        this.plan = plan;
        this.context = context;
    }

    @Override
    public void start() {}

    @Override
    public void addSplits(List<NumberSplit> splits) {
        split = splits.get(0);
        StateReport.add("source " + name + " split=" + split.index + " next=" + split.next);
        StateReport.reporterIsDone();
        split.next = Math.max(split.next, plan.first);
        available.complete(null);
    }

    @Override
    public InputStatus pollNext(ReaderOutput<Long> output) {
        if (split == null) {
            return InputStatus.NOTHING_AVAILABLE;
        }
        if (split.next >= plan.end) {
            if (plan.finishes(context.getIndexOfSubtask())) {
                return InputStatus.END_OF_INPUT;
            }
            available = new CompletableFuture<>();
            return InputStatus.NOTHING_AVAILABLE;
        }
        if (emittedInBatch == plan.batch) {
            emittedInBatch = 0;
            available = CompletableFuture.runAsync(() -> {}, AFTER_A_PAUSE);
            return InputStatus.NOTHING_AVAILABLE;
        }
        output.collect(NumberPlan.number(split.next, split.index, parallelism));
        split.next++;
        emittedInBatch++;
        return InputStatus.MORE_AVAILABLE;
    }

    @Override
    public List<NumberSplit> snapshotState(long checkpointId) {
        return split == null
                ? Collections.emptyList()
                : Collections.singletonList(new NumberSplit(split.index, split.next));
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return available;
    }

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {}
}
