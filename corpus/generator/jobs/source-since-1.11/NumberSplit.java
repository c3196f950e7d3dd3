// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** One subtask's share of the numbers: the index of the share, and how far it has been read. */
final class NumberSplit implements SourceSplit {

    final int index;
    long next;

    NumberSplit(int index, long next) {
        this.index = index;
        this.next = next;
    }

    @Override
    public String splitId() {
        return Integer.toString(index);
    }

    static final class Serializer implements SimpleVersionedSerializer<NumberSplit> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(NumberSplit split) {
            return ByteBuffer.allocate(12).putInt(split.index).putLong(split.next).array();
        }

        @Override
        public NumberSplit deserialize(int version, byte[] bytes) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new NumberSplit(buffer.getInt(), buffer.getLong());
        }
    }
}
