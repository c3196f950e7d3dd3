// SPDX-License-Identifier: Apache-2.0

package interop;

import static corpus.generator.common.Reflection.call;
import static corpus.generator.common.Reflection.callStatic;
import static corpus.generator.common.Reflection.field;
import static corpus.generator.common.Reflection.type;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;

/**
 * Has Flink load a large metadata file. Prints what Flink knows of each operator, as {@code metadata-dump --format csv}
 * does; fails if it leaves bytes unread, or if what it stores of what it has loaded is not the same file.
 */
public final class CheckGenerated {
    private static final Class<?> CHECKPOINTS = type("org.apache.flink.runtime.checkpoint.Checkpoints");
    private static final String COLUMNS = "checkpoint-id,operator-name,operator-uid,operator-uid-hash,operator-parallelism,"
            + "operator-max-parallelism,operator-subtask-state-count,operator-coordinator-state-size-in-bytes,"
            + "operator-total-size-in-bytes";

    private CheckGenerated() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        Object metadata;
        try (DataInputStream in = new DataInputStream(open(file))) {
            metadata = callStatic(
                    CHECKPOINTS, "loadCheckpointMetadata", in, CheckGenerated.class.getClassLoader(), file.toString());
            if (in.read() >= 0) {
                throw new IOException("Flink leaves bytes of " + file + " unread");
            }
        }
        StringBuilder rows = new StringBuilder(COLUMNS).append('\n');
        for (Object state : (Collection<?>) call(metadata, "getOperatorStates")) {
            Object coordinatorState = call(state, "getCoordinatorState");
            rows.append(call(metadata, "getCheckpointId")).append(',');
            rows.append(field(state, "operatorName")).append(',');
            rows.append(field(state, "operatorUid")).append(',');
            rows.append(call(state, "getOperatorID")).append(',');
            rows.append(call(state, "getParallelism")).append(',');
            rows.append(call(state, "getMaxParallelism")).append(',');
            rows.append(((Map<?, ?>) call(state, "getSubtaskStates")).size()).append(',');
            rows.append(coordinatorState == null ? 0 : call(coordinatorState, "getStateSize")).append(',');
            rows.append(call(state, "getCheckpointedSize")).append('\n');
        }
        System.out.print(rows);
        System.out.flush();
        try (Comparison comparison = new Comparison(file);
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(comparison, 1 << 16))) {
            callStatic(CHECKPOINTS, "storeCheckpointMetadata", metadata, out);
            out.flush();
            comparison.requireEnd();
        }
    }

    private static InputStream open(Path file) throws IOException {
        return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    }

    /** Compares what is written with a file. */
    private static final class Comparison extends OutputStream {
        private final Path file;
        private final InputStream expected;
        private long position;

        Comparison(Path file) throws IOException {
            this.file = file;
            this.expected = open(file);
        }

        @Override
        public void write(int value) throws IOException {
            if (expected.read() != (value & 0xff)) {
                throw new IOException("Flink stores something other than " + file + " from byte " + position + " on");
            }
            position++;
        }

        @Override
        public void write(byte[] bytes, int start, int count) throws IOException {
            for (int i = start; i < start + count; i++) {
                write(bytes[i]);
            }
        }

        void requireEnd() throws IOException {
            if (expected.read() >= 0) {
                throw new IOException("Flink stores only the first " + position + " bytes of " + file);
            }
        }

        @Override
        public void close() throws IOException {
            expected.close();
        }
    }
}
