// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/** Union list state and split list state. One name has U+0000, which modified UTF-8 writes as two bytes. */
final class OperatorState extends RichMapFunction<Long, Long> implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    private transient ListState<String> counts;
    private transient ListState<Long> latest;
    private final Deque<Long> latestNumbers = new ArrayDeque<>();
    private long count;

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        counts = context.getOperatorStateStore()
                .getUnionListState(new ListStateDescriptor<>("counts\u0000of all subtasks", Types.STRING));
        latest = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("zuletzt", Types.LONG));
        String own = ownPrefix();
        for (String entry : counts.get()) {
            StateReport.add("union " + entry);
            if (entry.startsWith(own)) {
                count = Long.parseLong(entry.substring(own.length()));
            }
        }
        for (long number : latest.get()) {
            StateReport.add("list number=" + number);
            latestNumbers.add(number);
        }
        StateReport.reporterIsDone();
    }

    @Override
    public Long map(Long number) {
        count++;
        latestNumbers.add(number);
        if (latestNumbers.size() > 3) {
            latestNumbers.remove();
        }
        return number;
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        counts.update(Collections.singletonList(ownPrefix() + count));
        latest.update(new ArrayList<>(latestNumbers));
    }

    private String ownPrefix() {
        return "subtask=" + Environments.subtaskIndex(getRuntimeContext()) + " count=";
    }
}
