// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import org.apache.flink.runtime.state.OperatorStateCheckpointOutputStream;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StatePartitionStreamProvider;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Raw operator state: two partitions of bytes that Flink does not interpret. */
final class RawOperatorState extends AbstractStreamOperator<Long> implements OneInputStreamOperator<Long, Long> {

    private static final long serialVersionUID = 1L;

    private long sum;
    private long records;

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        int subtask = Environments.subtaskIndex(getRuntimeContext());
        int partition = 0;
        for (StatePartitionStreamProvider provider : context.getRawOperatorStateInputs()) {
            long value = new DataInputStream(provider.getStream()).readLong();
            StateReport.add("raw subtask=" + subtask + " partition=" + partition + " value=" + value);
            if (partition == 0) {
                sum = value;
            } else {
                records = value;
            }
            partition++;
        }
        StateReport.reporterIsDone();
    }

    @Override
    public void processElement(StreamRecord<Long> element) {
        sum += element.getValue();
        records++;
        output.collect(element);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        OperatorStateCheckpointOutputStream stream = context.getRawOperatorStateOutput();
        for (long value : new long[] {sum, records}) {
            stream.startNewPartition();
            new DataOutputStream(stream).writeLong(value);
        }
    }
}
