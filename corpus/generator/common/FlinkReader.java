// SPDX-License-Identifier: Apache-2.0

package corpus.generator.common;

import static corpus.generator.common.Reflection.callStatic;
import static corpus.generator.common.Reflection.hasType;
import static corpus.generator.common.Reflection.type;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.zip.GZIPInputStream;

/** The reader of the Flink release on the class path, applied to one file. */
public final class FlinkReader {
    private static final Class<?> CHECKPOINTS = type("org.apache.flink.runtime.checkpoint.Checkpoints");
    /** Up to 1.10. */
    private static final boolean HAS_SAVEPOINTS =
            hasType("org.apache.flink.runtime.checkpoint.savepoint.Savepoint");

    /** The object that the release read: a {@code Savepoint} up to 1.10, a {@code CheckpointMetadata} since 1.11. */
    public final Object metadata;
    /** The version in the file's header. */
    public final int version;
    /** Bytes that Flink left unread at the end. */
    public final int unreadBytes;

    private FlinkReader(Object metadata, int version, int unreadBytes) {
        this.metadata = metadata;
        this.version = version;
        this.unreadBytes = unreadBytes;
    }

    public static FlinkReader read(File file) throws IOException {
        return read(bytes(file), file.getAbsolutePath());
    }

    /** Reads bytes as those of the file that the pointer names; without one, Flink does not know where the file is. */
    public static FlinkReader read(byte[] bytes, String pointer) throws IOException {
        ByteArrayInputStream source = new ByteArrayInputStream(bytes);
        DataInputStream stream = new DataInputStream(source);
        ClassLoader loader = FlinkReader.class.getClassLoader();
        Object metadata;
        if (HAS_SAVEPOINTS) {
            permitLegacyState();
            metadata = callStatic(CHECKPOINTS, "loadCheckpointMetadata", stream, loader);
        } else {
            metadata = callStatic(CHECKPOINTS, "loadCheckpointMetadata", stream, loader, pointer);
        }
        return new FlinkReader(metadata, ByteBuffer.wrap(bytes).getInt(4), source.available());
    }

    /** Up to 1.10, the reader has an option to skip the state handles of 1.1's Checkpointed interface. */
    private static void permitLegacyState() {
        callStatic(
                type("org.apache.flink.runtime.checkpoint.savepoint.SavepointSerializers"),
                "setFailWhenLegacyStateDetected",
                false);
    }

    private static byte[] bytes(File file) throws IOException {
        try (InputStream raw = Files.newInputStream(file.toPath())) {
            return file.getName().endsWith(".gz") ? new GZIPInputStream(raw).readAllBytes() : raw.readAllBytes();
        }
    }
}
