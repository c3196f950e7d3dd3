// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The source's coordinator: gives each subtask its split once. Its state is the splits that it has given. */
final class NumberEnumerator implements SplitEnumerator<NumberSplit, Set<Integer>> {

    private final SplitEnumeratorContext<NumberSplit> context;
    private final Set<Integer> assigned;

    NumberEnumerator(SplitEnumeratorContext<NumberSplit> context, Set<Integer> assigned) {
        this.context = context;
        this.assigned = new TreeSet<>(assigned);
    }

    @Override
    public void start() {}

    @Override
    public void addReader(int subtask) {
        if (assigned.add(subtask)) {
            context.assignSplit(new NumberSplit(subtask, 0), subtask);
        }
    }

    @Override
    public void addSplitsBack(List<NumberSplit> splits, int subtask) {
        splits.forEach(split -> assigned.remove(split.index));
    }

    @Override
    public void handleSplitRequest(int subtask, String host) {}

    /** The method of 1.11 and 1.12. */
    public Set<Integer> snapshotState() {
        return new TreeSet<>(assigned);
    }

    /** The method since 1.13. */
    public Set<Integer> snapshotState(long checkpointId) {
        return snapshotState();
    }

    @Override
    public void close() {}

    static final class Serializer implements SimpleVersionedSerializer<Set<Integer>> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(Set<Integer> assigned) {
            ByteBuffer buffer = ByteBuffer.allocate(4 * assigned.size());
            assigned.forEach(buffer::putInt);
            return buffer.array();
        }

        @Override
        public Set<Integer> deserialize(int version, byte[] bytes) {
            int[] assigned = new int[bytes.length / 4];
            ByteBuffer.wrap(bytes).asIntBuffer().get(assigned);
            return Arrays.stream(assigned).boxed().collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
