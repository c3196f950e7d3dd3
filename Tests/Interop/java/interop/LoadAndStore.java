// SPDX-License-Identifier: Apache-2.0

package interop;

import static corpus.generator.common.Reflection.callStatic;
import static corpus.generator.common.Reflection.type;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Has Flink load a metadata file and store what it has loaded, and tells how long each took in seconds and the most memory
 * that this process has had, in bytes.
 */
public final class LoadAndStore {
    private static final Class<?> CHECKPOINTS = type("org.apache.flink.runtime.checkpoint.Checkpoints");

    private LoadAndStore() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        long begun = System.nanoTime();
        Object metadata;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            metadata = callStatic(
                    CHECKPOINTS, "loadCheckpointMetadata", in, LoadAndStore.class.getClassLoader(), file.toString());
        }
        long loaded = System.nanoTime();
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(OutputStream.nullOutputStream(), 1 << 16))) {
            callStatic(CHECKPOINTS, "storeCheckpointMetadata", metadata, out);
        }
        long stored = System.nanoTime();
        System.out.printf("load=%.6f store=%.6f peak=%d%n", (loaded - begun) / 1e9, (stored - loaded) / 1e9, peak());
    }

    /** Linux tells; elsewhere 0. */
    private static long peak() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        Matcher line = Pattern.compile("VmHWM:\\s+(\\d+) kB").matcher(Files.readString(status));
        return line.find() ? Long.parseLong(line.group(1)) * 1024 : 0;
    }
}
